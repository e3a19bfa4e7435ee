"""Review, proposals, votes and decisions as the tab shows them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wuxing.certification.cases import gates
from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Part, Stage
from wuxing.certification.certificate import words as certificate_words
from wuxing.certification.decision import actions, checking, queries, rules, words
from wuxing.certification.decision.actions import apart, deciding, proposing
from wuxing.certification.decision.forms import ProposeForm, ReviewForm, VoteForm
from wuxing.certification.decision.models import CaseReview, Decision, Proposal
from wuxing.certification.decision.rules import Standing
from wuxing.certification.report.models import CaseReport
from wuxing.core import wording
from wuxing.core.actors import Actor
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason

BADGES = {Standing.SHORT: "waiting", Standing.TIED: "risk", Standing.LOST: "excluded", Standing.CARRIED: "ontime"}
OUTCOMES = {"granted": "done", "not_granted": "late", "returned": "risk"}
__all__ = ["VoteForm", "context", "propose_form", "review_form"]


def _said(reason: Reason | None) -> str:
    return wording.text(reason) if reason else ""


def _levels(case: Case, ids: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, case_words.level(case.pack, one)) for one in reversed(ids)]


def review_form(case: Case, sent: Mapping[str, Any] | None = None) -> ReviewForm:
    """Return the reviewer's form; what the records find in order begins as in order."""
    items, report = checking.items(case), queries.last_report(case.pk)
    ids = queries.reaches(case, report.score) if report else ()
    first = {f"good_{item.code}": "yes" for item in items if item.good} | {"level": ids[-1] if ids else ""}
    return ReviewForm(sent, items=items, levels=_levels(case, ids), initial=first)


def propose_form(case: Case, sent: Mapping[str, Any] | None = None) -> ProposeForm:
    """Return the form of a proposal, begun with what the reviewer recommends."""
    review, report = queries.last_review(case.pk), queries.last_report(case.pk)
    ids = queries.reaches(case, report.score) if report else ()
    kind = "grant" if review is None or review.level else "refuse"
    first = {"kind": kind, "level": review.level if review else ""}
    held = Kind(case.kind) in rules.OF_A_HELD_ONE
    return ProposeForm(sent, levels=_levels(case, ids), held=held, initial=first)


def context(case: Case, by: Actor, forms: Mapping[str, Form]) -> dict[str, Any]:
    """Return what the tab shows to somebody."""
    report, proposals, decisions = queries.last_report(case.pk), queries.proposals(case.pk), queries.decisions(case.pk)
    decided = {one.proposal_id for one in decisions}
    open_one = proposals[0] if proposals and proposals[0].pk not in decided else None
    return {
        "facts": _facts(case, report),
        "members": queries.members(case.pk),
        "reviews": [_review(one, case) for one in queries.reviews(case.pk)],
        "proposals": [_proposal(one, case) for one in proposals if one is not open_one],
        "decisions": [_decision(one, case) for one in decisions],
        **_reviewing(case, by, forms, reported=report is not None),
        **_voting(case, open_one, by, forms),
    }


def _facts(case: Case, report: CaseReport | None) -> list[tuple[str, Any]]:
    aimed = (_("Aimed at"), case_words.level(case.pack, case.target_level))
    if report is None:
        return [(_("Report"), _("none yet")), aimed]
    score = report.score
    reached = _levels(case, queries.reaches(case, score))
    return [
        (_("Score"), score.low if score.low == score.high else f"{score.low}–{score.high}"),
        (_("Reaches"), reached[0][1] if reached else ""),
        aimed,
        (_("Special deductions"), score.special_deductions),
        (_("Points"), _("official") if score.official else _("not official")),
        (_("Report"), _("version %(number)s") % {"number": report.version}),
    ]


def _reviewing(case: Case, by: Actor, forms: Mapping[str, Form], *, reported: bool) -> dict[str, Any]:
    if case.stage != Stage.UNDER_REVIEW:
        return {"reviewing": False}
    reason = rules.why_not_review(Stage(case.stage), reported=reported) or apart.why_not(case, by, Part.REVIEWER)
    form = forms.get("review") or review_form(case)
    assert isinstance(form, ReviewForm)
    points = [
        {**point, "word": words.item(point["item"].code), "found": wording.text(point["item"].found)}
        for point in form.points
    ]
    return {"reviewing": True, "review_form": form, "points": points, "review_reason": _said(reason)}


def _voting(case: Case, open_one: Proposal | None, by: Actor, forms: Mapping[str, Form]) -> dict[str, Any]:
    if case.stage != Stage.DECISION:
        return {"deciding": False}
    found: dict[str, Any] = {"deciding": True}
    reason = apart.why_not(case, by, Part.DECIDER) or proposing.why_not(case)
    found["propose_reason"] = _said(reason)
    found["propose_form"] = None if reason else forms.get("propose") or propose_form(case)
    if open_one is None:
        return found
    open_one.case = case
    voting = actions.why_not_vote(open_one, by)
    counting = apart.why_not(case, by, Part.DECIDER) or actions.why_not_decide(open_one) or _gate(case, open_one)
    return found | {
        "open": _proposal(open_one, case),
        "vote_form": None if voting else forms.get("vote") or VoteForm(),
        "vote_reason": _said(voting),
        "decide_reason": _said(counting),
    }


def _gate(case: Case, asked: Proposal) -> Reason | None:
    """Return what other parts of the work ask before the decision; that votes are to be counted is no obstacle."""
    stage = deciding.STAGES[deciding.outcome_of(asked)]
    uncounted = "the votes of the committee are not counted yet"
    return next((one for one in gates.blocks([case], stage).get(case.pk, []) if one.message != uncounted), None)


def _review(one: CaseReview, case: Case) -> dict[str, Any]:
    return {
        "row": one,
        "word": words.conclusion("return" if not one.recommends else "grant" if one.level else "refuse"),
        "state": "risk" if not one.recommends else "ontime" if one.level else "late",
        "level": case_words.level(case.pack, one.level) if one.level else "",
        "notes": [
            (words.item(code), note) for code in rules.ITEMS if (note := one.checklist.get(code, {}).get("note", ""))
        ],
    }


def asked_for(one: Proposal, case: Case) -> str:
    """Return what a proposal asks for, in words."""
    if one.grant:
        return f"{words.outcome('granted')}: {case_words.level(case.pack, one.level)}"
    said = words.outcome("returned" if one.returns else "not_granted")
    return f"{said} · {certificate_words.step(one.measure)}" if one.measure else said


def _proposal(one: Proposal, case: Case) -> dict[str, Any]:
    count = queries.count(one)
    return {
        "row": one,
        "asked": asked_for(one, case),
        "count": count,
        "standing": words.standing(count.standing),
        "state": BADGES[count.standing],
        "votes": [{"row": vote, "word": words.choice(vote.choice)} for vote in one.votes.all()],
    }


def _decision(one: Decision, case: Case) -> dict[str, Any]:
    return {
        "row": one,
        "word": words.outcome(one.outcome),
        "state": OUTCOMES[one.outcome],
        "level": case_words.level(case.pack, one.level) if one.level else "",
    }
