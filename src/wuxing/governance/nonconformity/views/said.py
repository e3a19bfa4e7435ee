"""What each ledger event of a nonconformity says, and the timeline of them, newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.governance.nonconformity.rules.words import CATEGORIES, GROUNDS, SEVERITIES, TERMS, VERDICTS
from wuxing.governance.nonconformity.views.words import word

Payload = dict[str, Any]
LATE = timedelta(minutes=1)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Said:
    """A row of the timeline in words; a correction shows what was and what it became."""

    icon: str
    text: str
    note: str = ""
    kind: str = ""
    was: str = ""
    becomes: str = ""


def _reason(payload: Payload) -> str:
    return _("reason: %(reason)s") % {"reason": payload["reason"]} if payload.get("reason") else ""


def _report(p: Payload) -> Said:
    origin = _("raised from %(number)s") % {"number": p["origin"]} if p.get("origin") else ""
    text = _("Reported as %(severity)s: %(title)s") % {
        "severity": word(SEVERITIES, p.get("severity")),
        "title": p.get("title", ""),
    }
    return Said("flag", text, origin, "proof")


def _contain(p: Payload) -> Said:
    return Said("shield-check", _("Done at once: %(what)s") % {"what": p.get("what", "")})


def _analyse(p: Payload) -> Said:
    values = {"cause": p.get("root_cause", ""), "category": word(CATEGORIES, p.get("category"))}
    text = (
        _("Cause found again: %(cause)s (%(category)s)")
        if p.get("again")
        else _("Cause found: %(cause)s (%(category)s)")
    )
    return Said("search", text % values, p.get("evidence", ""), "correction" if p.get("again") else "")


def _plan(p: Payload) -> Said:
    count = len(p.get("actions") or ())
    text = _("Planned, %(count)s actions: %(first)s")
    first = str((p.get("actions") or [{}])[0].get("what", ""))
    note = _("effect: %(criterion)s, from %(day)s") % {
        "criterion": p.get("criterion", ""),
        "day": p.get("check_on", ""),
    }
    return Said("list-check", text % {"count": count, "first": first}, note)


def _check(p: Payload) -> Said:
    text = _("Effect judged: %(verdict)s") % {"verdict": word(VERDICTS, p.get("verdict"))}
    good = p.get("verdict") == "effective"
    note = " · ".join(part for part in (p.get("evidence"), p.get("record")) if part)
    return Said("clipboard-check", text, note, "proof" if good else "")


def _severity(p: Payload) -> Said:
    was, becomes = (word(SEVERITIES, p.get(name)) for name in ("before", "after"))
    return Said("scale", _("Severity corrected:"), _reason(p), "correction", was, becomes)


def _stage(p: Payload) -> str:
    return word(TERMS, p.get("stage"))


def _moved(p: Payload) -> Said:
    was, becomes = (str(p.get(name, ""))[:10] for name in ("before", "after"))
    return Said(
        "calendar", _("Due day moved, %(stage)s:") % {"stage": _stage(p)}, _reason(p), "correction", was, becomes
    )


def _unmark(p: Payload) -> Said:
    was = word(GROUNDS, p.get("before"))
    return Said("arrow-back-up", _("Special deduction taken back:"), _reason(p), "correction", was, _("none"))


def _completed(p: Payload) -> Said:
    note = " · ".join(part for part in (p.get("result"), p.get("record")) if part)
    return Said("check", _("Action done: %(what)s") % {"what": p.get("what", "")}, note)


EVENTS: dict[str, Callable[[Payload], Said]] = {
    "report": _report,
    "contain": _contain,
    "analyse": _analyse,
    "plan": _plan,
    "start": lambda p: Said("player-play", _("Plan approved; the actions begin")),
    "add_action": lambda p: Said("plus", _("Action added: %(what)s") % {"what": p.get("what", "")}),
    "strike_action": lambda p: Said(
        "x", _("Action struck:"), _reason(p), "correction", str(p.get("what", "")), _("none")
    ),
    "complete_action": _completed,
    "check_effectiveness": _check,
    "close": lambda p: Said("check", _("Closed as effective"), p.get("text", ""), "proof"),
    "reopen": lambda p: Said("refresh", _("Opened again, round %(round)s") % {"round": p.get("round", "")}, _reason(p)),
    "cancel": lambda p: Said("ban", _("Found to be none"), _reason(p)),
    "assign": lambda p: Said("user", _("Owner: %(name)s") % {"name": p.get("owner", "")}),
    "correct_severity": _severity,
    "move_due": _moved,
    "mark_deduction": lambda p: Said(
        "alert-octagon", _("Named a special deduction: %(ground)s") % {"ground": word(GROUNDS, p.get("ground"))}
    ),
    "unmark_deduction": _unmark,
    "escalate": lambda p: Said("bell", _("Overdue, put before the manager: %(stage)s") % {"stage": _stage(p)}),
}


def said(event: str, payload: Payload | None) -> Said:
    """Return what an entry says; a file kept, and an event that has no words, stand by their names."""
    if event == "file.keep":
        return Said("file-text", _("File kept: %(name)s") % {"name": (payload or {}).get("name", "")})
    tell = EVENTS.get(event.partition(".")[2])
    return tell(payload or {}) if tell else Said("history", event)


def _label(day: date, today: date) -> str:
    names = {0: _("Today"), 1: _("Yesterday")}
    text = f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
    return " ".join(part for part in (names.get((today - day).days, ""), text, _(WEEKDAYS[day.weekday()])) if part)


def _row(entry: Any, *, provable: bool) -> dict[str, Any]:
    words = said(entry.event, entry.payload)
    happened = timezone.localtime(entry.occurred_at)
    by = entry.actor.name if entry.actor else _("by the system")
    return {
        "time": f"{happened:%H:%M}",
        "at": happened.isoformat(timespec="minutes"),
        "icon": words.icon,
        "kind": words.kind,
        "text": words.text,
        "was": words.was,
        "becomes": words.becomes,
        "by": by,
        "note": words.note,
        "lag": _lag(entry.recorded_at, happened),
        "entry": entry.pk if entry.sealed else None,
        "url": reverse("core:entry", args=[entry.pk]) if provable else "",
    }


def _lag(recorded_at: datetime, happened: datetime) -> str:
    if recorded_at - happened <= LATE:
        return ""
    return _("happened %(happened)s, received %(received)s") % {
        "happened": f"{happened:%m-%d %H:%M}",
        "received": f"{timezone.localtime(recorded_at):%m-%d %H:%M}",
    }


def by_days(entries: list[Any], zone: str, *, provable: bool) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the timeline for wx/timeline.html, newest first."""
    days: dict[date, list[dict[str, Any]]] = {}
    for entry in sorted(entries, key=lambda one: (one.occurred_at, one.pk), reverse=True):
        days.setdefault(timezone.localtime(entry.occurred_at).date(), []).append(_row(entry, provable=provable))
    today = clock.today(zone)
    return [(_label(day, today), rows) for day, rows in days.items()]
