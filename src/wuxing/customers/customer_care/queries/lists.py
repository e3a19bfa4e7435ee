"""Customers as pages show them: found by name or number, newest first, paged by key."""

from typing import Any

from django.db import connection

from wuxing.core.searching import search_for
from wuxing.customers.customer_care.models import Contact, Customer
from wuxing.customers.customer_care.rules import phone_from

PAGE = 50
NEWEST = 2**62


def customers(typed: str = "", before: int = NEWEST, most: int = PAGE + 1) -> list[dict[str, Any]]:
    """Return customers, newest first; a number of at least seven digits finds by phone, two signs find by name."""
    found = Customer.objects.filter(pk__lt=before, merged_into=None)
    digits = phone_from(typed)
    if len(digits) >= 7 and digits.lstrip("+").isdecimal():
        found = found.filter(pk__in=Contact.objects.filter(phone=digits).values("customer_id"))
    elif search := search_for(typed):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM matching_customers(%s::tsquery, %s, %s, %s)", [search.query, search.likes, before, most]
            )
            found = found.filter(pk__in=[row[0] for row in cursor.fetchall()])
    rows = list(found.order_by("-pk").values("pk", "name", "kind", "tier", "created_at", "erased_at")[:most])
    contacts: dict[int, tuple[str, str]] = {}
    for customer_id, name, phone in (
        Contact.objects.filter(customer_id__in=[row["pk"] for row in rows])
        .order_by("-pk")
        .values_list("customer_id", "name", "phone")
    ):
        contacts[customer_id] = (name, phone)
    return [dict(row) | {"contact": contacts.get(row["pk"], ("", ""))} for row in rows]
