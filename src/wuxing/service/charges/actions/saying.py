"""What a quote puts into the outbox: steps of the actions that call them, in their transaction."""

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.notices import recipients
from wuxing.core.notices.actions import send
from wuxing.core.wording import text
from wuxing.service.charges.models import Quote
from wuxing.service.charges.rules.refusals import QUOTE_WORDS
from wuxing.service.doors.actions.links import open_case_link
from wuxing.service.doors.door import lent
from wuxing.service.doors.models import TrackingLink
from wuxing.service.repair.queries import CASE


def _facts(quote: Quote) -> dict[str, str]:
    product = quote.order.product
    return {"number": f"{quote.number} v{quote.version}", "product": product.name if product else ""}


def tell_sent(quote: Quote, by: Actor) -> None:
    """Tell the customer that a quote waits for their word, with a link to it; nothing where they pay nothing."""
    request = quote.order.request
    contact = request.contact
    if not quote.customer_total or contact is None or not contact.phone:
        return
    sender = lent(by, Permission.REPAIR_VISIT)  # who may send a quote may send its link
    link = open_case_link(request_id=request.pk, by=sender, via=TrackingLink.Via.AGAIN)
    send(
        "charges.quote_sent",
        to=recipients.customer(request.customer_id or 0, name=contact.name, address=contact.phone),
        facts=_facts(quote) | {"until": quote.valid_until.isoformat(), "link": link},
        by=by,
        target=(CASE, request.pk),
    )


def tell_answered(quote: Quote, by: Actor) -> None:
    """Tell who sent a quote that the customer answered it by the link."""
    if quote.sent_by_id is None or quote.sent_by_id == by.user_id:
        return
    facts = _facts(quote) | {"answer": text(QUOTE_WORDS[quote.state]), "order": quote.order.number}
    to = recipients.member(quote.sent_by_id)
    send("charges.quote_answered", to=to, facts=facts, by=by, target=(CASE, quote.order.request_id))
