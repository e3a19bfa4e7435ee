"""The one history of a case: its ledger entries in words, newest first, by day."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.service.repair.queries import pages
from wuxing.service.repair.rules.persons import without_names
from wuxing.service.repair.views.addresses import proof_of
from wuxing.service.repair.views.said import said
from wuxing.service.repair.views.words import day_label, local

LATE = timedelta(minutes=1)


def _doors() -> dict[str, str]:
    return {
        "api": _("through the API"),
        "job": _("by the system"),
        "command": _("history loaded at once"),
        "import": _("imported"),
    }


def _without_names(entries: list[tuple[Any, ...]], request_id: int) -> list[tuple[Any, ...]]:
    """Return entries, newest first, without names of people."""
    whole = pages.organisations_in(request_id, [entry[7] for entry in entries])
    return [
        (*entry[:7], without_names(entry[1], entry[7], whole) if entry[7] else entry[7], *entry[8:])
        for entry in entries
    ]


def _row(entry: tuple[Any, ...], zone: str, doors: dict[str, str], *, provable: bool) -> dict[str, Any]:
    pk, event, name, channel, source, occurred, recorded, payload, sealed = entry
    words = said(event, payload, zone)
    happened = local(occurred, zone)
    lag = ""
    loaded = channel in (
        "import",
        "command",
    )  # a whole history at once: one time of recording says nothing about each row
    if recorded - occurred > LATE and not loaded:
        received = local(recorded, zone)
        both = "%H:%M" if received.date() == happened.date() else "%m-%d %H:%M"
        lag = _("happened %(happened)s, received %(received)s") % {
            "happened": f"{happened:{both}}",
            "received": f"{received:{both}}",
        }
    told_by = str((payload or {}).get("by", "")) if loaded else ""
    by = " · ".join(part for part in (told_by or name or "", source or doors.get(channel, ""), words.note) if part)
    return {
        "day": happened.date(),
        "time": f"{happened:%H:%M}",
        "at": happened.isoformat(timespec="minutes"),
        "icon": words.icon,
        "kind": words.kind,
        "text": words.text,
        "was": words.was,
        "becomes": words.becomes,
        "by": by,
        "lag": lag,
        "entry": pk if sealed else None,
        "url": proof_of(pk) if provable else "",
    }


def by_days(
    entries: list[tuple[Any, ...]], by: Actor, *, request_id: int, only: str = ""
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the timeline of a case for wx/timeline.html as this person may see it; `only` keeps one kind ("correction")."""
    doors, today, zone = _doors(), clock.today(by.zone), by.zone
    entries = sorted(entries, key=lambda e: (e[5], e[0]), reverse=True)
    if not by.may(Permission.CUSTOMER_REVEAL):
        entries = _without_names(entries, request_id)
    rows = [_row(entry, zone, doors, provable=by.may(Permission.LEDGER_READ)) for entry in entries]
    days: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        if not only or row["kind"] == only:
            days.setdefault(row["day"], []).append(row)
    return [(day_label(day, today), members) for day, members in days.items()]
