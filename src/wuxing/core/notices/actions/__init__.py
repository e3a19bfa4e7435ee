"""What changes about notices."""

from wuxing.core.notices.actions.connecting import (
    add_channel,
    ask_test,
    change_address,
    end_channel,
    mail_channel,
    rotate_secret,
)
from wuxing.core.notices.actions.delivering import deliver_due
from wuxing.core.notices.actions.forgetting import forget_case, forget_recipient
from wuxing.core.notices.actions.resending import resend
from wuxing.core.notices.actions.sending import send
from wuxing.core.notices.actions.setting import set_preference, set_terms
from wuxing.core.notices.actions.wording import change_text, use_shipped_text

__all__ = [
    "add_channel",
    "ask_test",
    "change_address",
    "change_text",
    "deliver_due",
    "end_channel",
    "forget_case",
    "forget_recipient",
    "mail_channel",
    "resend",
    "rotate_secret",
    "send",
    "set_preference",
    "set_terms",
    "use_shipped_text",
]
