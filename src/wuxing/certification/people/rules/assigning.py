"""谁能做: why somebody cannot take a part in a case: work, competence, segregation, conflicts, workload. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from wuxing.certification.cases.states import APART, TEAM, Part
from wuxing.certification.people.rules import graph
from wuxing.certification.people.rules.graph import Tie, Way, Window
from wuxing.core.reasons import Reason, say

REGISTERED = frozenset({Part.LEAD, Part.EVALUATOR})
"""Parts that need a registration as reviewer of services."""
EXPERIENCED = frozenset({Part.LEAD, Part.REVIEWER, Part.DECIDER})
"""Parts that no trainee takes."""
SIGNED_IN = frozenset(Part) - {Part.EVALUATOR, Part.EXPERT}
"""Parts whose steps somebody takes under their own name in the system."""
LEADING = frozenset({"reviewer", "senior"})


class Ground(StrEnum):
    """What kind of rule stands in the way."""

    WORK = "work"
    COMPETENCE = "competence"
    SEGREGATION = "segregation"
    CONFLICT = "conflict"
    WORKLOAD = "workload"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way."""

    ground: Ground
    reason: Reason

    @property
    def overridable(self) -> bool:
        """Say whether the office may go past it with a reason: a full calendar only, never a rule of impartiality."""
        return self.ground is Ground.WORKLOAD


@dataclass(frozen=True, slots=True)
class Skill:
    """What somebody is competent for; an empty trade code stands for every trade."""

    scheme: str
    trade: str
    part: str
    granted_on: date
    until: date


@dataclass(frozen=True, slots=True)
class Busy:
    """Days on site for another case."""

    number: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody takes no work."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Taken:
    """A part that somebody has or ever had in this case."""

    part: Part


@dataclass(frozen=True, slots=True)
class Person:
    """Everything about somebody that the rules ask."""

    name: str
    active: bool
    signs_in: bool
    registration: str
    level: str
    registered_until: date | None
    contract_from: date
    contract_until: date | None
    days_a_month: Decimal
    skills: tuple[Skill, ...] = ()
    ties: tuple[Tie, ...] = ()
    busy: tuple[Busy, ...] = ()
    load: Mapping[str, Decimal] = field(default_factory=dict)  # person-days of other cases by month, as 2026-12
    away: tuple[Away, ...] = ()
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """The part to be taken, for which scheme and trade, on which days; `planned`: the days on site are set."""

    part: Part
    scheme: str
    trade: str
    window: Window
    planned: bool = False
    load: Mapping[str, Decimal] = field(default_factory=dict)  # the person-days it asks for, by month


def why_not_assign(person: Person, task: Task, ways: Mapping[str, Way]) -> Obstacle | None:
    """Return what first keeps a person from a part (17065 4.2, 6.1, 7.5, 7.6), or None. `ways`: to the client, graph.ways_to.

    Impartiality comes first: what cannot be mended is said before what can.
    """
    return next(iter(obstacles(person, task, ways)), None)


def obstacles(person: Person, task: Task, ways: Mapping[str, Way]) -> list[Obstacle]:
    """Return everything that keeps a person from a part, the gravest first."""
    grounds: tuple[tuple[Ground, Reason | None], ...] = (
        (Ground.SEGREGATION, why_not_apart(person.taken, task)),
        (Ground.CONFLICT, why_not_impartial(person, task.window, ways)),
        (Ground.WORK, why_not_working(person, task)),
        (Ground.COMPETENCE, why_not_competent(person.skills, task)),
        (Ground.WORKLOAD, why_not_free(person, task)),
    )
    return [Obstacle(ground, reason) for ground, reason in grounds if reason]


def why_not_apart(taken: Iterable[Taken], task: Task) -> Reason | None:
    """Return why the parts that somebody has had in this case forbid another, or None (7.5, 7.6.2, 7.13.5)."""
    had = {one.part for one in taken}
    if task.part in APART and had & TEAM:
        return say("evaluated this case, so neither reviews nor decides it")
    if task.part in TEAM and had & APART:
        return say("reviews or decides this case, so does not evaluate it")
    if task.part is not Part.APPEAL_HANDLER:
        handles = Part.APPEAL_HANDLER in had
        return say("handles an appeal in this case, so takes no other part in it") if handles else None
    if had - {Part.APPEAL_HANDLER}:
        return say("took part in this case, so handles no complaint or appeal about it")
    return None


