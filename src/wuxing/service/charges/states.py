"""States of quotes and settlement sheets (states.md section 2). Pure."""

from enum import StrEnum


class QuoteState(StrEnum):
    """报价: an offer to the customer. What changes after sending or acceptance is a new version."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"  # its day passed, or a newer version was sent


class SheetState(StrEnum):
    """结算单: what is charged. An issued sheet is corrected by another one."""

    DRAFT = "draft"
    ISSUED = "issued"
    CORRECTED = "corrected"


class How(StrEnum):
    """How a customer gave their word on a quote."""

    LINK = "link"
    SIGNATURE = "signature"


Q, S = QuoteState, SheetState
QUOTE: dict[QuoteState, frozenset[QuoteState]] = {
    Q.DRAFT: frozenset({Q.SENT}),
    Q.SENT: frozenset({Q.ACCEPTED, Q.DECLINED, Q.EXPIRED}),
    Q.ACCEPTED: frozenset(),
    Q.DECLINED: frozenset(),
    Q.EXPIRED: frozenset(),
}
SHEET: dict[SheetState, frozenset[SheetState]] = {
    S.DRAFT: frozenset({S.ISSUED}),
    S.ISSUED: frozenset({S.CORRECTED}),
    S.CORRECTED: frozenset(),
}
PAYERS = ("customer", "us", "manufacturer", "insurer")
PAID_HOWS = ("cash", "transfer", "wechat", "alipay", "card", "other")
VALID_DAYS = 7
"""For how many days an offer stands when nobody says otherwise."""
