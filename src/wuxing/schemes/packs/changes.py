"""One thing that differs between two editions, as data and in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.terms import Text

SHOWN = 100
"""Characters of a pack's text in a sentence; the whole of it is in the data."""

Value = Reason | Text | str | None
"""What an entry holds, ready to be shown; None when it is not there."""


class What(StrEnum):
    """What it is that differs."""

    SCHEME = "scheme"
    GROUP = "group"
    LEAF = "leaf"
    METRIC = "metric"
    LEVEL = "level"
    GATE = "gate"
    VETO = "veto"
    GROUND = "ground"  # for a special deduction
    SOURCE = "source"
    EXAMPLE = "example"


class Kind(StrEnum):
    """How it differs."""

    ADDED = "added"
    REMOVED = "removed"
    RENUMBERED = "renumbered"
    MOVED = "moved"  # to another group
    SPLIT = "split"
    MERGED = "merged"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `old` and `new` are ids; `entry` and its two values are there when something is CHANGED."""

    what: What
    kind: Kind
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    title: Text | None = None
    entry: str = ""
    before: Value = None
    after: Value = None

    def words(self, language: str = "en") -> Reason:
        """Return the difference as a sentence, with the pack's own texts in `language`."""
        return _SENTENCES[self.kind](self, language)

    def data(self) -> dict[str, Any]:
        """Return the difference as plain data."""
        return {
            "what": self.what.value,
            "kind": self.kind.value,
            "old": list(self.old),
            "new": list(self.new),
            "title": plain(self.title),
            "entry": self.entry,
            "before": plain(self.before),
            "after": plain(self.after),
            "words": str(self.words()),
        }


def plain(value: Value) -> Any:
    """Return a value as plain data: a text in its three languages, everything else as English text."""
    if isinstance(value, Text):
        return {"zh-Hans": value.zh_hans, "zh-Hant": value.zh_hant, "en": value.en}
    return None if value is None else str(value)


_NAMES: Mapping[What, Callable[[str], Reason]] = {
    What.METRIC: lambda name: say("metric %(name)s", name=name),
    What.LEVEL: lambda name: say("level %(name)s", name=name),
    What.GATE: lambda name: say("gate %(name)s", name=name),
    What.VETO: lambda name: say("veto %(name)s", name=name),
    What.GROUND: lambda name: say("ground %(name)s for a special deduction", name=name),
    What.SOURCE: lambda name: say("source %(name)s", name=name),
    What.EXAMPLE: lambda name: say("example %(name)s", name=name),
}

ENTRIES: Mapping[str, Reason] = {
    "title": say("title"),
    "notice": say("notice"),
    "total": say("total"),
    "points": say("official points"),
    "points_status": say("how sure the points are"),
    "placeholder_points": say("placeholder points"),
    "summary": say("summary"),
    "deduction": say("way of deducting"),
    "evidence": say("kinds of evidence"),
    "checks": say("what is looked at"),
    "guidance": say("guidance"),
    "excludable": say("may be excluded"),
    "procedures": say("control procedures"),
    "coverage": say("how much records can show"),
    "coverage_note": say("what records cannot show"),
    "scoring": say("scoring"),
    "says": say("what it says"),
    "population": say("population"),
    "where": say("which records count"),
    "conforming": say("which records conform"),
    "window": say("period"),
    "min_population": say("records needed"),
    "freshness": say("newest record within"),
    "late_entries": say("late entries"),
    "stars": say("stars"),
    "min": say("points needed"),
    "max_special_deductions": say("special deductions allowed"),
    "gates": say("gates"),
    "condition": say("condition"),
    "role": say("role of the source"),
    "given": say("what is given"),
    "expected": say("what must come out"),
    "exclusions": say("points that may be excluded"),
    "deduction_points": say("points of a special deduction"),
    "deduction_fails_at": say("special deductions that fail"),
    "bonus_points": say("points of the special bonus"),
    "bonus_max": say("special bonuses allowed"),
    "places": say("places of the score"),
    "likely": say("what stands for the unknown"),
    "validity": say("validity of a certificate"),
    "surveillance_max_gap": say("longest time between surveillances"),
    "extension_max": say("longest extension"),
    "recertification_window": say("time for recertification"),
    "structure": say("how much of the tree is public"),
    "levels_public": say("levels are public"),
    "offered": say("offered for application"),
    "note": say("note"),
}


def _named(change: Change, ids: tuple[str, ...], language: str) -> str:
    if change.what in _NAMES:
        return _NAMES[change.what](ids[0])
    names = ", ".join(ids)
    if change.title is None:
        return names
    return f"{names} {change.title.in_language(language)}"


def _in(value: Value, language: str) -> str:
    if value is None:
        return say("nothing")
    if not isinstance(value, Text):
        return value
    words = value.in_language(language)
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"


def _added(change: Change, language: str) -> Reason:
    name = _named(change, change.new, language)
    if change.after is None:
        return say("%(name)s is new", name=name)
    return say("%(name)s is new: %(what)s", name=name, what=_in(change.after, language))


def _removed(change: Change, language: str) -> Reason:
    return say("%(name)s is no longer there", name=_named(change, change.old, language))


def _renumbered(change: Change, language: str) -> Reason:
    return say("%(old)s is now %(name)s", old=change.old[0], name=_named(change, change.new, language))


def _moved(change: Change, language: str) -> Reason:
    return say(
        "%(old)s is now %(name)s, moved from %(before)s to %(after)s",
        old=change.old[0],
        name=_named(change, change.new, language),
        before=_in(change.before, language),
        after=_in(change.after, language),
    )


def _split(change: Change, language: str) -> Reason:
    return say("%(name)s is split into %(new)s", name=_named(change, change.old, language), new=", ".join(change.new))


def _merged(change: Change, language: str) -> Reason:
    return say("%(old)s are merged into %(name)s", old=", ".join(change.old), name=_named(change, change.new, language))


def _changed(change: Change, language: str) -> Reason:
    entry = ENTRIES.get(change.entry, change.entry)
    before, after = _in(change.before, language), _in(change.after, language)
    if not change.new:
        return say("%(entry)s: %(before)s → %(after)s", entry=entry, before=before, after=after)
    name = _named(change, change.new, language)
    return say("%(name)s, %(entry)s: %(before)s → %(after)s", name=name, entry=entry, before=before, after=after)


_SENTENCES: Mapping[Kind, Callable[[Change, str], Reason]] = {
    Kind.ADDED: _added,
    Kind.REMOVED: _removed,
    Kind.RENUMBERED: _renumbered,
    Kind.MOVED: _moved,
    Kind.SPLIT: _split,
    Kind.MERGED: _merged,
    Kind.CHANGED: _changed,
}
