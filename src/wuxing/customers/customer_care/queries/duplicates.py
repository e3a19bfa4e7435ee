"""重复档案: pairs of files that look like one person, with why; merges as they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import connection
from django.db.models import F, Q

from wuxing.core.reasons import Reason
from wuxing.core.searching import search_for
from wuxing.core.tenants import current_tenant
from wuxing.customers.customer_care.models import Contact, Customer, Difference, Merge, ServiceSite
from wuxing.customers.customer_care.queries.files import customer_of
from wuxing.customers.customer_care.queries.lists import NEWEST, PAGE, matching
from wuxing.customers.customer_care.rules.sameness import Card, plain_text, why_same

MOST_GROUPS = 200
LOWEST = 8  # files of a group that are compared with one another
_PHONES = """
SELECT (array_agg(DISTINCT t.customer_id ORDER BY t.customer_id))[:%(lowest)s]
FROM (SELECT phone FROM customers_contact WHERE tenant_id = %(tenant)s AND phone <> ''
      GROUP BY phone HAVING count(*) > 1) shared
JOIN customers_contact t ON t.tenant_id = %(tenant)s AND t.phone = shared.phone
JOIN customers_customer c ON c.id = t.customer_id AND c.merged_into_id IS NULL AND c.erased_at IS NULL
GROUP BY t.phone HAVING min(t.customer_id) < max(t.customer_id) LIMIT %(most)s
"""
_PLACES = """
SELECT (array_agg(DISTINCT t.customer_id ORDER BY t.customer_id))[:%(lowest)s]
FROM (SELECT address FROM customers_servicesite WHERE tenant_id = %(tenant)s AND address <> ''
      GROUP BY address HAVING count(*) > 1) shared
JOIN customers_servicesite t ON t.tenant_id = %(tenant)s AND t.address = shared.address
JOIN customers_customer c ON c.id = t.customer_id AND c.merged_into_id IS NULL AND c.erased_at IS NULL
GROUP BY t.district, t.address HAVING min(t.customer_id) < max(t.customer_id) LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that look like one person: the older one first."""

    low: int
    high: int
    weight: int
    why: tuple[Reason, ...]


def cards(customers: Iterable[int]) -> list[Card]:
    """Return what of these files is compared."""
    ids = list(customers)
    phones: dict[int, set[str]] = {}
    places: dict[int, set[str]] = {}
    for customer_id, phone in Contact.objects.filter(customer_id__in=ids).values_list("customer_id", "phone"):
        phones.setdefault(customer_id, set()).update({phone} - {""})
    sites = ServiceSite.objects.filter(customer_id__in=ids).exclude(address="")
    for customer_id, district, address in sites.values_list("customer_id", "district", "address"):
        places.setdefault(customer_id, set()).add(plain_text(f"{district}{address}"))
    heads = {row["pk"]: row for row in Customer.objects.filter(pk__in=ids).values("pk", "kind", "name")}
    return [
        Card(pk, heads[pk]["kind"], heads[pk]["name"], frozenset(phones.get(pk, ())), frozenset(places.get(pk, ())))
        for pk in ids
        if pk in heads
    ]


def _pairs(groups: Iterable[Sequence[int]]) -> list[Pair]:
    wanted = {pair for group in groups for pair in combinations(sorted(group)[:LOWEST], 2)}
    known = {one.customer_id: one for one in cards(sorted({pk for pair in wanted for pk in pair}))}
    two = Difference.objects.filter(low_id__in=known, high_id__in=known).values_list("low_id", "high_id")
    wanted -= set(two)
    found = []
    for low, high in sorted(wanted):
        reasons = why_same(known[low], known[high]) if low in known and high in known else []
        if reasons:
            found.append(Pair(low, high, sum(weight for weight, _ in reasons), tuple(why for _, why in reasons)))
    return sorted(found, key=lambda one: (-one.weight, one.low, one.high))


def proposals() -> list[Pair]:
    """Return the pairs of files that look like one person, the surest first."""
    groups: list[Sequence[int]] = []
    with connection.cursor() as cursor:
        for statement in (_PHONES, _PLACES):
            cursor.execute(statement, {"tenant": current_tenant(), "most": MOST_GROUPS, "lowest": LOWEST})
            groups.extend(row[0] for row in cursor.fetchall())
    return _pairs(groups)[:PAGE]


def proposals_for(customer_id: int) -> list[Pair]:
    """Return the files that look like this one: by number, by address, and by what a search for the name finds."""
    standing = Customer.objects.filter(merged_into=None, erased_at=None)
    phones = list(Contact.objects.filter(customer_id=customer_id).exclude(phone="").values_list("phone", flat=True))
    sites = ServiceSite.objects.filter(customer_id=customer_id).exclude(address="")
    places = list(sites.values_list("address", flat=True))
    others = set(Contact.objects.filter(phone__in=phones).values_list("customer_id", flat=True)[:PAGE])
    others |= set(ServiceSite.objects.filter(address__in=places).values_list("customer_id", flat=True)[:PAGE])
    name = Customer.objects.filter(pk=customer_id).values_list("name", flat=True).first() or ""
    if search := search_for(name):
        others |= set(matching(search, most=20))
    others &= set(standing.filter(pk__in=others).values_list("pk", flat=True))
    return _pairs([(customer_id, other) for other in sorted(others - {customer_id})])


def why_pair(low: int, high: int) -> list[Reason]:
    """Return why two files look like one person; nothing when they do not."""
    found = cards([low, high])
    return [why for _weight, why in why_same(*found)] if len(found) == 2 else []


def sides(customers: Sequence[int]) -> list[Customer]:
    """Return files to be looked at side by side. Raises NotFound when one is not there."""
    return [customer_of(one) for one in customers]


def merges(before: int = NEWEST, customer_id: int | None = None) -> list[dict[str, Any]]:
    """Return merges, newest first, one more than a page; of one file if asked."""
    rows = Merge.objects.filter(pk__lt=before)
    if customer_id is not None:
        rows = rows.filter(Q(kept_id=customer_id) | Q(gone_id=customer_id))
    named = {
        "kept_name": F("kept__name"),
        "gone_name": F("gone__name"),
        "kind": F("kept__kind"),
        "by_name": F("merged_by__name"),
        "undone_name": F("undone_by__name"),
    }
    fields = ("pk", "kept_id", "gone_id", "why", "moved", "reason", "merged_at", "undone_at", "undo_reason")
    return list(rows.order_by("-pk").values(*fields, **named)[: PAGE + 1])
