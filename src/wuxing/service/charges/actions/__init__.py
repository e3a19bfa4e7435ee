"""Actions of quotes and settlement."""

from wuxing.service.charges.actions.answering import accept, decline, expire, expire_due
from wuxing.service.charges.actions.quoting import Offer, change, draft_quote, send
from wuxing.service.charges.actions.recording import record_quoted
from wuxing.service.charges.actions.settling import correct, issue, note_payment, settle

__all__ = [
    "Offer",
    "accept",
    "change",
    "correct",
    "decline",
    "draft_quote",
    "expire",
    "expire_due",
    "issue",
    "note_payment",
    "record_quoted",
    "send",
    "settle",
]
