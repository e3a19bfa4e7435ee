"""利益关系图: whether ties and relations lead from a person to a client, and by which way (ISO/IEC 17065 4.2). Pure."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wuxing.core.reasons import Reason, say

COOLING_YEARS = 2
"""回避期: a tie still counts for so long after its end (ISO/IEC 17065 4.2.10, 7.13.6)."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a task, from the first to the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a person to an organisation; `organisation` is its key, `kind` one of TieKind."""

    organisation: str
    name: str
    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """`head` owns `tail`, advises it, or is in one group with it; both are keys of organisations."""

    head: str
    head_name: str
    tail: str
    tail_name: str
    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: by which kind of link, to which organisation."""

    kind: str
    organisation: str
    name: str
    since: date
    until: date | None = None


Way = tuple[Step, ...]
BACKWARDS = {"owns": "owned_by", "same_group": "same_group"}
"""What a relation is called from its other end. Advice leads one way only: two clients of one adviser are not tied."""


def cooled_on(until: date) -> date:
    """Return the first day on which a tie that ended on a day counts no longer."""
    try:
        return until.replace(year=until.year + COOLING_YEARS)
    except ValueError:  # 29 February
        return date(until.year + COOLING_YEARS, 3, 1)


def counts(since: date, until: date | None, window: Window) -> bool:
    """Say whether a link that ran from one day to another still, or already, counts in a window."""
    return since <= window.last and (until is None or cooled_on(until) > window.first)


def ways_to(goal: str, relations: Iterable[Relation], window: Window) -> dict[str, Way]:
    """Return the shortest way to `goal` from every organisation from which relations lead to it; from itself: none to go."""
    into: dict[str, list[tuple[str, Step]]] = defaultdict(list)
    for head, step in _steps(relations, window):
        into[step.organisation].append((head, step))
    found: dict[str, Way] = {goal: ()}
    waiting = deque([goal])
    while waiting:
        here = waiting.popleft()
        for head, step in into[here]:
            if head not in found:
                found[head] = (step, *found[here])
                waiting.append(head)
    return found


def way(ties: Iterable[Tie], ways: Mapping[str, Way], window: Window) -> Way | None:
    """Return the shortest way that ties open to the goal of `ways`; None where nothing leads there."""
    found = [
        (_first(tie), *ways[tie.organisation])
        for tie in ties
        if tie.organisation in ways and counts(tie.since, tie.until, window)
    ]
    return min(found, key=len, default=None)


def reached(ties: Iterable[Tie], relations: Iterable[Relation], window: Window) -> dict[str, Way]:
    """Return every organisation that ties lead to, directly or over relations, each with the shortest way."""
    out: dict[str, list[Step]] = defaultdict(list)
    for head, step in _steps(relations, window):
        out[head].append(step)
    found: dict[str, Way] = {}
    waiting: deque[str] = deque()
    for tie in ties:
        if tie.organisation not in found and counts(tie.since, tie.until, window):
            found[tie.organisation] = (_first(tie),)
            waiting.append(tie.organisation)
    while waiting:
        here = waiting.popleft()
        for step in out[here]:
            if step.organisation not in found:
                found[step.organisation] = (*found[here], step)
                waiting.append(step.organisation)
    return found


def _first(tie: Tie) -> Step:
    return Step(tie.kind, tie.organisation, tie.name, tie.since, tie.until)


def _steps(relations: Iterable[Relation], window: Window) -> Iterable[tuple[str, Step]]:
    for one in relations:
        if not counts(one.since, one.until, window):
            continue
        yield one.head, Step(one.kind, one.tail, one.tail_name, one.since, one.until)
        if back := BACKWARDS.get(one.kind):
            yield one.tail, Step(back, one.head, one.head_name, one.since, one.until)


def in_words(who: str, steps: Way) -> Reason:
    """Return a way in words: 王敏 → consultancy for 甲公司 until 2025-03-01 → owns → 青禾电器."""
    first, *others = steps
    told = _arrow(who, _dated(_tie_word(first), first.until))
    for step in others:
        told = _arrow(_arrow(told, _dated(relation_word(step.kind), step.until)), step.name)
    return told


def _arrow(here: str, there: str) -> Reason:
    return say("%(here)s → %(there)s", here=here, there=there)


def _dated(link: Reason, until: date | None) -> Reason:
    return say("%(link)s until %(day)s", link=link, day=until.isoformat()) if until else link


def _tie_word(step: Step) -> Reason:
    name = step.name
    if step.kind == "consultancy":
        return say("consultancy for %(name)s", name=name)
    if step.kind == "employment":
        return say("employment at %(name)s", name=name)
    if step.kind == "financial":
        return say("financial interest in %(name)s", name=name)
    return say("family at %(name)s", name=name)


def relation_word(kind: str) -> Reason:
    """Return what a relation is called, read from its head."""
    return {
        "owns": say("owns"),
        "owned_by": say("is owned by"),
        "same_group": say("is in one group with"),
        "consults": say("advises"),
    }[kind]
