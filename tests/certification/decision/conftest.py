"""A case that was handed over, and what people say to it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.certification.body import Body
from tests.certification.report.evaluated import evaluated
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.decision import actions, rules
from wuxing.certification.decision.models import CaseReview, Proposal
from wuxing.certification.decision.rules import Outcome, Ticked
from wuxing.certification.report.actions.scoring import keep_score
from wuxing.certification.report.models import CaseReport
from wuxing.core import clock

HandOver = Callable[..., Case]
NOTE = "已电话核实"


def ticked(**changes: Ticked) -> Mapping[str, Ticked]:
    """Every point in order, with a word where the records say otherwise."""
    return {code: Ticked(True, NOTE) for code in rules.ITEMS} | changes


def staff(body: Body, case: Case) -> None:
    """Assign reviewer and committee."""
    body.assign(case, body.reviewer, Part.REVIEWER)
    for one in (body.decider, body.decider2, body.decider3):
        body.assign(case, one, Part.DECIDER)


def report(body: Body, case: Case) -> CaseReport:
    """The newest score, and a report of it without its papers."""
    kept = keep_score(case, "report", body.lead)
    version = CaseReport.objects.filter(case=case).count() + 1
    return CaseReport.objects.create(
        tenant=body.tenant, case=case, version=version, language=case.language, score=kept, made_at=clock.now()
    )


@pytest.fixture
def hand_over(body: Body) -> HandOver:
    """A case of 96.xx points that waits for its reviewer."""

    def made(**changes: Any) -> Case:
        case = evaluated(body, Stage.UNDER_REVIEW, **changes)
        staff(body, case)
        report(body, case)
        return case

    return made


def recommend(body: Body, case: Case, level: str = "star5") -> CaseReview:
    """Have the reviewer recommend a level; empty: not to grant."""
    outcome = Outcome.GRANT if level else Outcome.REFUSE
    said = actions.Reviewed(outcome, "材料齐全，扣分均有依据", level, ticked())
    return actions.review(case_id=case.pk, said=said, by=body.reviewer)


def propose(body: Body, case: Case, level: str = "star4", **more: Any) -> Proposal:
    """Have a decision maker propose."""
    asked = actions.Asked(text="评分与证据一致", grant=bool(level), level=level, **more)
    return actions.propose(case_id=case.pk, asked=asked, by=body.decider)


def vote(body: Body, asked: Proposal, *choices: str) -> None:
    """Let the committee vote in order."""
    for choice, by in zip(choices, (body.decider, body.decider2, body.decider3), strict=False):
        actions.vote(proposal_id=asked.pk, choice=choice, dissent="依据不足" if choice == "against" else "", by=by)


@pytest.fixture
def hand_over_unofficial(unofficial_body: Body) -> HandOver:
    """The same in a body without official points."""

    def made(**changes: Any) -> Case:
        case = evaluated(unofficial_body, Stage.UNDER_REVIEW, **changes)
        staff(unofficial_body, case)
        report(unofficial_body, case)
        return case

    return made
