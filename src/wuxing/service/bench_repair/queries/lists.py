"""车间: the items as a list, filtered, searched, paged by key; and what is owed between two hands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q

from wuxing.core.searching import Search
from wuxing.core.tenants import current_tenant
from wuxing.service.bench_repair import states
from wuxing.service.bench_repair.models import BenchItem, Custody, Loan, Loaner
from wuxing.service.bench_repair.rules.custody import OWED

SIZE = 50
MOST_COUNTED = 1000
LARGEST = 2**62
GROUPS: dict[str, frozenset[states.ItemState]] = {
    "open": states.OPEN,
    "in_repair": states.IN_REPAIR,
    "ready": frozenset({states.ItemState.READY}),
    "ended": states.ENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is asked for; `before` is where the page begins, `back` asks for the page before it."""

    search: Search | None = None
    state: str = ""  # a state, or a group of them
    person_id: int | None = None  # in this person's hands, or theirs to repair
    on_the_way: bool = False
    oldest: bool = False  # the longest here first
    place: int = 0
    back: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list with the keys to go on from; 0: no more."""

    rows: list[dict[str, Any]]
    previous: int = 0
    next: int = 0


def _narrowed(wanted: Wanted) -> Any:
    rows = BenchItem.objects.filter(custody__ended_at__isnull=True)
    if wanted.state:
        members = GROUPS.get(wanted.state) or {wanted.state}
        rows = rows.filter(state__in=sorted(members))
    if wanted.person_id is not None:
        held = Custody.objects.filter(item=OuterRef("pk"), ended_at=None, to_person_id=wanted.person_id)
        mine = Q(technician_id=wanted.person_id, state__in=sorted(states.IN_REPAIR))
        rows = rows.filter(Exists(held) | mine)
    if wanted.on_the_way:
        rows = rows.filter(custody__confirmed_at__isnull=True)
    if wanted.search:
        for like in wanted.search.likes:
            rows = rows.filter(search__contains=like.strip("%").replace("\\", ""))
    return rows


def items(wanted: Wanted) -> Page:
    """Return a page of items: newest receipt first, or the longest in the house first."""
    rising = wanted.oldest != wanted.back
    rows = _narrowed(wanted)
    if wanted.place:
        rows = rows.filter(pk__gt=wanted.place) if rising else rows.filter(pk__lt=wanted.place)
    named = rows.order_by("pk" if rising else "-pk").values(
        "pk", "number", "name", "serial", "state", "alarm", "received_at", "order_id", "ended_at",
        order_number=F("order__number"), technician_name=F("technician__name"), holder=F("custody__to_kind"),
        holder_name=F("custody__to_name"), confirmed_at=F("custody__confirmed_at"), handed_at=F("custody__handed_at"),
    )[: SIZE + 1]  # fmt: skip
    found = [dict(row) for row in named]
    more, found = len(found) > SIZE, found[:SIZE]
    if wanted.back:
        found.reverse()
    if not found:
        return Page([])
    first, last = found[0]["pk"], found[-1]["pk"]
    backward = more if wanted.back else bool(wanted.place)
    forward = bool(wanted.place) if wanted.back else more
    return Page(found, first if backward else 0, last if forward else 0)


def counts() -> dict[str, int]:
    """Return how many open items stand in each state; one more than `MOST_COUNTED` stands for all above."""
    sql = """
    SELECT s.state, n FROM unnest(%s::text[]) s(state), LATERAL (SELECT count(*) AS n FROM (
        SELECT FROM service_benchitem i WHERE i.tenant_id = %s AND i.state = s.state LIMIT %s) counted) c
    WHERE n > 0 ORDER BY s.state
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(states.OPEN), current_tenant(), MOST_COUNTED + 1])
        return dict(cursor.fetchall())


def owed(now: datetime) -> tuple[int, int]:
    """Return how many items are on the way between two hands, and how many of them for too long."""
    rows = Custody.objects.filter(ended_at__isnull=True, confirmed_at__isnull=True)
    found = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(handed_at__lt=now - OWED)))
    return found["all"], found["late"]


def loans(*, state: str = "", order_id: int | None = None, loaner_id: int | None = None, before: int = 0) -> list[Loan]:
    """Return a page of lendings, newest first."""
    rows = Loan.objects.select_related("order").order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if order_id is not None:
        rows = rows.filter(order_id=order_id)
    if loaner_id is not None:
        rows = rows.filter(loaner_id=loaner_id)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows[:SIZE])


def overdue_loans(today: Any) -> int:
    """Return how many loaner devices are out past their day."""
    return Loan.objects.filter(state=states.LoanState.LENT, due_on__lt=today).count()


def free_loaners() -> list[tuple[int, str]]:
    """Return the loaner devices that can be lent."""
    rows = Loaner.objects.filter(state=states.LoanerState.AVAILABLE).order_by("code")
    return [(pk, f"{code} {name}") for pk, code, name in rows.values_list("pk", "code", "name")[:200]]
