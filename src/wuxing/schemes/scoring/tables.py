"""What scoring works out once for a pack and its points: everything in whole numbers of one small unit. Kept with the pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import lcm
from typing import NamedTuple

from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Part, Proportional, WeightedOf
from wuxing.schemes.packs.structure import Indicator, Pack, metrics_of
from wuxing.schemes.scoring import points
from wuxing.schemes.scoring.exact import exact
from wuxing.schemes.scoring.modes import Curve, Simple, curve_for, grain

PLACES = 10**9  # rulings rarely have more than nine places
MOST_RATIOS = 4096
KEPT = 16  # licensed tables of one pack; one at a time is in use


Simplest = tuple[str | None, Curve | None, bool]
"""A metric and its curve, or for a ruling neither and whether two persons have to be behind it."""


class Slot(NamedTuple):
    """A part of a leaf."""

    mode: Mode
    weight: Decimal
    units: int


class ManualSlot(NamedTuple):
    """The part of a leaf that a person rules on; the first, should there be more."""

    top: int
    units: int
    two_person: bool


class MetricSlot(NamedTuple):
    """A part of a leaf that one metric decides."""

    leaf: str
    top: int
    units: int
    metric: str
    curve: Curve | None  # None: the ratio itself


class MixedSlot(NamedTuple):
    """Any other part of a leaf, such as the worst of several."""

    leaf: str
    top: int
    units: int
    mode: Mode
    parts: tuple[Simplest, ...]  # of the worst of several, each metric, curve and whether two persons rule; else none


@dataclass(frozen=True, slots=True)
class Table:
    """The points in use. A unit is so small that every leaf and every part of one has a whole number of units."""

    points: Mapping[str, Decimal]
    unit: int  # units to a point
    grain: int  # so many to a whole ratio: rulings are whole numbers of it, and so is whatever the modes divide by
    tops: tuple[int, ...]  # units of each level-1 group
    leaves: Mapping[str, tuple[int, int]]  # its level-1 group, its units
    slots: Mapping[str, tuple[Slot, ...]]
    reads: Mapping[str, tuple[str, ...]]  # the metrics of each leaf that has any
    manual: Mapping[str, ManualSlot]
    manual_units: tuple[int, ...]  # of each level-1 group
    metric: tuple[MetricSlot, ...]
    mixed: tuple[MixedSlot, ...]
    memo: dict[str, dict[object, object]] = field(default_factory=dict, repr=False)  # leaves that were explained
    ratios: dict[Decimal, int] = field(default_factory=dict, repr=False)  # in grains, as far as they were asked for

    def grains(self, ratio: Decimal) -> int | None:
        """Return a ratio in whole grains, None when it has more places than a grain."""
        part, whole = exact(ratio)
        if self.grain % whole:
            return None
        if len(self.ratios) > MOST_RATIOS:
            self.ratios.clear()
        found = self.ratios[ratio] = part * self.grain // whole
        return found


@dataclass(frozen=True, slots=True)
class Tables:
    """Both tables of a pack and a licensed table, and the leaves that lack official points."""

    lacking: tuple[str, ...]
    rehearsal: Table
    official: Table  # of the leaves that lack official points, placeholders: it serves when they are excluded


def tables_for(pack: Pack, licensed: Mapping[str, Decimal]) -> Tables:
    """Return the tables of a pack, made once for each licensed table."""
    key = ("tables", frozenset(licensed.items()))
    found = pack.memo.get(key)
    if not isinstance(found, Tables):
        if len(pack.memo) >= KEPT:
            pack.memo.clear()
        placeholders = {leaf.id: leaf.placeholder_points for leaf in pack.leaves}
        merged = {**placeholders, **points.official_points(pack, licensed)}
        found = Tables(points.points_official(pack, licensed), _table(pack, placeholders), _table(pack, merged))
        pack.memo[key] = found
    return found


def parts_of(leaf: Indicator) -> tuple[Part, ...]:
    """Return the parts of a leaf with their weights; one for a leaf that is whole."""
    mode = leaf.mode or Manual()
    return mode.parts if isinstance(mode, WeightedOf) else (Part(Decimal(1), mode),)


def _table(pack: Pack, in_use: Mapping[str, Decimal]) -> Table:
    places = {name: place for place, top in enumerate(pack.children(None)) for name in pack.leaves_under(top.id)}
    parts = [(leaf, part, in_use[leaf.id] * part.weight) for leaf in pack.leaves for part in parts_of(leaf)]
    unit = lcm(*(exact(value)[1] for value in (*in_use.values(), *(value for _leaf, _part, value in parts))))
    slots: dict[str, tuple[Slot, ...]] = {}
    for leaf, part, value in parts:
        slots[leaf.id] = (*slots.get(leaf.id, ()), Slot(part.mode, part.weight, int(value * unit)))
    leaves = {name: (places[name], int(value * unit)) for name, value in in_use.items()}
    manual, metric, mixed = _sorted(slots, places)
    return Table(
        points=in_use,
        unit=unit,
        grain=lcm(PLACES, *(grain(part.mode) for _leaf, part, _value in parts)),
        tops=tuple(sum(units for top, units in leaves.values() if top == place) for place in _tops(pack)),
        leaves=leaves,
        slots=slots,
        reads={leaf.id: named for leaf in pack.leaves if leaf.mode and (named := metrics_of(leaf.mode))},
        manual=manual,
        manual_units=tuple(sum(slot.units for slot in manual.values() if slot.top == place) for place in _tops(pack)),
        metric=metric,
        mixed=mixed,
    )


def _tops(pack: Pack) -> range:
    return range(len(pack.children(None)))


def _sorted(
    slots: Mapping[str, tuple[Slot, ...]], places: Mapping[str, int]
) -> tuple[dict[str, ManualSlot], tuple[MetricSlot, ...], tuple[MixedSlot, ...]]:
    """Return the parts by what decides them, so that the usual ones need no questions."""
    manual: dict[str, ManualSlot] = {}
    metric: list[MetricSlot] = []
    mixed: list[MixedSlot] = []
    for name, several in slots.items():
        for mode, _weight, units in several:
            if isinstance(mode, Manual) and name not in manual:
                manual[name] = ManualSlot(places[name], units, mode.two_person)
            elif isinstance(mode, Binary | Proportional | Ladder | Linear):
                metric.append(MetricSlot(name, places[name], units, *_curve(mode)))
            else:
                mixed.append(MixedSlot(name, places[name], units, mode, _parts(mode)))
    return manual, tuple(metric), tuple(mixed)


def _curve(mode: Simple) -> tuple[str, Curve | None]:
    return mode.metric, None if isinstance(mode, Proportional) else curve_for(mode)


def _parts(mode: Mode) -> tuple[Simplest, ...]:
    found: list[Simplest] = []
    for part in mode.parts if isinstance(mode, MinOf) else ():
        match part:
            case Manual(two_person=two_person):
                found.append((None, None, two_person))
            case MinOf() | WeightedOf():
                return ()
            case _:
                found.append((*_curve(part), False))
    return tuple(found)
