"""工单 and 服务请求 as lists: filtered, sorted, searched, and paged by key. Never counts a big table."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from wuxing.core.searching import Search
from wuxing.core.tenants import current_tenant
from wuxing.service.repair import states
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.rules.promises import QUICK, RISK, SOON
from wuxing.service.repair.states import OrderState as O
from wuxing.service.repair.states import RequestState as R

SIZE = 50
SCANNED = 500  # search results looked through when another filter narrows them
ESTIMATE_SECONDS = 60
_ESTIMATES: dict[Any, tuple[int, float]] = {}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORDER_GROUPS: dict[str, frozenset[O]] = {
    "open": states.OPEN_ORDERS,
    "unassigned": frozenset({O.DRAFT, O.QUALIFIED, O.SCHEDULED, O.REOPENED}),
    "dispatched": frozenset({O.DISPATCHED}),
    "in_progress": frozenset({O.IN_PROGRESS}),
    "on_hold": frozenset({O.ON_HOLD}),
    "to_close": frozenset({O.WORK_DONE, O.REVIEWED}),
    "closed": frozenset({O.CLOSED}),
    "ended": frozenset({O.CANCELLED, O.CANNOT_COMPLETE}),
}
REQUEST_GROUPS: dict[str, frozenset[R]] = {
    "open": frozenset({R.NEW, R.TRIAGED}),
    "converted": frozenset({R.CONVERTED}),
    "answered": frozenset({R.ANSWERED_REMOTELY}),
    "ended": frozenset({R.MERGED, R.REJECTED}),
}
SORTS = {"updated": "updated_at", "due": "next_due_at", "number": ""}
ORDER_FIELDS = (
    "pk", "number", "title", "state", "hold_reason", "next_due_at", "next_due_kind", "broken", "updated_at",
    "customer__name", "request__site__district", "request__entitlement__outcome", "technician__name", "request__urgent",
    "request__complete", "customer__kind",
)  # fmt: skip
REQUEST_FIELDS = (
    "pk", "number", "state", "channel", "received_at", "fault", "symptom", "complete", "urgent", "customer__name",
    "site__district", "product__name", "entitlement__outcome", "taken_by__name", "customer__kind",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is asked for. `cursor` is where the page begins; `back` asks for the page before it."""

    search: Search | None = None
    group: str = ""
    outlet: int | None = None
    technician: int | None = None
    due: str = ""
    channel: str = ""
    since: datetime | None = None
    sort: str = "updated"
    descending: bool = True
    cursor: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its rows, the keys to go on from (empty: no more), and about how many there are."""

    rows: list[tuple[Any, ...]]
    previous: str
    next: str
    estimate: int | None


def orders(wanted: Wanted, now: datetime) -> Page:
    """Return a page of work orders."""
    asked = {
        "state__in": _states(ORDER_GROUPS, wanted.group) if wanted.group else None,
        "outlet_id": wanted.outlet,
        "technician_id": wanted.technician,
        "request__channel": wanted.channel,
        "updated_at__gte": wanted.since,
    }
    rows = WorkOrder.objects.filter(**{name: value for name, value in asked.items() if value})
    if wanted.due:
        rows = rows.filter(_due(wanted.due, now))
    if wanted.search:
        return _found(rows, wanted, ORDER_FIELDS, "matching_orders", [wanted.outlet, wanted.technician], ORDER_GROUPS)
    column = SORTS[wanted.sort]
    if column == "next_due_at":
        rows = rows.filter(next_due_at__isnull=False)
    return _paged(rows, ORDER_FIELDS, column, wanted)


def requests(wanted: Wanted) -> Page:
    """Return a page of service requests, newest first."""
    rows = ServiceRequest.objects.all()
    if wanted.group:
        rows = rows.filter(state__in=_states(REQUEST_GROUPS, wanted.group))
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.since:
        rows = rows.filter(received_at__gte=wanted.since)
    if wanted.search:
        return _found(rows, wanted, REQUEST_FIELDS, "matching_requests", [], REQUEST_GROUPS)
    return _paged(rows, REQUEST_FIELDS, "", wanted)


def _states(groups: dict[str, Any], group: str) -> list[str]:
    return sorted(state.value for state in groups[group])


def _due(due: str, now: datetime) -> Q:
    if due == "late":
        return Q(next_due_at__lt=now)
    quick = Q(next_due_kind__in=sorted(QUICK), next_due_at__lte=now + SOON)
    return Q(next_due_at__gte=now, next_due_at__lte=now + RISK) & (quick | ~Q(next_due_kind__in=sorted(QUICK)))


def _key(row: tuple[Any, ...], fields: tuple[str, ...], column: str) -> str:
    number = str(row[0])
    if not column:
        return number
    return f"{(row[fields.index(column)] - EPOCH) // timedelta(microseconds=1)}.{number}"


def _place(cursor: str, column: str) -> tuple[datetime | None, int] | None:
    """Read a key; one that cannot be read begins at the first page."""
    first, _dot, second = cursor.partition(".")
    if not (
        first.isdecimal() and len(first) < 18 and (second.isdecimal() and len(second) < 18 if column else not second)
    ):
        return None
    return (EPOCH + timedelta(microseconds=int(first)), int(second)) if column else (None, int(first))


def _beyond(rows: QuerySet[Any], column: str, place: tuple[datetime | None, int], *, falling: bool) -> QuerySet[Any]:
    at, pk = place
    side = "lt" if falling else "gt"
    if not column:
        return rows.filter(**{f"pk__{side}": pk})
    return rows.filter(**{f"{column}__{side}e": at}).filter(Q(**{f"{column}__{side}": at}) | Q(**{f"pk__{side}": pk}))


def _paged(rows: QuerySet[Any], fields: tuple[str, ...], column: str, wanted: Wanted) -> Page:
    falling = wanted.descending != wanted.back
    sign = "-" if falling else ""
    place = _place(wanted.cursor, column) if wanted.cursor else None
    asked = _beyond(rows, column, place, falling=falling) if place else rows
    order = [f"{sign}{column}", f"{sign}pk"] if column else [f"{sign}pk"]
    found = list(asked.order_by(*order).values_list(*fields)[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    if wanted.back:
        found.reverse()
    forward = more if not wanted.back else bool(place)
    backward = bool(place) if not wanted.back else more
    first_page = not place and not wanted.back
    estimate = len(found) if first_page and not more else _estimate(rows, wanted)
    if not found:
        return Page([], "", "", estimate)
    return Page(
        found,
        _key(found[0], fields, column) if backward else "",
        _key(found[-1], fields, column) if forward else "",
        estimate,
    )


def _estimate(rows: QuerySet[Any], wanted: Wanted) -> int:
    """Return about how many rows a list has; asked once in a while, for a page says "about"."""
    tenant = current_tenant()
    key = (rows.model, tenant, replace(wanted, cursor="", back=False, since=None))
    kept = _ESTIMATES.get(key)
    now = monotonic()
    if kept is None or kept[1] < now:
        if len(_ESTIMATES) > 1000:
            _ESTIMATES.clear()
        kept = _ESTIMATES[key] = (estimated(rows), now + ESTIMATE_SECONDS)
    return kept[0]


def estimated(rows: QuerySet[Any]) -> int:
    """Return about how many rows there are, as the planner thinks: the same time for ten rows and for ten million."""
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


def _found(
    rows: QuerySet[Any],
    wanted: Wanted,
    fields: tuple[str, ...],
    function: str,
    filters: list[int | None],
    groups: dict[str, Any],
) -> Page:
    """Return what a search finds, newest first. `previous` stays empty: the door keeps the keys it came by."""
    assert wanted.search is not None
    narrowed = bool(wanted.due or wanted.channel or wanted.since)
    place = _place(wanted.cursor, "") if wanted.cursor else None
    most = SCANNED if narrowed else SIZE + 1
    names = _states(groups, wanted.group) if wanted.group else None
    marks = ", ".join(["%s::bigint"] * len(filters) + ["%s"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {function}(%s::tsquery, %s::text[], %s::bigint, %s::text[], {marks})",  # noqa: S608  # two names of ours
            [wanted.search.query, wanted.search.likes, place[1] if place else 2**62, names, *filters, most],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    found = list(rows.filter(pk__in=ids).order_by("-pk").values_list(*fields)[: SIZE + 1]) if ids else []
    more, found = len(found) > SIZE, found[:SIZE]
    if more:
        return Page(found, "", str(found[-1][0]), None)
    return Page(found, "", str(ids[-1]) if narrowed and len(ids) == most else "", None)
