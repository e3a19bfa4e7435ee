"""The cards of a document's page: versions, approvals, distribution and readers, reviews, timeline."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.ledger.queries import timeline
from wuxing.governance.documents import queries
from wuxing.governance.documents.models import Document, DocumentVersion, ExternalSource
from wuxing.governance.documents.rules import Round
from wuxing.governance.documents.rules.words import FITNESS, FOUND, PARTS, STATES, VERDICTS
from wuxing.governance.documents.views.said import said
from wuxing.governance.documents.views.words import audience_names, badge, local, names_of, word

MOST_ENTRIES = 300
WAITING_LOOKS = {"passed": "done", "returned": "late", "": "waiting"}
Row = dict[str, Any]


def versions(document: Document, by: Actor) -> list[Row]:
    """Return the versions that a person may see, newest first."""
    found = queries.versions_open_to(by).filter(document=document).select_related("drafted_by").order_by("-version")
    rows = []
    for one in found:
        look, text = badge(STATES, one.state)
        rows.append(
            {
                "pk": one.pk,
                "version": one.version,
                "look": look,
                "word": text,
                "note": one.obsolete_reason or one.note,
                "by": one.drafted_by.name if one.drafted_by else _("the system"),
                "effective_on": one.effective_on,
                "issued_at": one.issued_at,
                "until": one.in_force_until,
                "taken_over": one.taken_over,
            }
        )
    return rows


def opinions(version: DocumentVersion, asked: Round, zone: str) -> Row:
    """Return who was asked about a version and what they said, and how far the quorum is."""
    given = {
        (one.part, one.user_id): one
        for one in version.approvals.filter(round=version.round).select_related("user").order_by("pk")
    }
    names = names_of(set(asked.reviewers | asked.approvers))
    rows = []
    for part, users in (("review", asked.reviewers), ("approve", asked.approvers)):
        for user in sorted(users):
            one = given.get((part, user))
            verdict = one.verdict if one else ""
            rows.append(
                {
                    "name": names.get(user, "—"),
                    "part": word(PARTS, part),
                    "look": WAITING_LOOKS[verdict],
                    "word": word(VERDICTS, verdict) if verdict else _("not said yet"),
                    "note": one.note if one else "",
                    "at": local(one.at, zone) if one else None,
                }
            )
    passed = sum(1 for (part, user), one in given.items() if part == "approve" and one.verdict == "passed")
    earlier = version.approvals.exclude(round=version.round).select_related("user").order_by("-pk")[:20]
    return {
        "rows": rows,
        "passed": passed,
        "quorum": version.quorum,
        "earlier": [
            {
                "name": one.user.name if one.user else "—",
                "word": word(VERDICTS, one.verdict),
                "note": one.note,
                "at": one.at,
            }
            for one in earlier
        ],
    }


def distribution(document: Document, by: Actor, now: datetime) -> Row:
    """Return to whom a document goes, and who of them has read the valid version."""
    rows = list(queries.active_distributions(document.pk))
    names = audience_names(rows)
    readers = queries.readers_page(document.current) if document.current else []
    for one in readers:
        late = one["done_at"] is None and one["lapsed_at"] is None and one["due_at"] < now
        one["look"] = "done" if one["done_at"] else "excluded" if one["lapsed_at"] else "late" if late else "waiting"
        one["word"] = (
            _("read") if one["done_at"] else _("not needed any more") if one["lapsed_at"] else _("not read yet")
        )
    counted = [one for one in readers if one["done_at"] or not one["lapsed_at"]]
    return {
        "rows": [
            {
                "name": names[row.pk],
                "days": row.days if row.must_read else None,
                "since": row.since,
                "end": reverse("governance:distribution_end", args=[row.pk])
                if by.may(Permission.DOCUMENT_WRITE)
                else "",
            }
            for row in rows
        ],
        "readers": readers,
        "asked": len(counted),
        "read": sum(1 for one in counted if one["done_at"]),
        "late": sum(1 for one in readers if one["look"] == "late"),
    }


def reviews(document: Document) -> list[Row]:
    """Return the yearly reviews and the checks at the source, newest first."""
    rows: list[Row] = [
        {
            "at": one.at,
            "by": one.user,
            "word": word(FITNESS, one.fitness),
            "note": one.note,
            "bad": one.fitness == "revise",
        }
        for one in document.reviews.select_related("user").order_by("-pk")[:50]
    ]
    rows += [
        {
            "at": one.at,
            "by": one.user,
            "word": word(FOUND, one.found),
            "note": one.note,
            "bad": one.found != "unchanged",
        }
        for one in document.checks.select_related("user").order_by("-pk")[:50]
    ]
    for row in rows:
        row["by"] = row["by"].name if row["by"] else "—"
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def source(document: Document) -> list[tuple[str, Any]]:
    """Return where an external document comes from, as facts."""
    found = ExternalSource.objects.filter(document=document).first()
    if found is None:
        return []
    return [
        (_("Number at its publisher"), found.reference),
        (_("Edition we hold"), found.edition),
        (_("Publisher"), found.publisher),
        (_("Clauses that concern us"), found.clause),
        (_("How we meet it"), found.met_by),
        (_("Where its state is seen"), found.check_at),
        (_("Checked on"), str(found.checked_on or "")),
        (_("Next check"), str(found.next_check_on or "")),
    ]


def days(document: Document, by: Actor, *, only: str = "") -> list[tuple[str, list[Row]]]:
    """Return the timeline for wx/timeline.html; confirmations of reading stand apart (`only` = "reading")."""
    entries = timeline(by.tenant_id, (queries.CASE, document.pk)).exclude(event="file.keep")
    reading = entries.filter(event="document.acknowledge")
    chosen = reading if only == "reading" else entries.exclude(event="document.acknowledge")
    found = list(chosen.order_by("-pk")[:MOST_ENTRIES])
    names = names_of(set(_users(entry.payload for entry in found)))
    provable = by.may(Permission.LEDGER_READ)
    grouped: dict[date, list[Row]] = {}
    for entry in found:
        at = local(entry.occurred_at, by.zone)
        icon, text, note, kind = said(entry.event, entry.payload, names)
        grouped.setdefault(at.date(), []).append(
            {
                "time": f"{at:%H:%M}",
                "at": at.isoformat(timespec="minutes"),
                "icon": icon,
                "kind": kind,
                "text": text,
                "note": note,
                "by": entry.actor.name if entry.actor else _("the system"),
                "entry": entry.pk if getattr(entry, "sealed", False) else None,
                "url": reverse("core:entry", args=[entry.pk]) if provable else "",
            }
        )
    today = clock.today(by.zone)
    return [(_("Today") if day == today else str(day), rows) for day, rows in grouped.items()]


def _users(payloads: Iterable[Any]) -> Iterable[int]:
    for payload in payloads:
        if payload:
            yield from payload.get("approvers") or []
            yield from payload.get("reviewers") or []
            if payload.get("audience") == "person" and str(payload.get("reference", "")).isdecimal():
                yield int(payload["reference"])
