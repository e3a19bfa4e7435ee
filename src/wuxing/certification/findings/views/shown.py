"""Findings as their pages show them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.cases.models import Case
from wuxing.certification.findings import queries, rules, words
from wuxing.certification.findings.models import Finding, FindingStep
from wuxing.certification.findings.queries import Points
from wuxing.certification.findings.states import DONE, MUST_CORRECT, Kind, Source, State
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment
from wuxing.schemes.packs.structure import Pack

FILTERS = ("open", "overdue", "deductions", "specials", "others")


def rows(several: Iterable[Finding], pack: Pack, costs: dict[int, Decimal], today: date) -> list[dict[str, Any]]:
    """Return what a list shows of each finding."""
    return [row(one, pack, costs.get(one.pk), today) for one in several]


def row(found: Finding, pack: Pack, cost: Decimal | None, today: date) -> dict[str, Any]:
    """Return what a list shows of a finding."""
    look, word = words.state(found, today)
    return {
        "finding": found,
        "called": words.called(found),
        "grade": words.grade(found.grade),
        "leaf": words.leaf(pack, found.leaf),
        "points": words.points(cost),
        "state": look,
        "word": word,
        "late": look == "late",
        "asked": rules.is_asked(Kind(found.kind), Source(found.source)),
        "url": reverse("certification:finding", args=[found.pk]),
    }


def is_in(found: Finding, wanted: str, today: date) -> bool:
    """Say whether a finding belongs to a filter of the list."""
    open_ = State(found.state) not in DONE and rules.is_asked(Kind(found.kind), Source(found.source))
    return {
        "open": open_,
        "overdue": open_ and rules.is_overdue(State(found.state), found.due_on, today),
        "deductions": found.kind == Kind.DEDUCTION,
        "specials": found.kind == Kind.SPECIAL,
        "others": found.kind not in {kind.value for kind in MUST_CORRECT},
    }.get(wanted, True)


def stats(several: Iterable[Finding], costs: dict[int, Decimal], today: date) -> list[dict[str, Any]]:
    """Return the few numbers above the list."""
    found = list(several)
    late = sum(is_in(one, "overdue", today) for one in found)
    lost = sum((costs[one.pk] for one in found if one.kind == Kind.DEDUCTION and one.pk in costs), Decimal(0))
    specials = sum(1 for one in found if one.kind == Kind.SPECIAL and one.state != State.TAKEN_BACK)
    return [
        {"value": sum(is_in(one, "open", today) for one in found), "label": _("to be corrected")},
        {"value": late, "label": pgettext("correction", "overdue"), "state": "late" if late else ""},
        {"value": words.points(lost) if lost else "0", "label": _("points by deductions")},
        {"value": specials, "label": _("special deductions, one point each")},
    ]


def tabs(several: Iterable[Finding], path: str, wanted: str, today: date) -> list[dict[str, Any]]:
    """Return the filters of a case's list."""
    titles = {
        "": _("all"),
        "open": _("to be corrected"),
        "overdue": pgettext("correction", "overdue"),
        "deductions": _("deductions"),
        "specials": pgettext("kind of finding", "special deductions"),
        "others": _("observations and strengths"),
    }
    found = list(several)
    return [
        {
            "title": title,
            "count": sum(is_in(one, name, today) for one in found),
            "url": f"{path}?show={name}" if name else path,
            "here": name == wanted,
        }
        for name, title in titles.items()
    ]


def facts(found: Finding, case: Case, pack: Pack, cost: Decimal | None, used: Points) -> list[tuple[Any, ...]]:
    """Return what is known of a finding beside its words."""
    sample = ""
    if found.sample_size:
        sample = _("%(failures)s of %(size)s failed") % {"failures": found.failures, "size": found.sample_size}
    shown = words.points(cost)
    if shown and found.leaf and found.kind == Kind.DEDUCTION:
        whole = f"{used.of.get(found.leaf, Decimal(0)).normalize():f}"
        shown = _("%(points)s of the indicator's %(whole)s") % {"points": shown, "whole": whole}
    several = [
        (_("Kind of finding"), words.called(found)),
        (_("How grave"), words.grade(found.grade)),
        (_("Indicator"), words.leaf(pack, found.leaf)),
        (_("Reason"), words.reason(pack, found.reason_code) if found.reason_code else ""),
        (_("Sample"), sample),
        (_("Points"), f"{shown} · {_('draft points')}" if shown and used.draft else shown),
        (pgettext("finding", "Where"), found.site.name if found.site else ""),
        (_("Found in the"), words.source(found.source)),
        (_("Raised by"), found.raised_by.name if found.raised_by else ""),
        (_("Raised on"), timezone.localtime(found.raised_at).date().isoformat()),
        (_("Due on"), found.due_on.isoformat() if found.due_on else ""),
    ]
    return [fact for fact in several if fact[1]]


