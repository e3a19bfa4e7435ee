"""Questions about customers: found by name or number, what may be done with their data, what was seen of them."""

from wuxing.customers.customer_care.queries.consents import may_use, purpose_of, purposes, standing_consents
from wuxing.customers.customer_care.queries.files import family_of, standing_file
from wuxing.customers.customer_care.queries.lists import NEWEST, PAGE, customers

__all__ = [
    "NEWEST",
    "PAGE",
    "customers",
    "family_of",
    "may_use",
    "purpose_of",
    "purposes",
    "standing_consents",
    "standing_file",
]
