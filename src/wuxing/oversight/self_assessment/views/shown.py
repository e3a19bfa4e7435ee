"""One self-assessment as its page shows it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.forms import Form
from wuxing.evidence.assessments.queries import inputs_of
from wuxing.evidence.readiness import words
from wuxing.evidence.readiness.queries import scored
from wuxing.evidence.readiness.rules import next_level
from wuxing.oversight.self_assessment import queries, rules, states
from wuxing.oversight.self_assessment.forms import AssignForm, CancelForm, ReportForm, ReviewForm
from wuxing.oversight.self_assessment.models import Part, SelfAssessment
from wuxing.oversight.self_assessment.states import State
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.structure import Pack

_BADGES = {
    State.PLANNED: "waiting",
    State.EVALUATING: "ontime",
    State.REPORTED: "risk",
    State.REVIEWED: "done",
    State.CANCELLED: "excluded",
}


def state(row: SelfAssessment) -> dict[str, str]:
    """Return badge and word of where one stands."""
    here = State(row.state)
    word = {
        State.PLANNED: pgettext("self-assessment", "planned"),
        State.EVALUATING: _("being evaluated"),
        State.REPORTED: _("reported, waits for the management review"),
        State.REVIEWED: pgettext("self-assessment", "reviewed"),
        State.CANCELLED: _("cancelled"),
    }[here]
    return {"state": _BADGES[here], "word": word}


def score(row: SelfAssessment) -> str:
    """Return the score that was kept; nothing before the report."""
    kept = row.assessment
    if kept is None:
        return ""
    return f"{kept.low}" if kept.low == kept.high else f"{kept.low} – {kept.high}"


def form_for(name: str, data: Mapping[str, Any] | None = None) -> Any:
    """Return the form of a step, or None for a step without."""
    if name == "assign":
        return AssignForm(data, people=queries.people(), evaluators=queries.evaluators(), auto_id="assign_%s")
    plain: dict[str, type[Form]] = {"report": ReportForm, "review": ReviewForm, "cancel": CancelForm}
    return plain[name](data, auto_id=f"{name}_%s") if name in plain else None


def page(
    request: HttpRequest, by: Actor, found: SelfAssessment, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Draw the page; `refused` is a step with its form and what is wrong with it."""
    pack = pack_of(found.pack.rpartition("#")[2])
    parts = queries.parts_of(found)
    seen = sum(1 for part in parts if part.ratio is not None)
    context = {
        "found": found,
        **state(found),
        "score": score(found),
        "groups": _groups(pack, parts, found),
        "counts": {"all": len(parts), "seen": seen, "mine": _mine(parts, by)},
        "steps": _steps(found, parts, by, refused),
        "assign": _assign_form(found, by, refused),
        "stages": _stages(found),
        "gap": _gap(found, pack),
        "facts": _facts(found),
        "kept_url": reverse("evidence:assessment", args=[found.assessment_id]) if found.assessment_id else "",
        "notice": words.text(pack.notice) if found.assessment and found.assessment.rehearsal else "",
    }
    return render(request, "oversight/self_assessment.html", context, status=status)


def _mine(parts: list[Part], by: Actor) -> int:
    return sum(1 for part in parts if part.evaluator_id == by.user_id and part.ratio is None)


def _groups(pack: Pack, parts: list[Part], found: SelfAssessment) -> list[dict[str, Any]]:
    by_leaf = {part.leaf: part for part in parts}
    return [
        {
            "title": f"{group.id} {words.text(group.title)}",
            "rows": [_row(pack, by_leaf[leaf], found) for leaf in pack.leaves_under(group.id) if leaf in by_leaf],
        }
        for group in pack.indicators
        if group.level == 2
    ]


def _row(pack: Pack, part: Part, found: SelfAssessment) -> dict[str, Any]:
    return {
        "part": part,
        "title": words.text(pack.by_id[part.leaf].title),
        "url": reverse("oversight:part", args=[found.pk, part.leaf]),
        "share": words.percent(part.ratio) if part.ratio is not None else "",
        "automatic": words.percent(part.automatic) if part.automatic is not None else "",
        "differs": part.ratio is not None and part.automatic is not None and part.ratio != part.automatic,
        "finding": reverse("governance:nonconformity", args=[part.nonconformity_id]) if part.nonconformity_id else "",
    }


def _assign_form(found: SelfAssessment, by: Actor, refused: tuple[str, Any] | None) -> Any:
    if found.state not in (State.PLANNED, State.EVALUATING) or not by.may(Permission.SELF_ASSESSMENT_PLAN):
        return None
    return refused[1] if refused and refused[0] == "assign" else form_for("assign")


def _steps(
    found: SelfAssessment, parts: list[Part], by: Actor, refused: tuple[str, Any] | None
) -> list[dict[str, Any]]:
    """Return what may come next, each with its form, or locked with the reason."""
    here = State(found.state)
    unassigned = sum(1 for part in parts if part.evaluator_id is None)
    unseen = sum(1 for part in parts if part.ratio is None)
    reasons = {
        "begin": (State.EVALUATING, rules.why_not_begin(unassigned=unassigned), _("Begin")),
        "report": (State.REPORTED, rules.why_not_report(unseen=unseen), _("Report")),
        "review": (
            State.REVIEWED,
            rules.why_not_review(is_leader=found.leader_id == by.user_id),
            _("Management review"),
        ),
        "cancel": (State.CANCELLED, None, _("Cancel the self-assessment")),
    }
    role = "" if by.may(Permission.SELF_ASSESSMENT_PLAN) else _("your role does not allow this")
    return [
        {
            "name": name,
            "label": label,
            "reason": role or (wording.text(reason) if reason else ""),
            "form": refused[1] if refused and refused[0] == name else form_for(name),
            "url": reverse("oversight:self_assessment_act", args=[found.pk, name]),
            "primary": name != "cancel",
        }
        for name, (to, reason, label) in reasons.items()
        if states.why_not_move(here, to) is None
    ]


def _stages(found: SelfAssessment) -> list[dict[str, str]]:
    passed = [
        (pgettext("self-assessment", "Planned"), found.created_at),
        (_("Evaluated"), found.reported_at),
        (_("Reported"), found.reported_at),
        (pgettext("self-assessment", "Reviewed"), found.reviewed_at),
    ]
    now = {State.PLANNED: 0, State.EVALUATING: 1, State.REPORTED: 3, State.REVIEWED: 4}.get(State(found.state), -1)
    return [
        {
            "title": title,
            "by": at.date().isoformat() if at else "",
            "at": "passed" if i < now else "now" if i == now else "",
        }
        for i, (title, at) in enumerate(passed)
    ]


def _gap(found: SelfAssessment, pack: Pack) -> str:
    """Say how far the next level is."""
    if found.assessment is None:
        return ""
    further = next_level(pack, scored(pack, inputs_of(found.assessment)))
    if further is None:
        return _("the highest level is reached")
    return _("%(points)s points to %(level)s") % {
        "points": words.number(further[1], 2),
        "level": words.level(pack, further[0]),
    }


def _facts(found: SelfAssessment) -> list[tuple[str, Any]]:
    return [
        (_("Scope"), found.scope),
        (_("Leader"), found.leader.name if found.leader else "—"),
        (_("From"), found.starts_on.isoformat()),
        (_("To"), found.ends_on.isoformat()),
        (_("Edition"), found.pack.partition("#")[0]),
        (_("Conclusion"), found.conclusion),
        (_("Took part in the review"), found.present),
        (pgettext("self-assessment", "Decided"), found.decisions),
        (_("Why cancelled"), found.cancel_reason),
    ]
