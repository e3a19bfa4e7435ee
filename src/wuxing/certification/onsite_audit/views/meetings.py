"""One meeting: when and where, who signed, the minutes, and that it was held."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wuxing.certification.cases import gates
from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.onsite_audit import actions, queries, words
from wuxing.certification.onsite_audit.forms import MeetingForm, SignForm
from wuxing.certification.onsite_audit.models import Meeting
from wuxing.certification.onsite_audit.states import MeetingKind, Side
from wuxing.certification.onsite_audit.views.taking import sent, taken, why_not_lead, why_not_team
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.forms import Form

_TO = {MeetingKind.OPENING: Stage.ON_SITE, MeetingKind.CLOSING: Stage.FINDINGS}


def audit_meeting(request: HttpRequest, case_id: int, meeting: str) -> HttpResponse:
    """Show a meeting; set it, sign, write the minutes, confirm it."""
    by = acting(request, Permission.CASE_READ)
    if meeting not in set(MeetingKind):
        raise NotFound(_("there is no such meeting"))
    case, kind = cases.case(case_id), MeetingKind(meeting)
    found = queries.meetings_of([case.pk]).get(case.pk, {}).get(kind)
    forms = _forms(request, found, by)
    name = request.POST.get("do", "")
    if request.method == "POST" and name in forms and taken(forms[name], _step(case, kind, name, by)):
        messages.success(request, _("Saved."))
        return redirect("certification:audit_meeting", case.pk, kind.value)
    reasons = gates.blocks([case], _TO[kind]).get(case.pk, [])
    return shell.page(
        request,
        "certification/audit/meeting.html",
        case,
        by,
        "case_audit",
        422 if any(form.errors for form in forms.values()) else 200,
        title=words.meeting(kind),
        found=found,
        attendances=[{"side": words.side(one.side), "row": one} for one in found.attendances.order_by("pk")]
        if found
        else [],
        forms=forms,
        errors=[error for form in (forms["hold"],) for error in form.non_field_errors()],
        gate=[{"state": "late", "text": wording.text(one)} for one in reasons],
        lead_reason=why_not_lead(case, by),
        team_reason=why_not_team(case, by),
        hold_reason=why_not_lead(case, by) or (wording.text(reasons[0]) if reasons else ""),
        hold=_("The meeting is held: the team is on site")
        if kind is MeetingKind.OPENING
        else _("The meeting is held: nothing seen changes any more"),
        open=(kind is MeetingKind.OPENING and case.stage == Stage.PLANNED)
        or (kind is MeetingKind.CLOSING and case.stage == Stage.ON_SITE),
    )


def _forms(request: HttpRequest, found: Meeting | None, by: Actor) -> dict[str, Any]:
    at = (found.at if found else clock.now()).astimezone(ZoneInfo(by.zone))
    first = {"day": at.date(), "time": at.strftime("%H:%M") if found else "09:00"}
    first |= {"place": found.place, "minutes": found.minutes} if found else {}
    return {
        "meeting": MeetingForm(sent(request, "meeting"), initial=first),
        "sign": SignForm(sent(request, "sign"), initial={"name": by.name, "side": Side.BODY.value}),
        "hold": Form(sent(request, "hold")),
    }


def _step(case: Case, kind: MeetingKind, name: str, by: Actor) -> Any:
    def keep(day: Any, time: Any, place: str, minutes: str) -> object:
        at = datetime.combine(day, time, ZoneInfo(by.zone))
        return actions.keep_meeting(case_id=case.pk, kind=kind.value, at=at, place=place, minutes=minutes, by=by)

    if name == "meeting":
        return keep
    if name == "sign":
        return lambda **data: actions.sign(case_id=case.pk, kind=kind.value, by=by, **data)
    held = actions.hold_opening if kind is MeetingKind.OPENING else actions.hold_closing
    return lambda: held(case_id=case.pk, by=by)
