"""The tab of a case: plan, sites, meetings, progress and the score so far; the programme of the cycle."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.cases import gates
from wuxing.certification.cases import queries as cases
from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import AFTER_CLOSING, Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.onsite_audit import actions, queries, words
from wuxing.certification.onsite_audit.forms import OverruleForm
from wuxing.certification.onsite_audit.models import Plan
from wuxing.certification.onsite_audit.rules import cycle, planning
from wuxing.certification.onsite_audit.states import Answer, MeetingKind, PlanState
from wuxing.certification.onsite_audit.views import shown
from wuxing.certification.onsite_audit.views.taking import sent, taken, why_not_lead, why_not_team
from wuxing.certification.report import queries as report
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.forms import Form
from wuxing.evidence.readiness import words as pack_words
from wuxing.schemes.packs.structure import Pack

P = Permission
_NEXT = {
    Stage.CONTRACTED: Stage.PLANNED,
    Stage.DOCUMENT_REVIEW: Stage.PLANNED,
    Stage.PLANNED: Stage.ON_SITE,
    Stage.ON_SITE: Stage.FINDINGS,
}


def case_audit(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the evaluation on site; the office answers an objection here."""
    by = acting(request, P.CASE_READ)
    case = cases.case(case_id)
    overrule = OverruleForm(sent(request, "overrule"))
    if overrule.is_bound and taken(overrule, lambda **data: actions.overrule(case_id=case.pk, by=by, **data)):
        messages.success(request, _("Saved."))
        return redirect("certification:case_audit", case.pk)
    pack, plan = queries.pack(case), queries.plan_of(case.pk)
    lines = queries.lines_of([plan.pk]).get(plan.pk, []) if plan else []
    sheets = queries.sheets_of(case.pk)
    findings = queries.failures_of([case.pk]).get(case.pk, {})
    context = {
        **_plan(case, plan, lines, by, overrule),
        "days": shown.days(lines, pack),
        "sites": shown.sites(queries.sites_of([case.pk]).get(case.pk, [])),
        "draw": shown.draw(queries.last_site_draw(case.pk)),
        "records": [shown.draw(one) for one in queries.record_draws_of(case.pk)],
        "meetings": _meetings(case),
        "groups": shown.progress(case, pack, sheets, lines, findings),
        "gate": _gate(case),
        "stats": _stats(case, sheets),
        "score": _score(case, pack),
        "acts": _acts(case, by),
    }
    status = 422 if overrule.errors else 200
    return shell.page(request, "certification/audit/case_audit.html", case, by, "case_audit", status, **context)


def _plan(case: Case, plan: Plan | None, lines: list[Any], by: Actor, overrule: OverruleForm) -> dict[str, Any]:
    if plan is None:
        return {"plan": None}
    answer = queries.last_answers([plan.pk]).get(plan.pk)
    contracted = queries.contracted([case]).get(case.pk)
    state, word = words.plan(plan.state)
    facts = [
        (_("Version"), plan.version),
        (_("Person-days planned"), planning.person_days(map(queries.as_line, lines))),
        (_("Person-days agreed"), contracted.normalize() if contracted is not None else "—"),
        (_("Way of evaluating"), words.remote(plan.remote)),
        (_("Why at a distance"), plan.remote_reason),
        (_("Why at short notice"), plan.short_notice_reason),
        (_("Drawn up by"), plan.made_by.name),
    ]
    objects = answer is not None and answer.answer == Answer.OBJECTED
    return {
        "plan": {"state": state, "word": word, "facts": [fact for fact in facts if fact[1] != ""]},
        "answer": {
            "state": words.answer(answer.answer)[0],
            "title": words.answer(answer.answer)[1],
            "text": f"{answer.certifier.name}: {answer.text}" if answer.certifier else answer.text,
        }
        if answer
        else None,
        "overrule": overrule if objects and by.may(P.CASE_MANAGE) and case.stage == Stage.PLANNED else None,
    }


