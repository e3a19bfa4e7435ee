"""Rules of the graph of units: no unit is part of itself or its own successor, and ties end after they began. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from wuxing.core.reasons import Reason, say


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the tree of parts, with its parts under it."""

    asset_id: int
    depth: int
    parts: tuple["Node", ...] = field(default=())


def leads_back(start: int, to: int, onward: Mapping[int, int]) -> bool:
    """Say whether going on from `start` along `onward` comes to `to`; a ring that is there already ends the walk."""
    seen: set[int] = set()
    at: int | None = start
    while at is not None and at not in seen:
        if at == to:
            return True
        seen.add(at)
        at = onward.get(at)
    return False


def why_not_part(part: int, whole: int, parents: Mapping[int, int]) -> Reason | None:
    """Return why a unit cannot be a part of another, or None. `parents` leads from part to whole."""
    if part == whole:
        return say("a unit is not a part of itself")
    return say("that unit is itself a part of this one") if leads_back(whole, part, parents) else None


def why_not_successor(old: int, new: int, successors: Mapping[int, int]) -> Reason | None:
    """Return why a unit cannot replace another, or None. `successors` leads from old to new."""
    if old == new:
        return say("a unit does not replace itself")
    if old in successors:
        return say("this unit was replaced already")
    return say("that unit was itself replaced by this one") if leads_back(new, old, successors) else None


def why_not_tie(on: date, today: date, *, since: date | None, retired: bool, reason: str) -> dict[str, Reason]:
    """Return what is wrong with a change of ties, by field."""
    wrong: dict[str, Reason] = {}
    if on > today:
        wrong["on"] = say("this day is still to come")
    elif since and on < since:
        wrong["on"] = say("what is changed began on %(since)s only", since=since.isoformat())
    if not reason.strip():
        wrong["reason"] = say("say why, in a sentence that others understand")
    if retired:
        wrong["kind"] = say("this unit is out of use")
    return wrong


def forest(units: Iterable[int], parents: Mapping[int, int]) -> tuple[Node, ...]:
    """Return units as trees of parts; every unit stands in them exactly once, even if the ties went in a ring."""
    order = list(dict.fromkeys(units))
    below: dict[int, list[int]] = {}
    for one in order:
        below.setdefault(parents.get(one, 0), []).append(one)
    placed: set[int] = set()

    def node(one: int, depth: int) -> Node:
        placed.add(one)
        return Node(one, depth, tuple(node(part, depth + 1) for part in below.get(one, ()) if part not in placed))

    known = set(order)
    trees = [node(one, 0) for one in order if parents.get(one) not in known]
    trees.extend(node(one, 0) for one in order if one not in placed)
    return tuple(trees)
