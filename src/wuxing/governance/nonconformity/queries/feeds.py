"""What others ask: open ones by indicator, counts, special deductions, and what waits for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from wuxing.core.actors import Actor
from wuxing.governance.nonconformity.models import Closing, Nonconformity, PlannedAction, Reopening
from wuxing.governance.nonconformity.states import LIVE, State

_LIVE = sorted(LIVE)


@dataclass(frozen=True, slots=True)
class OpenOne:
    """An open nonconformity, as a list of them names it."""

    id: int
    number: str
    title: str
    severity: str
    state: str
    leaves: tuple[str, ...]
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were found in a period, are open now, are late, were closed as effective, were opened again."""

    found: int
    open: int
    late: int
    closed: int
    reopened: int


@dataclass(frozen=True, slots=True)
class SpecialDeduction:
    """A nonconformity that stands as a special deduction: a point off, until its correction is proven."""

    id: int
    number: str
    ground: str
    corrected: bool


def open_for(leaves: Iterable[str]) -> list[OpenOne]:
    """Return the open nonconformities that touch any of these indicators, most urgent first."""
    rows = Nonconformity.objects.filter(state__in=_LIVE, leaves__overlap=sorted(set(leaves)))
    names = ("pk", "number", "title", "severity", "state", "leaves", "next_due_at")
    return [
        OpenOne(pk, number, title, severity, state, tuple(touched), due)
        for pk, number, title, severity, state, touched, due in rows.order_by("next_due_at", "pk").values_list(*names)
    ]


def of_record(kind: str, record_id: int) -> list[tuple[int, str, str, str]]:
    """Return the nonconformities raised from a record, newest first: id, number, title, state."""
    rows = Nonconformity.objects.filter(origin_type=kind, origin_id=record_id).order_by("-pk")
    return list(rows.values_list("pk", "number", "title", "state")[:20])


def counts(*, since: datetime, until: datetime, now: datetime) -> Counts:
    """Return the counts of a period; those found to be none are left out."""
    within = {"gte": since, "lt": until}

    def dated(name: str) -> Q:
        return Q(**{f"{name}__{side}": value for side, value in within.items()})

    live = Q(state__in=_LIVE)
    row = Nonconformity.objects.exclude(state=State.CANCELLED).aggregate(
        found=Count("pk", filter=dated("found_at")),
        open=Count("pk", filter=live),
        late=Count("pk", filter=live & Q(next_due_at__lt=now)),
        closed=Count("pk", filter=dated("closed_at")),
        reopened=Count("pk", filter=dated("reopened_at")),
    )
    return Counts(**row)


def special_deductions(by: Actor, as_of: date) -> list[SpecialDeduction]:
    """Return the special deductions that stand on a day (特殊扣分项): each a point off; `corrected` once closed as effective."""
    end = datetime.combine(as_of + timedelta(days=1), time.min, ZoneInfo(by.zone))
    rows = (
        Nonconformity.objects.filter(deduction_at__lt=end).exclude(deduction_ground="").exclude(state=State.CANCELLED)
    )
    reopened = Reopening.objects.filter(
        nonconformity=OuterRef("nonconformity"), round__gt=OuterRef("round"), at__lt=end
    )
    closed = Closing.objects.filter(nonconformity=OuterRef("pk"), at__lt=end).exclude(Exists(reopened))
    found = rows.annotate(corrected=Exists(closed)).order_by("pk")
    return [SpecialDeduction(*row) for row in found.values_list("pk", "number", "deduction_ground", "corrected")]


def late(now: datetime) -> QuerySet[Nonconformity]:
    """Return the open ones whose running stage is past due."""
    return Nonconformity.objects.filter(state__in=_LIVE, next_due_at__lt=now)


def owned(by: Actor) -> QuerySet[Nonconformity]:
    """Return the open ones that a person owns, but for those whose effect others check."""
    rows = Nonconformity.objects.filter(owner_id=by.user_id or 0, state__in=_LIVE)
    return rows.exclude(state=State.EFFECTIVENESS_CHECK)


def to_do(by: Actor) -> QuerySet[PlannedAction]:
    """Return the actions that a person has to carry out."""
    rows = PlannedAction.objects.filter(responsible_id=by.user_id or 0, done_at=None, struck_at=None)
    return rows.filter(nonconformity__state=State.IMPLEMENTING, round=F("nonconformity__round"))


def to_verify(by: Actor, today: date) -> QuerySet[Nonconformity]:
    """Return those whose effect a person can judge now: the day has come, and the person took no part."""
    mine = PlannedAction.objects.filter(nonconformity=OuterRef("pk"), round=OuterRef("round"), struck_at=None)
    took_part = mine.filter(Q(responsible_id=by.user_id or 0) | Q(done_by_id=by.user_id or 0))
    rows = Nonconformity.objects.filter(state=State.EFFECTIVENESS_CHECK, plans__round=F("round"))
    return rows.filter(plans__check_on__lte=today).exclude(owner_id=by.user_id or 0).exclude(Exists(took_part))


def unowned() -> QuerySet[Nonconformity]:
    """Return the open ones that nobody owns yet."""
    return Nonconformity.objects.filter(state__in=_LIVE, owner=None)
