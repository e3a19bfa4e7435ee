"""The lists of calls and of problems: overdue first, paged by key."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wuxing.service.follow_up.models import FollowUpCall, Problem
from wuxing.service.follow_up.states import LIVE_PROBLEMS, CallState
from wuxing.service.repair.models import Appointment

SIZE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CALL = (
    "pk", "due_at", "kind", "state", "next_at", "tries", "order__number", "order__title",
    "order__customer__name", "order__customer__kind",
    "order__outlet__name", "problem__number", "ended_at", "order_id",
)  # fmt: skip
PROBLEM = (
    "pk", "due_at", "number", "kind", "state", "severity", "order__number", "order__title",
    "order__customer__name", "order__customer__kind",
    "owner__name", "order__outlet__name", "order_id",
)  # fmt: skip
CALL_GROUPS = ("now", "later", "ended")
PROBLEM_GROUPS = ("open", "mine", "to_verify", "complaints", "verified")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the key to go on from (empty: no more)."""

    rows: list[dict[str, Any]]
    next: str = ""


def calls(group: str, now: datetime, cursor: str = "", *, besides: int | None = None) -> Page:
    """Return calls: those that can be made now, those to wait for, or those that ended; never one's own work (`besides`)."""
    rows = FollowUpCall.objects.all()
    if besides:
        rows = _besides(rows, besides)
    if group == "ended":
        return _paged(rows.exclude(state=CallState.PLANNED), CALL, cursor, newest=True)
    waiting = rows.filter(state=CallState.PLANNED)
    ready = Q(next_at=None) | Q(next_at__lte=now)
    return _paged(waiting.filter(~ready if group == "later" else ready), CALL, cursor)


def problems(group: str, user_id: int | None, cursor: str = "", *, besides: int | None = None) -> Page:
    """Return problems: open, one's own, to be verified, complaints, or over; never those of one's own work (`besides`)."""
    rows = Problem.objects.all()
    if besides:
        rows = _besides(rows, besides)
    if group == "verified":
        return _paged(rows.filter(state="verified"), PROBLEM, cursor, newest=True)
    live = rows.filter(state__in=sorted(LIVE_PROBLEMS))
    if group == "mine":
        live = live.filter(owner_id=user_id or 0)
    elif group == "to_verify":
        live = live.filter(state__in=["solved", "passed_on"])
    elif group == "complaints":
        live = live.filter(kind="complaint")
    return _paged(live, PROBLEM, cursor)


def _besides(rows: QuerySet[Any], user_id: int) -> QuerySet[Any]:
    """Leave out what is about somebody's own work: orders they are the technician of, or went on a visit for."""
    visited = Appointment.objects.filter(order_id=OuterRef("order_id"), technician__user_id=user_id)
    return rows.exclude(order__technician__user_id=user_id).filter(~Exists(visited))


def counts(now: datetime) -> dict[str, int]:
    """Return how many calls and problems wait, as far as a hundred."""
    waiting = FollowUpCall.objects.filter(state=CallState.PLANNED)
    live = Problem.objects.filter(state__in=sorted(LIVE_PROBLEMS))
    return {
        "calls": waiting.filter(Q(next_at=None) | Q(next_at__lte=now))[:100].count(),
        "late_calls": waiting.filter(due_at__lt=now)[:100].count(),
        "problems": live[:100].count(),
        "late_problems": live.filter(due_at__lt=now)[:100].count(),
    }


def _paged(rows: QuerySet[Any], fields: tuple[str, ...], cursor: str, *, newest: bool = False) -> Page:
    place = _place(cursor, newest)
    if newest:
        rows = rows.filter(pk__lt=place[1]) if place else rows
        found = list(rows.order_by("-pk").values(*fields)[: SIZE + 1])
    else:
        if place:
            at, pk = place
            rows = rows.filter(due_at__gte=at).filter(Q(due_at__gt=at) | Q(pk__gt=pk))
        found = list(rows.order_by("due_at", "pk").values(*fields)[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    if not more:
        return Page(found)
    last = found[-1]
    micros = (last["due_at"] - EPOCH) // timedelta(microseconds=1)
    return Page(found, str(last["pk"]) if newest else f"{micros}.{last['pk']}")


def _place(cursor: str, newest: bool) -> tuple[datetime, int] | None:
    """Read a key; one that cannot be read begins at the first page."""
    first, _dot, second = cursor.partition(".")
    if newest:
        return (EPOCH, int(first)) if first.isdecimal() and len(first) < 18 and not second else None
    if not all(part.isdecimal() and len(part) < 18 for part in (first, second)):
        return None
    return EPOCH + timedelta(microseconds=int(first)), int(second)
