"""Reasons and codes in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from wuxing.core.reasons import Reason

_WORDS: dict[tuple[str | None, str], str] = {}  # messages without values; as many as the catalogues hold


def quick(message: str) -> str:
    """Return a message in the active language, looked up once a process: for what is drawn fifty times a page."""
    key = (get_language(), message)
    found = _WORDS.get(key)
    if found is None:
        found = _WORDS[key] = gettext(message)
    return found


def text(reason: Any) -> str:
    """Return a reason in the active language; other values as they are."""
    if isinstance(reason, Reason):
        if not reason.values:
            return quick(reason.message)
        values = {key: text(value) for key, value in reason.values.items()}
        return quick(reason.message) % values
    if isinstance(reason, (list, tuple)):
        return listed(reason)
    return str(reason)


def listed(parts: Iterable[Any]) -> str:
    """Join reasons as a list of the active language does."""
    return pgettext("between the members of a list", ", ").join(text(part) for part in parts)
