"""Times, durations, states and codes as the reader of a page reads them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.translation import ngettext

from wuxing.core import clock, wording
from wuxing.core.reasons import Reason, say
from wuxing.core.wording import quick as _
from wuxing.service.repair.rules import STATE_WORDS
from wuxing.service.repair.rules.promises import standing
from wuxing.service.repair.rules.words import HOLDS

ORDER_LOOKS: Mapping[str, str] = {
    "draft": "unknown",
    "qualified": "waiting",
    "scheduled": "waiting",
    "dispatched": "waiting",
    "in_progress": "ontime",
    "on_hold": "waiting",
    "work_done": "waiting",
    "reviewed": "waiting",
    "closed": "done",
    "reopened": "risk",
    "cannot_complete": "late",
    "cancelled": "excluded",
}
REQUEST_LOOKS: Mapping[str, str] = {
    "new": "waiting",
    "triaged": "waiting",
    "converted": "done",
    "answered_remotely": "done",
    "merged": "excluded",
    "rejected": "excluded",
}
VISIT_LOOKS: Mapping[str, str] = {
    "proposed": "unknown",
    "confirmed": "waiting",
    "assigned": "waiting",
    "accepted": "waiting",
    "declined": "excluded",
    "en_route": "ontime",
    "arrived": "ontime",
    "working": "ontime",
    "paused": "waiting",
    "completed": "done",
    "partial": "risk",
    "no_access": "late",
    "taken_back": "done",
    "rescheduled": "excluded",
    "cancelled": "excluded",
}
WARRANTY_LOOKS: Mapping[str, str] = {
    "in_warranty": "done",
    "goodwill": "done",
    "recall": "done",
    "contract": "done",
    "out_of_warranty": "waiting",
    "unknown": "unknown",
}
ORDER_WORDS: Mapping[str, Reason] = {
    **STATE_WORDS,
    "draft": say("record incomplete"),
    "qualified": say("not dispatched"),
    "in_progress": say("under repair"),
}


def word(words: Mapping[str, Reason], code: str | None) -> str:
    """Return the word for a code in the reader's language; a code nobody has named stands as it is."""
    return wording.text(words.get(code, code)) if code else ""


def order_state(state: str, hold_reason: str = "") -> tuple[str, str]:
    """Return look and word of an order's state; a held one says what it waits for."""
    if state == "on_hold" and hold_reason:
        return ORDER_LOOKS[state], word(HOLDS, hold_reason)
    return ORDER_LOOKS[state], word(ORDER_WORDS, state)


def visit_state(state: str) -> tuple[str, str]:
    """Return look and word of a visit's state."""
    return VISIT_LOOKS[state], word(STATE_WORDS, state)


def local(value: datetime, zone: str) -> datetime:
    """Return an instant on the clock of a zone."""
    return value.astimezone(ZoneInfo(zone))


def at(value: datetime | None, zone: str) -> str:
    """Return date and time: 2026-11-18 09:44."""
    return f"{local(value, zone):%Y-%m-%d %H:%M}" if value else "—"


def near(value: datetime | None, zone: str) -> str:
    """Return the time of today, and of other days with the day: 09:44, 11-17 17:06, 2025-11-17."""
    if value is None:
        return "—"
    here, today = local(value, zone), clock.today(zone)
    if here.date() == today:
        return _("today %(time)s") % {"time": f"{here:%H:%M}"}
    return f"{here:%m-%d %H:%M}" if here.year == today.year else f"{here:%Y-%m-%d}"


def day_label(day: date, today: date) -> str:
    """Return a day with its name and weekday: today 11-18 Wed."""
    weekdays = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    text = f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
    names = {0: _("Today"), 1: _("Yesterday"), -1: _("Tomorrow")}
    name = names.get((today - day).days, "")
    return " ".join(part for part in (name, text, weekdays[day.weekday()]) if part)


def slot_words(slot: Any, zone: str, *, day: bool = True) -> str:
    """Return a window: 11-18 09:00–10:00, or only its times."""
    begins, ends = local(slot.lower, zone), local(slot.upper, zone)
    times = f"{begins:%H:%M}–{ends:%H:%M}"
    if not day:
        return times
    return f"{begins:%m-%d} {times}" if begins.year == clock.today(zone).year else f"{begins:%Y-%m-%d} {times}"


def length(value: timedelta, *, working: bool = False) -> str:
    """Return a duration in its two largest units: 5 小时 36 分; working time has no days of 24 hours."""
    minutes = int(abs(value.total_seconds()) // 60)
    days, rest = (0, minutes) if working else divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
    if hours:
        parts.append(_("%(count)d h") % {"count": hours})
    if left and not days:
        parts.append(_("%(count)d min") % {"count": left})
    return " ".join(parts) or _("%(count)d min") % {"count": 0}


def brief(value: timedelta) -> str:
    """Return a duration for a narrow place: 0:42, 2 d 3 h."""
    minutes = int(abs(value.total_seconds()) // 60)
    if minutes >= 1440:
        days, rest = divmod(minutes, 1440)
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": rest // 60}
    return f"{minutes // 60}:{minutes % 60:02d}"


def ago(value: datetime, now: datetime, zone: str) -> str:
    """Return how long ago something happened, as far as a day; then the date."""
    minutes = int((now - value).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("%(count)d min ago") % {"count": minutes}
    if minutes < 1440:
        return _("%(count)d h ago") % {"count": minutes // 60}
    return near(value, zone)


def promise(
    state: str, due: datetime | None, kind: str, broken: int, now: datetime, *, hold: bool = False
) -> tuple[str, str]:
    """Return look and word of the promise that counts next, for a list."""
    if state == "cancelled":
        return "excluded", _("does not count")
    if due is not None:
        look = standing(kind, due, now)
        text = _("%(time)s over") if look == "late" else _("%(time)s left")
        return look, text % {"time": brief(due - now)}
    if broken:
        return "late", ngettext("%(count)d broken", "%(count)d broken", broken) % {"count": broken}
    if hold:
        return "waiting", _("clock paused")
    return ("done", _("promise kept")) if state in ("closed", "work_done", "reviewed") else ("waiting", _("no promise"))


@lru_cache(maxsize=4096)
def badge(look: str, text: str, *, bare: bool = False) -> str:
    """Return a state badge drawn by the component; the same one is drawn once a process."""
    return render_to_string("service/repair/badge.html", {"look": look, "text": text, "bare": bare})
