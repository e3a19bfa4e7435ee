"""Rules of quotes and settlement: sums, who is proposed to pay, what refuses. Pure."""

from wuxing.service.charges.rules.payments import Noted, Payment, balance, paid, payments
from wuxing.service.charges.rules.refusals import (
    differences,
    stands_still,
    why_not_accept,
    why_not_change,
    why_not_change_quote,
    why_not_change_sheet,
    why_not_issue,
    why_not_line,
    why_not_send,
    why_not_settle,
    why_not_work,
)
from wuxing.service.charges.rules.sums import Charge, Cover, by_payer, proposed_payers, split, total

__all__ = [
    "Charge",
    "Cover",
    "Noted",
    "Payment",
    "balance",
    "by_payer",
    "differences",
    "paid",
    "payments",
    "proposed_payers",
    "split",
    "stands_still",
    "total",
    "why_not_accept",
    "why_not_change",
    "why_not_change_quote",
    "why_not_change_sheet",
    "why_not_issue",
    "why_not_line",
    "why_not_send",
    "why_not_settle",
    "why_not_work",
]
