"""What a scheme says besides its indicators and metrics, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wuxing.schemes.conditions.tree import Node


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in three languages."""

    zh_hans: str
    zh_hant: str
    en: str

    def in_language(self, code: str) -> str:
        """Return the words for a language code such as zh-hans; English for any other."""
        return {"zh-hans": self.zh_hans, "zh-hant": self.zh_hant}.get(code.lower(), self.en)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as written and as understood."""

    text: str
    tree: Node


@dataclass(frozen=True, slots=True)
class Level:
    """A grade of the scheme, from `min` upward."""

    id: str
    title: Text
    stars: int
    min: Decimal
    max_special_deductions: int
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Veto:
    """A fact that refuses every level."""

    id: str
    title: Text
    condition: Condition


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground for a special deduction."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Rules:
    """How the scheme turns earned points into a score."""

    exclusions_max_points: Decimal
    deduction_points: Decimal
    deduction_fails_at: int
    deduction_reasons: tuple[Reason, ...]
    bonus_points: Decimal
    bonus_max: int
    places: int
    likely: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the scheme rests on."""

    ref: str
    role: str
    title: Text


class Structure(StrEnum):
    """How much of a scheme's tree of indicators is public."""

    COMPLETE = "complete"
    TOP_LEVEL = "top_level"  # the names of the level-1 indicators; everything else is a placeholder
    UNKNOWN = "unknown"  # nothing: the pack has no indicators and cannot be scored


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a scheme is public, and whether it is offered for application. Without a block: everything, and yes."""

    structure: Structure = Structure.COMPLETE
    levels_public: bool = True
    offered: bool = True
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """Which edition this one replaces, where its leaves went, and until when the old one may still be adopted."""

    edition: str
    map: Mapping[str, tuple[str, ...]]  # old leaf to new leaves
    dropped: tuple[str, ...]  # old leaves that nothing stands for any more
    transition_until: date