def why_not_impartial(person: Person, window: Window, ways: Mapping[str, Way]) -> Reason | None:
    """Return the way of ties and relations from a person to the client, or None (4.2; two years after the end)."""
    found = graph.way(person.ties, ways, window)
    return say("has a tie to the client: %(path)s", path=graph.in_words(person.name, found)) if found else None


def why_not_working(person: Person, task: Task) -> Reason | None:
    """Return why contract or registration do not carry a part, or None (6.1, 7.6.3)."""
    first, last = task.window.first, task.window.last
    if not person.active:
        return say("does not work for the body any more")
    if person.contract_from > first:
        return say("the contract begins only on %(day)s", day=person.contract_from.isoformat())
    if person.contract_until is not None and person.contract_until < last:
        return say("the contract ends on %(day)s", day=person.contract_until.isoformat())
    if task.part in SIGNED_IN and not person.signs_in:
        return say("has no sign-in here, which this part needs")
    if task.part in EXPERIENCED and person.level == "trainee":
        return say("is a trainee, who neither leads nor reviews nor decides")
    return _unregistered(person, task)


def _unregistered(person: Person, task: Task) -> Reason | None:
    if task.part not in REGISTERED:
        return None
    if not person.registration or not person.level:
        return say("is not registered as a reviewer of services")
    if task.part is Part.LEAD and person.level not in LEADING:
        return say("a team is led by a registered reviewer or senior reviewer")
    if person.registered_until is not None and person.registered_until < task.window.last:
        return say("the registration ends on %(day)s", day=person.registered_until.isoformat())
    return None


def why_not_competent(skills: Iterable[Skill], task: Task) -> Reason | None:
    """Return why no competence covers scheme, trade, part and days, or None (6.1)."""
    fitting = [s for s in skills if s.scheme == task.scheme and s.part == task.part and s.trade in ("", task.trade)]
    if any(s.granted_on <= task.window.first and s.until >= task.window.last for s in fitting):
        return None
    if fitting and all(s.granted_on > task.window.first for s in fitting):
        return say("the competence for this begins on %(day)s", day=min(s.granted_on for s in fitting).isoformat())
    if fitting:
        return say("the competence for this ends on %(day)s", day=max(s.until for s in fitting).isoformat())
    if task.trade:
        return say("has no competence for this part in trade %(trade)s", trade=task.trade)
    return say("has no competence for this part in every trade, which this case needs")


def why_not_free(person: Person, task: Task) -> Reason | None:
    """Return what else is planned on the days on site, or None. Reviews and decisions are not planned by the day."""
    if task.part not in TEAM or not task.planned:
        return None
    window = task.window
    for away in person.away:
        if _meet(away.first, away.last, window):
            return say("is away from %(first)s to %(last)s", first=away.first.isoformat(), last=away.last.isoformat())
    for busy in person.busy:
        if _meet(busy.first, busy.last, window):
            day = max(busy.first, window.first)
            return say("is on site for %(case)s on %(day)s", case=busy.number, day=day.isoformat())
    for month, days in sorted(task.load.items()):
        others = person.load.get(month, Decimal(0))
        if others + days > person.days_a_month:
            return say(
                "has %(planned)s days planned in %(month)s; with this case they would be %(all)s of %(most)s",
                planned=plain(others), month=month, all=plain(others + days), most=plain(person.days_a_month),
            )  # fmt: skip
    return None


def plain(days: Decimal) -> str:
    """Return a number of days without needless zeros."""
    return f"{days.normalize():f}"


def _meet(first: date, last: date, window: Window) -> bool:
    return first <= window.last and last >= window.first


def why_not_cover(team: Iterable[tuple[Person, Task]]) -> Reason | None:
    """Return why a team does not cover its case, or None: led by a registered reviewer, together competent (6.1, 7.3)."""
    members = list(team)
    leads = [(person, task) for person, task in members if task.part is Part.LEAD]
    if not leads:
        return say("assign a team leader first")
    for person, task in leads:
        if reason := why_not_working(person, task):
            return say("team leader %(name)s: %(reason)s", name=person.name, reason=reason)
    if all(why_not_competent(person.skills, task) for person, task in members):
        trade = members[0][1].trade
        return say("nobody in the team is competent for scheme and trade %(trade)s on these days", trade=trade or "—")
    return None


def why_not_end_tie(since: date, until: date, today: date, *, own: bool) -> Reason | None:
    """Return why a tie cannot end on a day, or None. Who has a tie cannot shorten its cooling-off."""
    if until < since:
        return say("the end lies before the beginning")
    if until > today:
        return say("the end lies in the future; write it down when it has come")
    if own and until < today - timedelta(days=31):
        return say("an end longer ago than a month is written down by somebody else")
    return None
