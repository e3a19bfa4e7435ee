"""Codes, states and days as the reader of a page reads them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wuxing.core import wording
from wuxing.core.reasons import Reason
from wuxing.governance.nonconformity.rules.words import STATES
from wuxing.governance.nonconformity.states import ENDED, Unit

LOOKS: Mapping[str, str] = {
    "open": "waiting",
    "contained": "ontime",
    "analysed": "ontime",
    "planned": "ontime",
    "implementing": "ontime",
    "effectiveness_check": "ontime",
    "closed": "done",
    "reopened": "risk",
    "cancelled": "excluded",
}
SOON_DAYS = 2


def word(words: Mapping[str, Reason], code: str | None) -> str:
    """Return the word for a code in the reader's language; a code nobody has named stands as it is."""
    return wording.text(words.get(code, code)) if code else ""


def state(code: str) -> tuple[str, str]:
    """Return look and word of a state."""
    return LOOKS[code], word(STATES, code)


def day(value: datetime | None) -> str:
    """Return the date in the active zone."""
    return f"{timezone.localtime(value):%Y-%m-%d}" if value else "—"


def minute(value: datetime | None) -> str:
    """Return date and time in the active zone."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else "—"


def due(code: str, due_at: datetime | None, now: datetime, late_stages: int = 0) -> tuple[str, str]:
    """Return look and words of what is due next."""
    if code in ENDED or due_at is None:
        if code == "cancelled":
            return "excluded", _("does not count")
        if late_stages:
            return "late", ngettext("%(count)d stage late", "%(count)d stages late", late_stages) % {
                "count": late_stages
            }
        return ("done", _("in time")) if code == "closed" else ("waiting", "—")
    days = (timezone.localtime(due_at).date() - timezone.localtime(now).date()).days
    if due_at < now:
        over = max(-days, 1)
        return "late", ngettext("%(count)d day over", "%(count)d days over", over) % {"count": over}
    look = "risk" if days <= SOON_DAYS else "ontime"
    if days == 0:
        return look, _("due today")
    return look, ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def length(count: int | None, unit: str) -> str:
    """Return how long a stage may take."""
    if count is None:
        return _("until the day set in the plan")
    text = _("%(count)s working days") if unit == Unit.WORKING_DAYS else _("%(count)s calendar days")
    return text % {"count": count}


def facts(*pairs: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return label and value pairs for wx/facts.html; those without value are left out."""
    return [pair for pair in pairs if pair[1]]
