"""What scoring takes and what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import InitVar, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol


class Reason(StrEnum):
    """Why a metric's value is unknown."""

    NO_VALUE = "no_value"  # nobody has measured it
    TOO_FEW = "too_few"  # fewer records than the metric asks for
    STALE = "stale"  # no newer record within the freshness, and the source is silent
    LATE = "late"  # too many records entered late
    ERROR = "error"  # a condition could not be decided
    NOT_RULED = "not_ruled"  # a person has to look
    ONE_PERSON = "one_person"  # a person has ruled, another one has to agree


@dataclass(frozen=True, slots=True)
class MetricValue:
    """What the records say: `ok` conforming of `n`. With a `reason` the value is unknown and earns nothing surely."""

    n: int
    ok: int
    reason: Reason | None = None
    last_known: Decimal | None = None  # the last ratio that was known, for the likely score

    @property
    def known(self) -> bool:
        """Say whether the value may be scored."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's ruling on the manual part of a leaf: the ratio of it that is met."""

    ratio: Decimal
    reason: str
    ruled_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A leaf that does not apply, why, and who approved that."""

    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a score depends on, besides the pack."""

    metrics: Mapping[str, MetricValue] = field(default_factory=dict)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    overrides: Mapping[str, Ruling] = field(default_factory=dict)  # in the place of all that would decide the leaf
    exclusions: Mapping[str, Exclusion] = field(default_factory=dict)
    special_deductions: int = 0
    special_bonus: int = 0
    facts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    licensed: Mapping[str, Decimal] = field(default_factory=dict)  # official points, loaded and signed off


class Status(StrEnum):
    """Where an indicator stands. A group of which only a part is known, or whose leaves differ, is MIXED."""

    MET = "met"
    PART = "part"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Interval:
    """Low counts the unknown as nothing, high as everything, likely as declared; None when nothing at all is known."""

    low: Decimal
    likely: Decimal | None
    high: Decimal


@dataclass(frozen=True, slots=True)
class PartResult:
    """One metric (or the manual part) in a leaf, with its share of the leaf's points."""

    metric: str | None
    mode: str
    weight: Decimal
    value: MetricValue | None
    points: Interval
    of: Decimal

    @property
    def known(self) -> bool:
        """Say whether this part is decided."""
        return self.points.low == self.points.high


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """Points of one leaf or group, to four places."""

    id: str
    status: Status
    of: Decimal
    points: Interval
    parts: tuple[PartResult, ...] = ()

    @property
    def proven(self) -> Decimal:
        """Return the points that known evidence earns: the low end."""
        return self.points.low

    @property
    def open(self) -> Decimal:
        """Return the points that are undecided."""
        return self.points.high - self.points.low

    @property
    def lost(self) -> Decimal:
        """Return the points that are surely lost."""
        return self.of - self.points.high


class LossKind(StrEnum):
    """What took hundredths off the score. Bonus, rounding and limit lines may be negative."""

    RECORDS = "records"  # records that do not conform, or a ruling
    UNKNOWN = "unknown"  # nothing known (in the low score only)
    SPECIAL_DEDUCTION = "special_deduction"
    SPECIAL_BONUS = "special_bonus"
    LIMIT = "limit"  # the score is held between 0 and the total
    ROUNDING = "rounding"  # so that the lines add up to the hundredth


@dataclass(frozen=True, slots=True)
class Loss:
    """One line of the explanation, in points of the score."""

    kind: LossKind
    points: Decimal
    indicator: str | None = None
    mode: str | None = None
    metric: str | None = None
    n: int | None = None
    ok: int | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class LevelResult:
    """A level and which ends of the interval reach it; `held_back` names what refuses: gates, vetoes, deductions."""

    id: str
    low: bool
    likely: bool
    high: bool
    held_back: tuple[str, ...] = ()


class Explains(Protocol):
    """What can say how a score came about."""

    def indicators(self) -> Mapping[str, IndicatorResult]:
        """Return groups and leaves by id."""

    def losses(self, score: Interval, *, high: bool) -> tuple[Loss, ...]:
        """Return why one end is not the total."""


_WORKED_OUT: Mapping[str, Callable[[Explains, Interval], object]] = {
    "indicators": lambda explanation, score: explanation.indicators(),
    "losses_low": lambda explanation, score: explanation.losses(score, high=False),
    "losses_high": lambda explanation, score: explanation.losses(score, high=True),
}


@dataclass(frozen=True)
class Readiness:
    """The whole answer for one pack and one set of inputs. How it came about is worked out when it is first asked."""

    pack: str  # identity: id@edition#sha256
    score: Interval
    level_low: str | None
    level_likely: str | None
    level_high: str | None
    levels: tuple[LevelResult, ...]
    applicable: Decimal  # points of the indicators that apply
    known: Decimal  # points decided by evidence; the rest of `applicable` is open
    special_deductions: int
    special_bonus: int
    rehearsal: bool  # True while an applicable leaf lacks official points
    lacking_official: tuple[str, ...]
    explanation: InitVar[Explains]
    indicators: Mapping[str, IndicatorResult] = field(init=False, repr=False)  # groups and leaves by id
    losses_low: tuple[Loss, ...] = field(init=False, repr=False)
    losses_high: tuple[Loss, ...] = field(init=False, repr=False)

    def __post_init__(self, explanation: Explains) -> None:
        self.__dict__["_explanation"] = explanation

    def __getattr__(self, name: str) -> Any:
        """Work out what nobody has asked for yet; called for what is not there only."""
        work_out = _WORKED_OUT.get(name)
        if work_out is None:
            raise AttributeError(name)
        found = self.__dict__[name] = work_out(self.__dict__["_explanation"], self.score)
        return found
