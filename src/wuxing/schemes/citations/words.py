"""A citation in the reader's language: states, kinds, and how sure we are."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wuxing.schemes.citations.registry import Citation, Kind, Levels, Mark, State
from wuxing.schemes.packs.structure import Structure, Text


def text(words: Text | None) -> str:
    """Return the words of the register in the active language, nothing where it has none."""
    return words.in_language(get_language() or "zh-hans") if words else ""


def title(citation: Citation) -> str:
    """Return the true title, or that it is not known."""
    return text(citation.title) or _("title unknown")


def states() -> dict[State, tuple[str, str]]:
    """Return for each state the badge and the word."""
    return {
        State.CURRENT: ("done", pgettext("of a standard", "current")),
        State.REPLACED: ("late", pgettext("of a standard", "replaced")),
        State.ABOLISHED: ("late", pgettext("of a standard", "abolished")),
        State.UNKNOWN: ("unknown", pgettext("of a standard", "state unknown")),
    }


def kinds() -> dict[Kind, str]:
    """Return the words for whose standard it is."""
    return {
        Kind.NATIONAL: pgettext("kind of standard", "national standard"),
        Kind.TRADE: pgettext("kind of standard", "trade standard"),
        Kind.GROUP: pgettext("kind of standard", "group standard"),
        Kind.PRIVATE: pgettext("kind of standard", "a body's own specification"),
        Kind.UNKNOWN: pgettext("kind of standard", "kind unknown"),
    }


def mark(citation: Citation) -> tuple[str, str]:
    """Return badge and words for how sure the title is."""
    return {
        Mark.VERIFIED: ("done", _("title seen in public pages")),
        Mark.MEMORY: ("risk", _("title from memory, not verified")),
        Mark.UNKNOWN: ("unknown", _("no title found")),
    }[citation.mark]


def levels(citation: Citation) -> str:
    """Return how much of its grades is public."""
    return {
        Levels.PUBLIC: pgettext("grades of a standard", "public"),
        Levels.PARTLY: pgettext("grades of a standard", "public in part"),
        Levels.NONE: pgettext("grades of a standard", "it has none"),
        Levels.UNKNOWN: pgettext("grades of a standard", "unknown"),
    }[citation.levels]


def structure(citation: Citation) -> str:
    """Return how much of its tree of indicators is public."""
    return {
        Structure.COMPLETE: pgettext("structure of a standard", "public"),
        Structure.TOP_LEVEL: pgettext("structure of a standard", "top level only, by name"),
        Structure.UNKNOWN: pgettext("structure of a standard", "unknown"),
    }[citation.structure]