def days(found: Finding, at: dict[int, str], *, provable: bool = False) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the history of a finding for wx/timeline.html; `at`: where each file is opened."""
    files = queries.files_of(found)
    entries: dict[str, list[Entry]] = {}
    for entry in queries.entries_of(found):
        entries.setdefault(entry.event, []).append(entry)
    said: list[tuple[datetime, str, dict[str, Any]]] = [(found.raised_at, "finding.raise", _raised(found))]
    said[0][2]["photos"] = _photos(files.get(None, []), at)
    for step in queries.steps(found.pk):
        photos = _photos(files.get(step.pk, []), at)
        said.append((step.at, f"finding.{step.step}", _step(step) | {"photos": photos}))
    corrections = entries.get("finding.correct", [])
    said += [(entry.occurred_at, "finding.correct", _corrected(entry)) for entry in corrections]
    shown: dict[str, list[dict[str, Any]]] = {}
    for instant, event, row_ in sorted(said, key=lambda one: one[0]):
        entry_ = entries[event].pop(0).pk if entries.get(event) else None
        local = timezone.localtime(instant)
        row_ |= {"time": local.strftime("%H:%M"), "at": local.isoformat(), "entry": entry_}
        row_["url"] = reverse("core:entry", args=[entry_]) if entry_ and provable else ""
        shown.setdefault(local.date().isoformat(), []).append(row_)
    return list(shown.items())


def _raised(found: Finding) -> dict[str, Any]:
    return {"text": _("Raised"), "icon": "alert-triangle", "by": found.raised_by.name if found.raised_by else ""}


def _step(step: FindingStep) -> dict[str, Any]:
    lines = [
        step.text,
        _("Cause: %(text)s") % {"text": step.cause} if step.cause else "",
        _("Action: %(text)s") % {"text": step.action} if step.action else "",
        _("Until: %(day)s") % {"day": step.due_on.isoformat()} if step.due_on else "",
    ]
    who = step.by_name if step.by_user_id else _("system")
    return {
        "text": words.step(step.step),
        "icon": "message" if step.by_client else "clipboard-check",
        "by": _("%(name)s, for the client") % {"name": step.by_name} if step.by_client else who,
        "note": " · ".join(line for line in lines if line),
        "kind": "proof" if step.after in {state.value for state in DONE} else "",
    }


def _corrected(entry: Entry) -> dict[str, Any]:
    """Return a correction with what stood before; nothing of it where the entry was erased."""
    payload = entry.payload if isinstance(entry.payload, dict) else {}
    was, becomes = (
        "; ".join(str(value) for value in (payload.get(side) or {}).values()) for side in ("before", "after")
    )
    by = entry.actor.name if entry.actor else ""
    return {"text": _("Corrected"), "icon": "pencil", "kind": "correction", "was": was, "becomes": becomes, "by": by}


def _photos(several: list[Attachment], at: dict[int, str]) -> list[dict[str, str]]:
    return [
        {"url": at[one.pk], "alt": one.name}
        for one in several
        if one.media_type.startswith("image/") and one.media_type != "image/heic" and one.pk in at
    ]


def files(found: Finding, at: dict[int, str]) -> list[dict[str, Any]]:
    """Return every file of a finding, in order, with its address."""
    several = [one for group in queries.files_of(found).values() for one in group]
    return [{"name": one.name, "url": at[one.pk], "size": one.size} for one in sorted(several, key=lambda one: one.pk)]
