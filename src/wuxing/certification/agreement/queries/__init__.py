"""Read agreements, fees and access."""

from wuxing.certification.agreement.queries.money import (
    Balance,
    Earned,
    balance,
    bills_of,
    income,
    invoices,
    invoices_of,
)
from wuxing.certification.agreement.queries.texts import (
    Version,
    agreement_of,
    content_of,
    covering,
    standing,
    standing_of,
    versions,
)

__all__ = [
    "Balance",
    "Earned",
    "Version",
    "agreement_of",
    "balance",
    "bills_of",
    "content_of",
    "covering",
    "income",
    "invoices",
    "invoices_of",
    "standing",
    "standing_of",
    "versions",
]
