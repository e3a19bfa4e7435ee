"""What may not be done with a notice, and why; and what the codes of refusals and failures say."""

from wuxing.core.notices.states import OPEN, NoticeState
from wuxing.core.reasons import Reason, say

CODES: dict[str, Reason] = {
    "quiet": say("quiet hours"),
    "logged": say("no channel is set for this kind: it was written here and sent nowhere"),
    "no_address": say("no address for any channel that is set"),
    "no_recipient": say("the recipient is not there any more"),
    "no_consent": say("the recipient has not agreed to this"),
    "no_text": say("this message is not known any more"),
    "too_late": say("it would have come too late to be of use"),
    "duplicate": say("the same was sent shortly before"),
    "too_many": say("the recipient has had as many as are allowed a day"),
    "erased": say("the recipient's personal data were erased"),
    "no_answer": say("the channel was handed the message and never answered"),
    "mail_not_set_up": say("e-mail is not set up on this installation"),
    "mail_server": say("the mail server did not take it"),
    "bad_address": say("the channel does not take this address"),
    "bad_channel": say("the channel's address or secrets cannot be used; enter them again"),
    "service_error": say("the service could not be asked"),
    "service_refused": say("the service did not take it"),
    "address_inside": say("the webhook leads to an address inside, which is not asked"),
    "unreachable": say("the webhook could not be reached"),
    "channel_fault": say("the channel failed; the log of the server says more"),
}


def reason_in_words(code: str) -> Reason | str:
    """Return what a code says."""
    if code.startswith("http_"):
        return say("the webhook answered %(status)s", status=code.removeprefix("http_"))
    return CODES.get(code, code)


def why_not_resend(*, state: NoticeState, erased: bool, known: bool, secrets_gone: bool) -> Reason | None:
    """Return why a notice cannot be sent again, or None."""
    if state in OPEN:
        return say("it is on its way still")
    if erased:
        return say("the recipient's personal data were erased; there is nothing left to send")
    if not known:
        return CODES["no_text"]
    if secrets_gone:
        return say("it held a link that is not kept; have the step that made it send it anew")
    return None
