"""不符合 as a list: filtered, sorted, searched, and paged by key. Overdue ones first, unless asked otherwise."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from wuxing.core.searching import Search
from wuxing.governance.nonconformity.models import Nonconformity
from wuxing.governance.nonconformity.states import ENDED, LIVE, State

SIZE = 50
SCANNED = 500  # search results looked through when another filter narrows them
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GROUPS: dict[str, frozenset[State]] = {
    "open": LIVE,
    "to_treat": LIVE - {State.EFFECTIVENESS_CHECK},
    "to_verify": frozenset({State.EFFECTIVENESS_CHECK}),
    "closed": frozenset({State.CLOSED}),
    "cancelled": frozenset({State.CANCELLED}),
    "ended": ENDED,
}
SORTS = {"due": "next_due_at", "updated": "updated_at", "number": ""}
FIELDS = (
    "pk", "number", "title", "kind", "state", "severity", "source", "origin_number", "owner__name", "outlet_name",
    "next_due_at", "late_stages", "deduction_ground", "updated_at",
)  # fmt: skip
PLAIN = ("source", "severity", "kind", "outlet_id", "owner_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is asked for. `cursor` is where the page begins; `back` asks for the page before it."""

    search: Search | None = None
    group: str = ""
    source: str = ""
    severity: str = ""
    kind: str = ""
    outlet_id: int | None = None
    owner_id: int | None = None
    leaf: str = ""
    category: str = ""
    late: bool = False
    deduction: bool = False
    sort: str = "due"
    descending: bool = False
    cursor: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its rows, and the keys to go on from (empty: no more)."""

    rows: list[tuple[Any, ...]]
    previous: str = ""
    next: str = ""


def nonconformities(wanted: Wanted, now: datetime) -> Page:
    """Return a page of nonconformities. Sorted by due day, those that have ended come last, newest first."""
    rows = _narrowed(wanted, now)
    if wanted.search:
        return _found(rows, wanted)
    if wanted.group:
        rows = rows.filter(state__in=sorted(GROUPS[wanted.group]))
    if wanted.sort == "due" and wanted.group not in ("closed", "cancelled", "ended"):
        return _by_due(rows, wanted)
    column = SORTS[wanted.sort] if wanted.sort != "due" else "updated_at"
    return _paged(rows, column, wanted)


def _narrowed(wanted: Wanted, now: datetime) -> QuerySet[Nonconformity]:
    rows = Nonconformity.objects.filter(**{name: value for name in PLAIN if (value := getattr(wanted, name))})
    if wanted.category:
        rows = rows.filter(cause_category=wanted.category)
    if wanted.leaf:
        rows = rows.filter(leaves__contains=[wanted.leaf])
    if wanted.late:
        rows = rows.filter(state__in=sorted(LIVE), next_due_at__lt=now)
    if wanted.deduction:
        rows = rows.exclude(deduction_ground="")
    return rows


def _is_narrow(wanted: Wanted) -> bool:
    return any(
        (*(getattr(wanted, name) for name in PLAIN), wanted.leaf, wanted.category, wanted.late, wanted.deduction)
    )


def _key(row: tuple[Any, ...], column: str) -> str:
    number = str(row[0])
    if not column:
        return number
    return f"{(row[FIELDS.index(column)] - EPOCH) // timedelta(microseconds=1)}.{number}"


def _place(cursor: str, column: str) -> tuple[datetime | None, int] | None:
    """Read a key; one that cannot be read begins at the first page."""
    first, _dot, second = cursor.partition(".")
    if not (
        first.isdecimal() and len(first) < 18 and (second.isdecimal() and len(second) < 18 if column else not second)
    ):
        return None
    return (EPOCH + timedelta(microseconds=int(first)), int(second)) if column else (None, int(first))


def _beyond(
    rows: QuerySet[Nonconformity], column: str, place: tuple[datetime | None, int], *, falling: bool
) -> QuerySet[Nonconformity]:
    at, pk = place
    side = "lt" if falling else "gt"
    if not column:
        return rows.filter(**{f"pk__{side}": pk})
    return rows.filter(**{f"{column}__{side}e": at}).filter(Q(**{f"{column}__{side}": at}) | Q(**{f"pk__{side}": pk}))


def _slice(
    rows: QuerySet[Nonconformity], column: str, place: tuple[datetime | None, int] | None, *, falling: bool
) -> list[tuple[Any, ...]]:
    asked = _beyond(rows, column, place, falling=falling) if place else rows
    sign = "-" if falling else ""
    order = [f"{sign}{column}", f"{sign}pk"] if column else [f"{sign}pk"]
    return list(asked.order_by(*order).values_list(*FIELDS)[: SIZE + 1])


def _paged(rows: QuerySet[Nonconformity], column: str, wanted: Wanted) -> Page:
    place = _place(wanted.cursor, column) if wanted.cursor else None
    found = _slice(rows, column, place, falling=wanted.descending != wanted.back)
    more, found = len(found) > SIZE, found[:SIZE]
    if wanted.back:
        found.reverse()
    if not found:
        return Page([])
    forward = more if not wanted.back else bool(place)
    backward = bool(place) if not wanted.back else more
    return Page(found, _key(found[0], column) if backward else "", _key(found[-1], column) if forward else "")


def _by_due(rows: QuerySet[Nonconformity], wanted: Wanted) -> Page:
    """Return open ones by the day on which they are due, then the ended ones, newest first: two lists, one after the other.

    A key of the second list begins with "e"; where one list ends in the middle of a page, the other fills it.
    """
    live, ended = rows.filter(state__in=sorted(LIVE)), rows.filter(state__in=sorted(ENDED))
    in_ended = wanted.cursor.startswith("e")
    cursor = wanted.cursor.removeprefix("e")
    if wanted.back:
        return _back_by_due(live, ended, cursor, in_ended=in_ended)
    first: list[tuple[Any, ...]] = []
    if not in_ended:
        place = _place(cursor, "next_due_at") if cursor else None
        first = _slice(live, "next_due_at", place, falling=False)
    if len(first) > SIZE:
        return Page(first[:SIZE], _due_key(first[0]) if cursor else "", _due_key(first[SIZE - 1]))
    place = _place(cursor, "") if in_ended and cursor else None
    rest = _slice(ended, "", place, falling=True) if not wanted.group else []
    found = [*first, *rest]
    more, found = len(found) > SIZE, found[:SIZE]
    if not found:
        return Page([])
    return Page(found, _due_key(found[0]) if cursor else "", _due_key(found[-1]) if more else "")


def _back_by_due(live: QuerySet[Nonconformity], ended: QuerySet[Nonconformity], cursor: str, *, in_ended: bool) -> Page:
    rest: list[tuple[Any, ...]] = []
    if in_ended and (place := _place(cursor, "")):
        rest = _slice(ended, "", place, falling=False)
        rest.reverse()
    before = None if in_ended else _place(cursor, "next_due_at")
    first = _slice(live, "next_due_at", before, falling=True) if len(rest) <= SIZE else []
    first.reverse()
    found = [*first, *rest]
    cut, found = len(found) > SIZE, found[-SIZE:]
    if not found:
        return Page([])
    return Page(found, _due_key(found[0]) if cut else "", _due_key(found[-1]))


def _due_key(row: tuple[Any, ...]) -> str:
    if row[FIELDS.index("state")] in ENDED:
        return f"e{row[0]}"
    return _key(row, "next_due_at")


def matching(search: Search, *, before: int, states: list[str] | None, most: int) -> list[int]:
    """Return the numbers of what a search finds, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM matching_nonconformities(%s::tsquery, %s::text[], %s::bigint, %s::text[], %s)",
            [search.query, search.likes, before, states, most],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _found(rows: QuerySet[Nonconformity], wanted: Wanted) -> Page:
    """Return what a search finds, newest first."""
    assert wanted.search is not None
    narrowed = _is_narrow(wanted)
    place = _place(wanted.cursor, "") if wanted.cursor else None
    most = SCANNED if narrowed else SIZE + 1
    states = sorted(state.value for state in GROUPS[wanted.group]) if wanted.group else None
    ids = matching(wanted.search, before=place[1] if place else 2**62, states=states, most=most)
    found = list(rows.filter(pk__in=ids).order_by("-pk").values_list(*FIELDS)[: SIZE + 1]) if ids else []
    more, found = len(found) > SIZE, found[:SIZE]
    if more:
        return Page(found, "", str(found[-1][0]))
    return Page(found, "", str(ids[-1]) if narrowed and len(ids) == most else "")
