"""Quotes, sheets and money as pages show them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.reasons import Reason
from wuxing.customers.prices.rules import KINDS
from wuxing.service.charges import rules
from wuxing.service.charges.queries import charges_of
from wuxing.service.charges.rules.payments import Payment
from wuxing.service.charges.rules.refusals import HOW_WORDS, PAID_WORDS, PAYER_WORDS, QUOTE_WORDS, SHEET_WORDS

QUOTE_LOOKS = {"draft": "unknown", "sent": "waiting", "accepted": "done", "declined": "late", "expired": "excluded"}
SHEET_LOOKS = {"draft": "unknown", "issued": "done", "corrected": "excluded"}


def word(table: Mapping[str, Reason], code: str) -> str:
    """Return the word for a code; an unknown code as it is."""
    return wording.text(table[code]) if code in table else code


def yuan(amount: Decimal) -> str:
    """Return an amount as money: ¥1,234.50."""
    return f"¥{amount:,.2f}"


def plain(number: Decimal) -> str:
    """Return a quantity without zeros at its end."""
    return f"{number.normalize():f}"


def line_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines of a quote or a sheet in words; another payer or price than proposed keeps both."""
    return [
        row
        | {
            "kind_word": word(KINDS, row["kind"]),
            "number": plain(row["quantity"]),
            "price": yuan(row["unit_price"]),
            "sum": yuan(row["amount"]),
            "payer_word": word(PAYER_WORDS, row["payer"]),
            "source": _source(row),
            "proposed": _proposed(row),
        }
        for row in rows
    ]


def _source(row: Mapping[str, Any]) -> str:
    if row.get("book") is None:
        return str(row.get("price_reason", ""))
    told = _("price book v%(version)s") % {"version": row["book_version"]}
    if row["price_reason"]:
        return f"{told} {yuan(row['book'])} → {row['price_reason']}"
    return told


def _proposed(row: Mapping[str, Any]) -> str:
    if row.get("proposed_payer") in (None, row["payer"]):
        return ""
    return _("the warranty proposed: %(payer)s; %(reason)s") % {
        "payer": word(PAYER_WORDS, row["proposed_payer"]),
        "reason": row["payer_reason"],
    }


def sums(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return what each payer pays."""
    found = rules.by_payer(charges_of(rows))
    return [(word(PAYER_WORDS, payer), yuan(amount)) for payer, amount in found.items()]


__all__ = [
    "HOW_WORDS", "PAID_WORDS", "PAYER_WORDS", "QUOTE_LOOKS", "QUOTE_WORDS", "SHEET_LOOKS", "SHEET_WORDS", "line_rows",
    "plain", "sums", "word", "yuan",
]  # fmt: skip


def payment_rows(payments: Iterable[Payment]) -> list[dict[str, Any]]:
    """Return payments with the version on which each was noted; what is below nothing went back to the customer."""
    return [
        {
            "version": one.version,
            "amount": yuan(abs(one.amount)),
            "back": one.amount < 0,
            "on": one.on,
            "how": word(PAID_WORDS, one.how),
            "note": one.note,
        }
        for one in payments
    ]
