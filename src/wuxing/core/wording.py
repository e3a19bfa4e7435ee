"""Reasons and codes in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, pgettext

from wuxing.core.reasons import Reason


def text(reason: Any) -> str:
    """Return a reason in the active language; other values as they are."""
    if isinstance(reason, Reason):
        values = {key: text(value) for key, value in reason.values.items()}
        return gettext(reason.message) % values if values else gettext(reason.message)
    if isinstance(reason, (list, tuple)):
        return listed(reason)
    return str(reason)


def listed(parts: Iterable[Any]) -> str:
    """Join reasons as a list of the active language does."""
    return pgettext("between the members of a list", ", ").join(text(part) for part in parts)
