"""Rules about customers' data: numbers as typed, what a role sees, consent, look-ups, requests, files that look alike. Pure."""

from wuxing.customers.customer_care.rules.masking import (
    masked_address,
    masked_name,
    masked_phone,
    phone_from,
    why_not_phone,
)

__all__ = ["masked_address", "masked_name", "masked_phone", "phone_from", "why_not_phone"]
