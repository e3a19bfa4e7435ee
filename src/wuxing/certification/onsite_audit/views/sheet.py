"""One indicator: what to look at, what was seen, its findings, notes and samples."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.findings import queries as findings
from wuxing.certification.findings import words as finding_words
from wuxing.certification.findings.models import Finding
from wuxing.certification.onsite_audit import actions, queries, words
from wuxing.certification.onsite_audit.forms import NoteForm, SheetForm
from wuxing.certification.onsite_audit.models import Note, Sheet
from wuxing.certification.onsite_audit.rules import sheets as rules
from wuxing.certification.onsite_audit.rules.sheets import Looked
from wuxing.certification.onsite_audit.views import shown
from wuxing.certification.onsite_audit.views.taking import sent, taken, why_not_team
from wuxing.core import clock, files, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.forms import Form
from wuxing.evidence.readiness import words as pack_words
from wuxing.schemes.packs.structure import Indicator

P = Permission


def audit_sheet(request: HttpRequest, case_id: int, leaf: str) -> HttpResponse:
    """Show one indicator to the team, and take what was seen, notes, and the second person's word."""
    by = acting(request, P.CASE_READ)
    case = cases.case(case_id)
    indicator = queries.pack(case).by_id.get(leaf)
    if indicator is None or not indicator.is_leaf:
        raise NotFound(_("there is no such indicator in this edition"))
    row = queries.sheets_of(case.pk).get(leaf)
    forms = forms_for(request, case, indicator, row)
    name = request.POST.get("do", "")
    if request.method == "POST" and name in forms and taken(forms[name], _step(request, case, leaf, name, by)):
        messages.success(request, _("Saved."))
        return redirect("certification:audit_sheet", case.pk, leaf)
    stand = queries.seen_in([case]).get(case.pk, {}).get(leaf)
    return shell.page(
        request,
        "certification/audit/sheet.html",
        case,
        by,
        "case_audit",
        422 if any(form.errors for form in forms.values()) else 200,
        leaf=leaf,
        **guidance(indicator),
        row=row,
        sheet=shown.sheet(row, stand),
        forms=forms,
        errors=[error for form in (forms["confirm"], forms["mask"]) for error in form.non_field_errors()],
        reason=why_not_see(case, leaf, by),
        note_reason=why_not_team(case, by) or _not_now(case),
        confirm_reason=_why_not_confirm(case, indicator, row, by),
        manual=rules.is_manual(indicator),
        findings=_findings(case, leaf),
        raise_url=reverse("certification:finding_new", args=[case.pk]) + f"?leaf={leaf}",
        notes=[note(one, case, by) for one in queries.notes_of(case.pk, leaf)],
        records=[shown.draw(one) for one in queries.record_draws_of(case.pk, leaf)],
        following=_following(case, leaf, by),
    )


def guidance(indicator: Indicator) -> dict[str, Any]:
    """Return what the edition says of an indicator, in the reader's language."""
    told = indicator.guidance
    return {
        "title": pack_words.text(indicator.title),
        "summary": pack_words.text(indicator.summary) if indicator.summary else "",
        "checks": [pack_words.text(one) for one in indicator.checks],
        "look": pack_words.text(told.look) if told else "",
        "missing": pack_words.often_missing(told.missing) if told else "",
        "owner": pack_words.text(told.owner) if told else "",
        "proportional": rules.is_proportional(indicator),
    }


def forms_for(request: HttpRequest, case: Case, indicator: Indicator, row: Sheet | None) -> dict[str, Any]:
    """Return the forms of an indicator's page, the one that was sent bound."""
    first: dict[str, Any] = {"since": row.seen_at.isoformat() if row and row.seen_at else ""}
    if row:
        first |= {"sample_size": row.sample_size, "text": row.text, "override_reason": row.override_reason}
    sites = [(one.pk, one.name) for one in queries.sites_of([case.pk]).get(case.pk, []) if one.chosen]
    return {
        "see": SheetForm(
            sent(request, "see"),
            proportional=rules.is_proportional(indicator),
            automatic=row is not None and row.automatic is not None,
            initial=first,
        ),
        "confirm": Form(sent(request, "confirm")),
        "mask": Form(sent(request, "mask")),
        "note": NoteForm(
            sent(request, "note"),
            request.FILES or None if sent(request, "note") else None,
            sites=sites,
            initial={"key": secrets.token_hex(16)},
        ),
    }


