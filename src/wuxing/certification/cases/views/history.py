"""What happened in a case, newest first: one row for each entry of the ledger."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wuxing.certification.cases import words
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.cases.views.events import EVENTS
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.views import area_of
from wuxing.core.notices import words as notices

MOST = 100
_ICONS = {
    "case": "switch-horizontal",
    "application": "inbox",
    "agreement": "signature",
    "paper": "file-text",
    "audit": "clipboard-check",
    "finding": "flag",
    "score": "gauge",
    "decision": "scale",
    "certificate": "certificate",
    "surveillance": "calendar-time",
    "appeal": "message-report",
    "certifier": "user-check",
    "letter": "mail",
}


def days(case: Case, by: Actor) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the newest entries of a case for wx/timeline.html."""
    rows = Entry.objects.filter(tenant_id=by.tenant_id, case_type="case", case_id=case.pk).select_related("actor")
    rows = rows.exclude(event="file.keep")  # what it was kept for has an entry of its own
    provable = by.may(Permission.LEDGER_READ)
    found: dict[date, list[dict[str, Any]]] = {}
    for entry in rows.order_by("-pk")[:MOST]:
        found.setdefault(timezone.localtime(entry.occurred_at).date(), []).append(_row(entry, provable=provable))
    return [(day.isoformat(), rows_) for day, rows_ in found.items()]


def _row(entry: Entry, *, provable: bool) -> dict[str, Any]:
    local = timezone.localtime(entry.occurred_at)
    payload = entry.payload if isinstance(entry.payload, dict) else {}
    return {
        "time": local.strftime("%H:%M"),
        "at": local.isoformat(),
        "icon": _ICONS.get(entry.event.partition(".")[0], "file-text"),
        "kind": "proof" if entry.event == "case.move" else "",
        "text": said(entry.event, payload),
        "by": entry.actor.name
        if entry.actor
        else _("the client, by link")
        if entry.channel == "portal"
        else _("system"),
        "entry": entry.pk,
        "url": reverse("core:entry", args=[entry.pk]) if provable else "",
        "note": _note(entry.event, payload),
    }


def said(event: str, payload: Mapping[str, Any]) -> str:
    """Return what an event says."""
    if event == "case.move" and payload.get("after") in set(Stage):
        return _("Came to: %(stage)s") % {"stage": words.stage(str(payload["after"]))}
    text = EVENTS.get(event)
    return str(text) if text else f"{area_of(event)} · {event.partition('.')[2].replace('_', ' ')}"


def _note(event: str, payload: Mapping[str, Any]) -> str:
    if event in notices.ON_TIMELINES and event != "notice.resend":
        return notices.reason(str(payload.get("reason") or ""))
    reason = payload.get("reason") or payload.get("reasons")
    return _("reason: %(reason)s") % {"reason": reason} if isinstance(reason, str) and reason else ""
