"""Customers as pages show them: found by name or number, newest first, paged by key."""

from typing import Any

from django.db import connection

from wuxing.core.searching import Search, search_for
from wuxing.core.tenants import current_tenant
from wuxing.customers.customer_care.models import Contact, Customer
from wuxing.customers.customer_care.rules import phone_from

PAGE = 50
NEWEST = 2**62
LOOKED_AT = 2000  # a word that many files hold is found among so many of the newest; only a rarer one asks the index
_AMONG_NEWEST = """
SELECT w.id FROM (
    SELECT c.id, c.name FROM customers_customer c
    WHERE c.tenant_id = %s AND c.merged_into_id IS NULL AND c.id < %s ORDER BY c.id DESC LIMIT %s) w
WHERE lower(w.name) LIKE ALL (%s) ORDER BY w.id DESC LIMIT %s
"""


def matching(search: Search, before: int = NEWEST, most: int = PAGE + 1) -> list[int]:
    """Return the standing files whose name a search finds, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_AMONG_NEWEST, [current_tenant(), before, LOOKED_AT, search.likes, most])
        newest = [row[0] for row in cursor.fetchall()]
    return newest if len(newest) >= most else _by_index(search, before, most)


def _by_index(search: Search, before: int, most: int) -> list[int]:
    """Return them as the index finds them; merged files, which it finds too, do not count."""
    standing: list[int] = []
    while len(standing) < most:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM matching_customers(%s::tsquery, %s, %s, %s)", [search.query, search.likes, before, most]
            )
            found = [row[0] for row in cursor.fetchall()]
        rows = Customer.objects.filter(pk__in=found, merged_into=None).order_by("-pk")
        standing += rows.values_list("pk", flat=True)
        if len(found) < most:
            break
        before = min(found)
    return standing[:most]


def customers(typed: str = "", before: int = NEWEST, most: int = PAGE + 1) -> list[dict[str, Any]]:
    """Return customers, newest first; a number of at least seven digits finds by phone, two signs find by name."""
    found = Customer.objects.filter(pk__lt=before, merged_into=None)
    digits = phone_from(typed)
    if len(digits) >= 7 and digits.lstrip("+").isdecimal():
        found = found.filter(pk__in=Contact.objects.filter(phone=digits).values("customer_id"))
    elif search := search_for(typed):
        found = found.filter(pk__in=matching(search, before, most))
    rows = list(found.order_by("-pk").values("pk", "name", "kind", "tier", "created_at", "erased_at")[:most])
    contacts: dict[int, tuple[str, str]] = {}
    for customer_id, name, phone in (
        Contact.objects.filter(customer_id__in=[row["pk"] for row in rows])
        .order_by("-pk")
        .values_list("customer_id", "name", "phone")
    ):
        contacts[customer_id] = (name, phone)
    return [dict(row) | {"contact": contacts.get(row["pk"], ("", ""))} for row in rows]
