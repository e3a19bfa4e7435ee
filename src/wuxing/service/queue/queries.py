"""The queue out of the database: how many orders have each cause, and the most pressing of them, page by page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from wuxing.core.reading import all_of
from wuxing.resources.models import Skill
from wuxing.service.bench_repair.models import BenchItem
from wuxing.service.queue import rules
from wuxing.service.queue.rules import Open, Visit
from wuxing.service.repair import states
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.queries.board import covered
from wuxing.service.repair.rules.promises import QUICK, RISK, SOON
from wuxing.service.repair.states import HoldReason, OrderState

SIZE = 50
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
FIELDS = (
    "pk", "request_id", "number", "title", "state", "trade", "skill_level", "next_due_at", "next_due_kind", "hold_reason",
    "held_at", "written_at", "dispatched_at", "accepted_at", "resolved_at", "reopened_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the queue is asked for: orders of an outlet, of a trade, with one cause; `after` is where the page begins."""

    outlet: int | None = None
    trade: str = ""
    cause: str = ""
    after: tuple[int, datetime, int] | None = None


def _conditions(now: datetime, day_start: datetime) -> dict[str, Q]:
    """Return `rules.causes` as conditions of the database, one a cause."""
    visit, waits = Q(visit__isnull=False), Q(state=OrderState.ON_HOLD)
    nobody = Q(state__in=sorted(rules.UNASSIGNED))
    today = visit & Q(visit__slot__endswith__gte=day_start)
    parts = Q(hold_reason=HoldReason.WAITING_PARTS)
    quick = Q(next_due_kind__in=sorted(QUICK))
    return {
        "late": Q(next_due_at__lt=now),
        "soon": Q(next_due_at__gte=now)
        & ((quick & Q(next_due_at__lte=now + SOON)) | (~quick & Q(next_due_at__lte=now + RISK))),
        "not_under_way": today
        & Q(visit__state__in=sorted(rules.BEFORE_WORK), visit__slot__startswith__lt=now - rules.GRACE),
        "overrun": today & Q(visit__state__in=sorted(rules.AT_WORK), visit__slot__endswith__lt=now),
        "left_over": visit & Q(visit__slot__endswith__lt=day_start),
        "unassigned": nobody,
        "came_back": nobody & Q(dispatched_at__isnull=False),
        "incomplete": nobody & Q(request__complete=False),
        "not_accepted": Q(
            state=OrderState.DISPATCHED, accepted_at=None, dispatched_at__lt=now - rules.ACCEPT_WITHIN
        ),
        "no_time": Q(state__in=sorted(rules.WITH_SOMEBODY), visit__isnull=True),
        "parts": waits & parts,
        "held": waits & ~parts,
        "to_close": Q(state__in=sorted(rules.TO_CLOSE)) & ~Q(_in_workshop()),
    }  # fmt: skip


def _in_workshop() -> Exists:
    return Exists(BenchItem.objects.filter(order=OuterRef("pk"), ended_at=None))


def _open(asked: Asked) -> QuerySet[WorkOrder]:
    rows = WorkOrder.objects.filter(state__in=sorted(states.OPEN_ORDERS))
    if asked.trade:
        rows = rows.filter(trade=asked.trade)
    live = Q(appointments__state__in=sorted(states.LIVE_VISITS))
    return covered(rows, asked.outlet).annotate(visit=FilteredRelation("appointments", condition=live))


def counts(asked: Asked, now: datetime, day_start: datetime) -> dict[str, int]:
    """Return how many open orders have each cause, and under "open" how many there are."""
    asks = {f"n_{name}": Count("pk", filter=when) for name, when in _conditions(now, day_start).items()}
    found: dict[str, int] = _open(asked).aggregate(n_open=Count("pk"), **asks)
    return {name.removeprefix("n_"): count for name, count in found.items()}


def page(asked: Asked, now: datetime, day_start: datetime) -> list[dict[str, Any]]:
    """Return up to SIZE + 1 orders with a cause, the most pressing first; of one cause, when one is asked for.

    Order: weight of the first cause, then the promise that falls due next, then age.
    """
    conditions = _conditions(now, day_start)
    weight = Case(
        *(When(when, then=Value(rules.WEIGHTS[name])) for name, when in conditions.items()),
        default=Value(rules.NOTHING),
        output_field=IntegerField(),
    )
    due = Coalesce("next_due_at", Value(NEVER), output_field=DateTimeField())
    rows = _open(asked).annotate(weight=weight, due=due)
    rows = rows.filter(conditions[asked.cause]) if asked.cause else rows.filter(weight__lt=rules.NOTHING)
    if asked.after:
        first, then, last = asked.after
        rows = rows.filter(Q(weight__gt=first) | Q(weight=first, due__gt=then) | Q(weight=first, due=then, pk__gt=last))
    pressing = rows.order_by("weight", "due", "pk").values("pk", "weight", "due")[: SIZE + 1]
    keys = {row["pk"]: row for row in all_of(pressing)}  # what stands beside them is read for these alone
    told = {row["pk"]: row for row in all_of(_beside(asked, list(keys)))}
    return [told[pk] | key for pk, key in keys.items() if pk in told]


def _beside(asked: Asked, keys: list[int]) -> Any:
    """Return what a page shows of orders, in no order."""
    return (
        _open(asked)
        .filter(pk__in=keys)
        .values(
            *FIELDS,
            in_workshop=_in_workshop(),
            complete=F("request__complete"),
            urgent=F("request__urgent"),
            district=F("request__site__district"),
            warranty=F("request__entitlement__outcome"),
            client=F("customer__name"),
            client_kind=F("customer__kind"),
            who=F("technician__name"),
            outlet_name=F("outlet__name"),
            visit_state=F("visit__state"),
            slot=F("visit__slot"),
        )
    )


def order_of(row: dict[str, Any]) -> Open:
    """Return what the rules want to know of a row of `page`."""
    visit = None
    if row["visit_state"]:
        visit = Visit(state=row["visit_state"], begins=row["slot"].lower, ends=row["slot"].upper)
    names = (
        "state", "complete", "written_at", "next_due_at", "next_due_kind", "hold_reason", "held_at", "dispatched_at",
        "accepted_at", "resolved_at", "reopened_at", "in_workshop",
    )  # fmt: skip
    return Open(visit=visit, **{name: row[name] for name in names})


def skilled(today: Any) -> dict[str, int]:
    """Return the highest level that an active technician has in each trade, with a certificate valid today."""
    found: dict[str, int] = {}
    rows = Skill.objects.filter(person__active=True).filter(Q(valid_until=None) | Q(valid_until__gte=today))
    for trade, level in rows.values_list("trade", "level"):
        found[trade] = max(level, found.get(trade, 0))
    return found