def _meetings(case: Case) -> list[dict[str, Any]]:
    held = queries.meetings_of([case.pk]).get(case.pk, {})
    rows = []
    for kind in MeetingKind:
        found = held.get(kind)
        if found is None:
            state, word = "waiting", _("not set yet")
        elif found.confirmed_at:
            state, word = "done", pgettext("meeting", "held")
        else:
            state, word = "ontime", pgettext("meeting", "set")
        rows.append(
            {
                "title": words.meeting(kind),
                "url": reverse("certification:audit_meeting", args=[case.pk, kind.value]),
                "at": found.at if found else None,
                "place": found.place if found else "",
                "state": state,
                "word": word,
            }
        )
    return rows


def _gate(case: Case) -> dict[str, Any] | None:
    """Return what still blocks the next step of the evaluation."""
    to = _NEXT.get(Stage(case.stage))
    if to is None:
        return None
    reasons = gates.blocks([case], to).get(case.pk, [])
    return {
        "title": _("Before “%(stage)s”") % {"stage": case_words.stage(to)},
        "rows": [{"state": "late", "text": wording.text(one)} for one in reasons],
    }


def _stats(case: Case, sheets: dict[str, Any]) -> list[dict[str, Any]]:
    leaves = queries.applicable_of(case)
    stand = queries.seen_in([case]).get(case.pk, {})
    seen = sum(1 for leaf in leaves if leaf in stand and stand[leaf].seen)
    alone = sum(1 for leaf in leaves if leaf in stand and stand[leaf].manual and stand[leaf].seen and not
                stand[leaf].confirmed)  # fmt: skip
    differs = sum(1 for leaf in leaves if leaf in stand and stand[leaf].seen and stand[leaf].differs)
    return [
        {"value": f"{seen} / {len(leaves)}", "label": _("indicators seen")},
        {"value": alone, "label": _("wait for the second person"), "state": "risk" if alone else ""},
        {"value": differs, "label": _("judged otherwise than the records")},
    ]


def _score(case: Case, pack: Pack) -> dict[str, Any] | None:
    """Return the score so far, while the team is on site and after."""
    if Stage(case.stage) not in AFTER_CLOSING | {Stage.ON_SITE}:
        return None
    found = report.live(case)
    likely = found.score.likely
    return {
        "low": found.score.low,
        "likely": likely if likely is not None else found.score.low,
        "high": found.score.high,
        "grades": [(one.min, pack_words.text(one.title)) for one in pack.levels],
        "stamp": pack_words.placeholder(found, pack),
        "lacking": pack_words.number(found.applicable - found.known, 2),
    }


def _acts(case: Case, by: Actor) -> list[dict[str, Any]]:
    reason, stage = why_not_lead(case, by), Stage(case.stage)
    draft = queries.plan_of(case.pk, PlanState.DRAFT)
    acts = [
        {
            "label": _("Checklist on the tablet"),
            "url": reverse("certification:audit_tablet", args=[case.pk]),
            "icon": "device-mobile",
            "primary": stage is Stage.ON_SITE,
            "reason": why_not_team(case, by),
        }
    ]
    if stage in _NEXT and stage is not Stage.ON_SITE:
        acts.insert(0, {
            "label": _("Plan in draft") if draft else _("Draw up the plan"),
            "url": reverse("certification:audit_plan", args=[case.pk]),
            "icon": "calendar",
            "primary": True,
            "reason": reason,
        })  # fmt: skip
    return acts


def audit_cycle(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the programme of the client's cycle, and lay it down."""
    by = acting(request, P.CASE_READ)
    case = cases.case(case_id)
    form = Form(sent(request, "keep"))
    if form.is_bound and taken(form, lambda: actions.keep_cycle(case_id=case.pk, by=by)):
        messages.success(request, _("The programme of the cycle is laid down."))
        return redirect("certification:audit_cycle", case.pk)
    found = queries.cycle_for(case.client_id)
    return shell.page(
        request,
        "certification/audit/cycle.html",
        case,
        by,
        "case_audit",
        422 if form.errors else 200,
        found=found,
        years=shown.programme(cycle.read(found.years), queries.pack(case)) if found else [],
        reason=why_not_lead(case, by),
        errors=form.non_field_errors(),
    )
