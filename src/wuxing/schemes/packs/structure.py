"""What a pack says, as frozen values. `Pack.identity` names it for ever: id@edition#sha256."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Part, Proportional, Step, WeightedOf
from wuxing.schemes.packs.terms import (
    Condition,
    Level,
    Reason,
    Rules,
    Source,
    Standing,
    Structure,
    Succession,
    Text,
    Veto,
)

__all__ = [
    "Binary",
    "Condition",
    "Coverage",
    "Example",
    "Guidance",
    "Indicator",
    "Ladder",
    "LateEntries",
    "Level",
    "Linear",
    "Manual",
    "Metric",
    "MinOf",
    "Mode",
    "Pack",
    "Part",
    "PointsStatus",
    "Proportional",
    "Reason",
    "Rules",
    "Source",
    "Standing",
    "Step",
    "Structure",
    "Succession",
    "Text",
    "Veto",
    "WeightedOf",
    "metrics_of",
]


class PointsStatus(StrEnum):
    """How sure the official points are. Only OFFICIAL counts for a decision."""

    OFFICIAL = "official"
    VERIFIED_SECONDARY = "verified_secondary"
    UNKNOWN = "unknown"


class Coverage(StrEnum):
    """How much of a leaf the records can show."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


def metrics_of(mode: Mode) -> tuple[str, ...]:
    """Return the ids of all metrics that a mode reads, in order."""
    match mode:
        case Manual():
            return ()
        case MinOf(parts=parts):
            return tuple(m for part in parts for m in metrics_of(part))
        case WeightedOf(parts=shares):
            return tuple(m for share in shares for m in metrics_of(share.mode))
        case _:
            return (mode.metric,)


@dataclass(frozen=True, slots=True)
class Guidance:
    """What people need to rule on a leaf: what to look at, which record or document is often missing, who owns it."""

    look: Text
    missing: Text
    owner: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """A clause with points: group (level 1 and 2) or leaf (level 3)."""

    id: str
    parent: str | None
    level: int
    title: Text
    id_status: str
    likely_clause: str | None
    points: Decimal | None
    points_status: PointsStatus
    placeholder_points: Decimal
    # leaves only
    summary: Text | None = None
    deduction: str = ""
    evidence_kinds: tuple[str, ...] = ()
    checks: tuple[Text, ...] = ()
    excludable: bool = False
    procedures: tuple[int, ...] = ()
    coverage: Coverage = Coverage.NONE
    coverage_note: Text | None = None
    guidance: Guidance | None = None
    mode: Mode | None = None

    @property
    def is_leaf(self) -> bool:
        """Say whether points are earned here, not summed."""
        return self.mode is not None


@dataclass(frozen=True, slots=True)
class LateEntries:
    """Records entered later than `after` make the metric unknown when they are more than `max_share`."""

    after: str
    max_share: Decimal


NOW = "now"
"""The window of a metric over what stands on the day of assessment, whatever the records' own dates."""


@dataclass(frozen=True, slots=True)
class Metric:
    """Which records count, which of them conform, over which time.

    Over what stands (`window: now`) a missing `freshness` or `late_entries` is not asked for.
    """

    id: str
    title: Text
    says: Text
    population: str
    where: Condition | None
    conforming: Condition
    window: str
    min_population: int
    freshness: str | None
    late_entries: LateEntries | None

    @property
    def is_standing(self) -> bool:
        """Say whether every record counts that exists on the day of assessment, not those of a period."""
        return self.window == NOW


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: inputs and what must come out. Kept as plain data; `examples.run` compares."""

    id: str
    title: Text
    inputs: Mapping[str, object]
    expected: Mapping[str, object]


@dataclass(frozen=True)
class Pack:
    """A scheme in one edition."""

    id: str
    edition: str
    sha256: str
    title: Text
    notice: Text
    basis: tuple[Source, ...]
    total: Decimal
    rules: Rules
    levels: tuple[Level, ...]
    gates: Mapping[str, Condition]
    vetoes: tuple[Veto, ...]
    cycle: Mapping[str, str]
    indicators: tuple[Indicator, ...]
    metrics: Mapping[str, Metric]
    examples: tuple[Example, ...] = field(repr=False, default=())
    memo: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    levels_memo: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What scoring has worked out for this pack: tables of points, and levels."""
    standing: Standing = field(default_factory=Standing)
    supersedes: Succession | None = None

    @property
    def identity(self) -> str:
        """Return the name that work pins: id@edition#sha256."""
        return f"{self.id}@{self.edition}#{self.sha256}"

    @cached_property
    def by_id(self) -> Mapping[str, Indicator]:
        """Return the indicators by their id."""
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def leaves(self) -> tuple[Indicator, ...]:
        """Return the indicators that earn points, in the order of the standard."""
        return tuple(indicator for indicator in self.indicators if indicator.is_leaf)

    @cached_property
    def _children(self) -> Mapping[str | None, tuple[Indicator, ...]]:
        result: dict[str | None, tuple[Indicator, ...]] = {}
        for indicator in self.indicators:
            result[indicator.parent] = (*result.get(indicator.parent, ()), indicator)
        return result

    def children(self, parent: str | None) -> tuple[Indicator, ...]:
        """Return the indicators directly under `parent`; under None the level-1 ones."""
        return self._children.get(parent, ())

    @cached_property
    def groups_upward(self) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
        """Return every group with the ids of its direct members, the lowest groups first, the whole (None) last."""
        groups = [indicator.id for indicator in reversed(self.indicators) if not indicator.is_leaf]
        return tuple((name, tuple(child.id for child in self.children(name))) for name in [*groups, None])

    @cached_property
    def _leaves_under(self) -> Mapping[str, tuple[str, ...]]:
        result: dict[str, tuple[str, ...]] = {leaf.id: (leaf.id,) for leaf in self.leaves}
        for group, members in self.groups_upward:
            if group is not None:
                result[group] = tuple(leaf for member in members for leaf in result[member])
        return result

    def leaves_under(self, name: str) -> tuple[str, ...]:
        """Return the ids of the leaves under an indicator (of a leaf: itself)."""
        return self._leaves_under[name]
