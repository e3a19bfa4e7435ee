"""What a plan must hold before it is released, and what a first draft proposes. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from wuxing.certification.onsite_audit.states import Method, Remote
from wuxing.core.reasons import Reason, say

DAY_HOURS = Decimal(7)
"""So many hours of work on site are one person-day: a default of ours, see docs/certification/05-on-site.md."""
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """Who looks at which indicators, where and when."""

    day: date
    starts: time
    ends: time
    site: int
    certifier: int
    method: Method
    leaves: tuple[str, ...]


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def person_days(lines: Iterable[Line]) -> Decimal:
    """计划人日: return the person-days of a plan: hours of each person and day, overlaps once, at most one a day."""
    spans: dict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
    for line in lines:
        spans[line.certifier, line.day].append((_minutes(line.starts), _minutes(line.ends)))
    total = Decimal(0)
    for several in spans.values():
        worked, until = 0, 0
        for start, end in sorted(several):
            worked += max(0, end - max(start, until))
            until = max(until, end)
        total += min(Decimal(1), Decimal(worked) / 60 / DAY_HOURS)
    return total.quantize(_HUNDREDTH, ROUND_HALF_UP)


def by_month(lines: Iterable[Line]) -> dict[str, Decimal]:
    """Return the person-days of lines by month, as 2026-12."""
    months: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        months[f"{line.day:%Y-%m}"].append(line)
    return {month: person_days(several) for month, several in months.items()}


def spread(days: Decimal, first: date) -> dict[str, Decimal]:
    """Lay person-days on the working days from the first one on, at most one a day; return them by month."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    day, left = first, days.quantize(_HUNDREDTH, ROUND_HALF_UP)
    while left > 0:
        if day.weekday() < 5:
            found[f"{day:%Y-%m}"] += min(left, Decimal(1))
            left -= 1
        day += timedelta(days=1)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a plan is held against."""

    sites: Mapping[int, str]  # the chosen ones, by id
    leaves: Sequence[str]  # the applicable ones
    team: frozenset[int]
    contracted: Decimal | None  # person-days of the agreement
    absent: Mapping[int, Sequence[tuple[date, date]]]  # by certifier
    busy: Mapping[int, Sequence[tuple[date, time, time]]]  # by certifier: other released plans
    names: Mapping[int, str]  # of certifiers
    outlets_open: bool = False  # outlets wait to be drawn
    own: Mapping[int, frozenset[str]] = field(default_factory=dict)  # by certifier: their indicators; none: all


def gaps(lines: Sequence[Line], demand: Demand, *, remote: Remote, short_notice_unsaid: bool = False) -> list[Reason]:
    """Return everything that keeps a plan from being released."""
    if not lines:
        return [say("the plan is empty: say who looks at what, where and when")]
    found: list[Reason] = []
    if demand.outlets_open:
        found.append(say("which outlets are visited is not drawn yet"))
    unvisited = [name for site, name in sorted(demand.sites.items()) if site not in {line.site for line in lines}]
    if unvisited:
        found.append(say("not planned yet: %(sites)s", sites=_some(unvisited)))
    planned = {leaf for line in lines for leaf in line.leaves}
    if missing := [leaf for leaf in demand.leaves if leaf not in planned]:
        found.append(say("no part of the plan looks at these indicators: %(leaves)s", leaves=_some(missing)))
    days = person_days(lines)
    if demand.contracted is not None and days < demand.contracted:
        found.append(say("%(planned)s person-days are planned, the agreement says %(contracted)s", planned=days,
                         contracted=demand.contracted.normalize()))  # fmt: skip
    found.extend(_people(lines, demand))
    found.extend(_remote(lines, remote))
    if short_notice_unsaid:
        found.append(say("say why this evaluation comes at short notice"))
    return found


def _people(lines: Sequence[Line], demand: Demand) -> list[Reason]:
    found: dict[str, Reason] = {}
    for one in lines:
        name = demand.names.get(one.certifier, "?")
        if one.certifier not in demand.team:
            found[f"team {name}"] = say("%(name)s is not in the team of this case", name=name)
        if any(first <= one.day <= last for first, last in demand.absent.get(one.certifier, ())):
            found[f"absent {name} {one.day}"] = say("%(name)s is away on %(day)s", name=name, day=one.day.isoformat())
        if any(
            day == one.day and start < one.ends and one.starts < end
            for day, start, end in demand.busy.get(one.certifier, ())
        ):
            found[f"busy {name} {one.day}"] = say(
                "%(name)s is planned in another case on %(day)s", name=name, day=one.day.isoformat()
            )
        mine = demand.own.get(one.certifier)
        if mine and (foreign := [leaf for leaf in one.leaves if leaf not in mine]):
            found[f"own {name}"] = say("%(name)s is not assigned to %(leaves)s", name=name, leaves=_some(foreign))
    return [found[key] for key in sorted(found)]


def _remote(lines: Sequence[Line], remote: Remote) -> list[Reason]:
    far = [line.method is Method.REMOTE for line in lines]
    if remote is Remote.NONE and any(far):
        return [say("the plan has parts at a distance: say so at its head, with the reason")]
    if remote is Remote.PARTLY and not any(far):
        return [say("no part of the plan is at a distance; say at its head that none is")]
    if remote is Remote.WHOLLY and not all(far):
        return [say("every part of an evaluation wholly at a distance is at a distance")]
    return []


def _some(names: Sequence[str], most: int = 6) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


_HALVES = ((time(9), time(12)), (time(13), time(17)))
Slot = tuple[int, date, tuple[time, time]]
_SEEN_ON_SPOT = frozenset({"site_observation", "mystery_shopping"})


@dataclass(frozen=True, slots=True)
class Members:
    """Who shares out the indicators: the leader first; `own`: who is assigned to certain ones only."""

    people: Sequence[int]
    own: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def allowed(self, certifier: int, leaves: Iterable[str]) -> tuple[str, ...]:
        """Return on which of some indicators somebody evaluates."""
        mine = self.own.get(certifier)
        return tuple(leaf for leaf in leaves if not mine or leaf in mine)

    def at_work(self, leaves: Iterable[str]) -> list[int]:
        """Return who has any of these indicators; if nobody, everybody."""
        every = tuple(leaves)
        return [one for one in self.people if self.allowed(one, every)] or list(self.people)

    def shares(self, leaves: Iterable[str]) -> dict[int, list[str]]:
        """Divide indicators: to whom they are assigned, else evenly among those without any of their own, else the leader."""
        shares: dict[int, list[str]] = {one: [] for one in self.people}
        for leaf in leaves:
            named = [one for one in self.people if leaf in self.own.get(one, ())]
            free = [one for one in self.people if not self.own.get(one)]
            taker = min(named or free or self.people[:1], key=lambda one: len(shares[one]))
            shares[taker].append(leaf)
        return shares


def proposed(
    *, first: date, days: Decimal, team: Members, headquarters: Sequence[int], outlets: Sequence[int],
    leaves: Mapping[str, Sequence[str]], method: Method | None = None,
) -> list[Line]:  # fmt: skip
    """计划草案: every indicator at headquarters, to whom it is assigned; an outlet half a day on what is seen there.

    `leaves`: each applicable indicator with its kinds of evidence. `method`: of every line, where one is settled.
    Weekends are left out.
    """
    on_spot = tuple(leaf for leaf, kinds in leaves.items() if _SEEN_ON_SPOT & set(kinds)) or tuple(leaves)
    slots = _slots(first, team.at_work(leaves))
    lines: list[Line] = []

    def add(slot: Slot, site: int, wanted: Sequence[str], usual: Method) -> None:
        certifier, day, (starts, ends) = slot
        seen = tuple(wanted) or team.allowed(certifier, leaves)
        lines.append(Line(day, starts, ends, site, certifier, method or usual, seen))

    shares = team.shares(leaves)
    for site in headquarters:
        taken = [next(slots) for _half in range(max(2 * len(team.people), int(days * 2) - len(outlets)))]
        turns = Counter(who for who, _day, _times in taken)
        done: Counter[int] = Counter()
        for place, slot in enumerate(taken):
            who = slot[0]
            part = shares[who][done[who] :: turns[who]]
            add(slot, site, part, Method.DOCUMENTS if place % 2 == 0 else Method.RECORDS)
            done[who] += 1
    for site in outlets:
        slot = next(slots)
        add(slot, site, team.allowed(slot[0], on_spot), Method.SITE_OBSERVATION)
    while person_days(lines) < days:
        slot = next(slots)
        add(slot, (*outlets, *headquarters)[0], team.allowed(slot[0], on_spot), Method.INTERVIEWS)
    return lines


def _slots(first: date, team: Sequence[int]) -> Iterator[Slot]:
    day = first
    while True:
        if day.weekday() < 5:
            for half in _HALVES:
                for certifier in team:
                    yield certifier, day, half
        day += timedelta(days=1)
