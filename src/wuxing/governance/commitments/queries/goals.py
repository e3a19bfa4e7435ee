"""目标分解表: the goals of a period, what of each was reached, live from the clocks, and the targets behind that."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Func, IntegerField, Q, QuerySet, Value

from wuxing.core import clock
from wuxing.governance.commitments import rules, subjects
from wuxing.governance.commitments.models import Goal, Promise, Target
from wuxing.governance.commitments.queries.shares import KINDS, Page, Share, counts, page_of, share_in

SIZE = 50
MOST = 20_000  # rows of a table that is printed or handed out
COMPANY = "company"
ORDER = ("holder_type", "holder_id", "kind", "area", "product_line", "tier", "month")
Scope = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Goals:
    """A page of goals; `after` asks for the next one."""

    rows: list[Goal]
    after: str


def goals_of(year: int, month: int | None, holder_type: str = "") -> QuerySet[Goal]:
    """Return the goals that stand in a year: of a month, of the whole year (0), or all of them (None)."""
    rows = Goal.objects.filter(year=year, ended_at=None).select_related("owner")
    if month is not None:
        rows = rows.filter(month=month)
    if holder_type:
        rows = rows.filter(holder_type=holder_type)
    return rows.order_by(*ORDER)


def page_of_goals(rows: QuerySet[Goal], after: str = "", size: int = SIZE) -> Goals:
    """Return a page of goals in their order; `after` is the number of the last one of the page before."""
    last = Goal.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 18 else None
    if last:
        beyond, same = Q(), Q()
        for name in ORDER:
            beyond |= same & Q(**{f"{name}__gt": getattr(last, name)})
            same &= Q(**{name: getattr(last, name)})
        rows = rows.filter(beyond)
    found = list(rows[: size + 1])
    return Goals(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def scope_of(one: Goal | Promise) -> Scope:
    """Return which promise a goal is about: its versions share these."""
    return one.kind, one.area, one.product_line, one.tier


def _promises(goals: Iterable[Goal]) -> dict[int, Scope]:
    wanted = {scope_of(goal) for goal in goals}
    rows = Promise.objects.filter(kind__in={scope[0] for scope in wanted}).only(
        "pk", "kind", "area", "product_line", "tier"
    )
    return {row.pk: scope_of(row) for row in rows if scope_of(row) in wanted}


def reached(goals: list[Goal], zone: str) -> dict[int, Share]:
    """Return what was kept behind each goal: one query for each kind of holder, whatever the number of goals."""
    found: dict[int, Share] = {}
    by_type: dict[tuple[str, int], list[Goal]] = defaultdict(list)
    for goal in goals:
        by_type[goal.holder_type, goal.year].append(goal)
    for members in by_type.values():
        found |= _reached(members, zone)
    return found


def _reached(goals: list[Goal], zone: str) -> dict[int, Share]:
    """Return the shares of goals of one kind of holder in one year."""
    promises, kind = _promises(goals), goals[0].holder_type
    spans = [rules.period_of(goal.year, goal.month, zone) for goal in goals]
    rows = Target.objects.filter(
        promise_id__in=promises,
        starts_at__gte=min(span[0] for span in spans),
        starts_at__lt=max(span[1] for span in spans),
    )
    if kind == COMPANY:
        rows = rows.annotate(holder=Value(0))
    else:
        rows = rows.annotate(holder=subjects.holder_of(kind)).filter(holder__in={goal.holder_id for goal in goals})
    month = Func(
        Value("month"),
        Func(Value(zone), F("starts_at"), function="timezone"),
        function="date_part",
        output_field=IntegerField(),
    )
    sums: dict[tuple[int, Scope, int], Share] = defaultdict(Share)
    for row in rows.annotate(in_month=month).values("holder", "promise_id", "in_month").annotate(**counts(clock.now())):
        for key in (int(row["in_month"]), 0):
            at = (row["holder"], promises[row["promise_id"]], key)
            sums[at] = _plus(sums[at], share_in(row))
    return {goal.pk: sums[goal.holder_id, scope_of(goal), goal.month] for goal in goals}


def _plus(one: Share, other: Share) -> Share:
    return Share(**{kind: getattr(one, kind) + getattr(other, kind) for kind in KINDS})


def targets_of_goal(goal: Goal, zone: str, *, kind: str = "", after: str = "") -> Page:
    """Return the targets behind a goal, newest first, 50 a page."""
    begins, ends = rules.period_of(goal.year, goal.month, zone)
    rows = Target.objects.filter(promise_id__in=_promises([goal]), starts_at__gte=begins, starts_at__lt=ends)
    if goal.holder_type != COMPANY:
        rows = rows.annotate(holder=subjects.holder_of(goal.holder_type)).filter(holder=goal.holder_id)
    return page_of(rows, kind=kind, after=after)


def versions_of(goal: Goal) -> QuerySet[Goal]:
    """Return the versions of a goal, newest first."""
    same = {name: getattr(goal, name) for name in (*ORDER, "year")}
    return Goal.objects.filter(**same).select_related("made_by").order_by("-version")[:50]


def year_of(moment: datetime, zone: str) -> int:
    """Return in which year an instant lies in a zone."""
    return moment.astimezone(ZoneInfo(zone)).year