def _step(request: HttpRequest, case: Case, leaf: str, name: str, by: Actor) -> Any:
    def see(text: str, since: str, sample_size: int | None = None, override_reason: str = "") -> object:
        looked = Looked(text, sample_size, override_reason)
        when = parse_datetime(since) if since else None
        return actions.see_leaf(case_id=case.pk, leaf=leaf, looked=looked, since=when, by=by)

    def add(photo: Any, **data: Any) -> object:
        new = actions.NewNote(leaf=leaf, at=clock.now(), **data)
        return actions.add_note(case_id=case.pk, note=new, photo=(photo.name, photo) if photo else None, by=by)

    note_id = request.POST.get("note_id", "")
    return {
        "see": see,
        "note": add,
        "confirm": lambda: actions.confirm_sheet(case_id=case.pk, leaf=leaf, by=by),
        "mask": lambda: actions.mask_note(case_id=case.pk, note_id=int(note_id) if note_id.isdecimal() else 0, by=by),
    }[name]


def why_not_see(case: Case, leaf: str, by: Actor) -> str:
    """Return why this person writes nothing of an indicator now, in words; nothing when they may."""
    if reason := why_not_team(case, by, Part.LEAD, Part.EVALUATOR):
        return reason
    mine = findings.leaves_of(case.pk, by)
    refused = rules.why_not_see(
        stage=Stage(case.stage),
        closed=case.closing_at is not None,
        applicable=leaf in queries.applicable_of(case),
        assigned=mine is None or leaf in mine or Part.LEAD in cases.parts_of(case.pk, by),
    )
    return wording.text(refused) if refused else ""


def _not_now(case: Case) -> str:
    if case.closing_at is not None:
        return _("the closing meeting is over; a note is only put right by another")
    return "" if case.stage == Stage.ON_SITE else _("notes are taken on site, from the opening meeting on")


def _why_not_confirm(case: Case, indicator: Indicator, row: Sheet | None, by: Actor) -> str:
    if reason := why_not_team(case, by, Part.LEAD, Part.EVALUATOR):
        return reason
    certifier = cases.certifier_of(by)
    refused = rules.why_not_see(
        stage=Stage(case.stage), closed=case.closing_at is not None, applicable=True, assigned=True
    ) or rules.why_not_confirm(
        manual=rules.is_manual(indicator),
        seen=row is not None and row.ratio is not None,
        is_evaluator=row is not None and certifier is not None and row.evaluator_id == certifier.pk,
        confirmed=row is not None and row.confirmed_at is not None,
    )
    return wording.text(refused) if refused else ""


def _findings(case: Case, leaf: str) -> list[dict[str, Any]]:
    costs = findings.costs(case)
    rows = Finding.objects.filter(case=case, leaf=leaf).order_by("number")
    return [
        {
            "number": one.number,
            "kind": finding_words.called(one),
            "grade": finding_words.grade(one.grade),
            "text": one.text,
            "cost": finding_words.points(costs.get(one.pk)),
            "url": reverse("certification:finding", args=[one.pk]),
            "over": one.state == "taken_back",
        }
        for one in rows
    ]


def note(one: Note, case: Case, by: Actor) -> dict[str, Any]:
    """Return a note; who was interviewed is named to the team only."""
    inside = not why_not_team(case, by)
    return {
        "row": one,
        "kind": words.note(one.kind),
        "person": one.person if inside and one.person else "",
        "masked": one.masked_at is not None,
        "photo": reverse("certification:audit_photo", args=[case.pk, one.pk]) if one.attachment_id else "",
        "picture": bool(one.attachment and one.attachment.media_type in files.PICTURES),
        "may_mask": inside and bool(one.person),
        "corrects": one.corrects.text[:80] if one.corrects else "",
    }


def _following(case: Case, leaf: str, by: Actor) -> str:
    """Return the next indicator that nobody has seen yet, this person's first."""
    stand = queries.seen_in([case]).get(case.pk, {})
    leaves = queries.applicable_of(case)
    place = leaves.index(leaf) if leaf in leaves else 0
    mine = findings.leaves_of(case.pk, by)
    open_ = [one for one in (*leaves[place + 1 :], *leaves[:place]) if one not in stand or not stand[one].seen]
    return next((one for one in open_ if mine is None or one in mine), "")


def audit_photo(request: HttpRequest, case_id: int, note_id: int) -> HttpResponseBase:
    """Show the photo or PDF of a note."""
    acting(request, P.CASE_READ)
    found = Note.objects.filter(case_id=case_id, pk=note_id, attachment__isnull=False).first()
    if found is None or found.attachment_id is None:
        raise NotFound(_("there is no such file here"))
    kept, content = files.opened(found.attachment_id)
    response = FileResponse(content, content_type=kept.media_type, filename=kept.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
