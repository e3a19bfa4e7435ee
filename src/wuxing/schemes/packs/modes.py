"""How metric values become the ratio of a leaf's points: seven modes, as values."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Manual:
    """Unknown until a person rules; with `two_person` until two different persons stand behind the ruling."""

    two_person: bool = False


@dataclass(frozen=True, slots=True)
class Binary:
    """All or nothing: everything, when the metric's ratio is at least `at`."""

    metric: str
    at: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Proportional:
    """In proportion to the conforming records."""

    metric: str


@dataclass(frozen=True, slots=True)
class Step:
    """From the metric's ratio `at` upward the leaf earns `earns` of its points."""

    at: Decimal
    earns: Decimal


@dataclass(frozen=True, slots=True)
class Ladder:
    """The highest step reached decides; below all steps nothing is earned."""

    metric: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """Nothing at `floor` or below, everything from `target` upward, a straight line between."""

    metric: str
    floor: Decimal
    target: Decimal


@dataclass(frozen=True, slots=True)
class MinOf:
    """The worst of several."""

    parts: tuple["Mode", ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a weighted leaf."""

    weight: Decimal
    mode: "Mode"


@dataclass(frozen=True, slots=True)
class WeightedOf:
    """Several, each with its weight; an unknown part stays unknown with its weight."""

    parts: tuple[Part, ...]


Mode = Manual | Binary | Proportional | Ladder | Linear | MinOf | WeightedOf
