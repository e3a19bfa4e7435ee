"""Every reviewed document is judged, handed back, handed in again and accepted before the visit is planned."""

from io import BytesIO

import pytest

from tests.certification.body import Body
from wuxing.certification.application import actions as application
from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.portal import client_actor
from wuxing.certification.cases.states import Stage
from wuxing.certification.document_review import actions, queries
from wuxing.certification.document_review.models import PaperReview, PaperText
from wuxing.certification.document_review.states import State, Verdict
from wuxing.certification.findings import actions as findings
from wuxing.certification.findings import queries as finding_queries
from wuxing.certification.findings.actions import Seen
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Kind, Source
from wuxing.certification.office.letters.models import Letter
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff03000006"
    "000557bfabd40000000049454e44ae426082"
)


@pytest.fixture
def case(body: Body) -> Case:
    """A contracted case whose papers are handed in."""
    made = body.case(Stage.CONTRACTED)
    for one in queries.reviewed(made):
        hand_in(body, made, one.code)
    return made


def hand_in(body: Body, case: Case, code: str) -> None:
    by = client_actor(body.tenant, "叶青")
    application.hand_in(case_id=case.pk, code=code, content=BytesIO(PICTURE), name=f"{code}.png", by=by)


def again(body: Body, case: Case, code: str) -> None:
    by = client_actor(body.tenant, "叶青")
    actions.hand_in_again(
        case_id=case.pk, client_id=case.client_id, code=code, content=BytesIO(PICTURE), name="新版.png", by=by
    )


def codes(case: Case) -> list[str]:
    return [line.review.code for line in queries.lines(case)]


def blocks(case: Case) -> list[str]:
    case.refresh_from_db()
    return [str(reason) for reason in gates.blocks([case], Stage.PLANNED).get(case.pk, []) if "documents" in reason]


def wrong(**changes: object) -> Seen:
    return Seen(kind=Kind.OBSERVATION, text="手册缺投诉时限")


def test_the_team_or_the_officer_begins(body: Body) -> None:
    for by in (body.admin, body.manager, body.reviewer, body.decider):
        with pytest.raises(NotAllowed):
            actions.begin(case_id=body.case(Stage.CONTRACTED).pk, by=by)
    for by in (body.lead, body.officer):
        case = body.case(Stage.CONTRACTED)
        assert actions.begin(case_id=case.pk, by=by).stage == Stage.DOCUMENT_REVIEW
        assert set(codes(case)) == {one.code for one in queries.reviewed(case)}
    with pytest.raises(RuleBroken):
        actions.begin(case_id=case.pk, by=body.lead)


def test_papers_serve_the_indicators_of_the_rule(body: Body, case: Case) -> None:
    actions.begin(case_id=case.pk, by=body.lead)
    said = {one.code: list(one.leaves) for one in queries.reviewed(case)}
    assert {row.code: row.leaves for row in PaperReview.objects.filter(case=case)} == said


def test_nothing_is_planned_before_every_document_is_accepted(body: Body, case: Case) -> None:
    actions.begin(case_id=case.pk, by=body.lead)
    several = codes(case)
    assert blocks(case) == [f"{len(several)} documents are not accepted yet"]
    for code in several[1:]:
        actions.judge(case_id=case.pk, code=code, verdict=Verdict.ACCEPTED, by=body.evaluator)
    assert blocks(case) == ["1 documents are not accepted yet"]
    with pytest.raises(BadInput):
        actions.judge(case_id=case.pk, code=several[0], verdict=Verdict.NOT_NEEDED, text=" ", by=body.lead)
    actions.judge(case_id=case.pk, code=several[0], verdict=Verdict.NOT_NEEDED, text="并入手册", by=body.lead)
    assert blocks(case) == []
    again(body, case, several[1])
    assert blocks(case) == ["1 documents are not accepted yet"]


def test_a_document_is_handed_back_and_comes_again(body: Body, case: Case) -> None:
    actions.begin(case_id=case.pk, by=body.lead)
    code = codes(case)[0]
    with pytest.raises(RuleBroken):
        actions.judge(case_id=case.pk, code=code, verdict=Verdict.FINDINGS, by=body.lead)
    found = actions.find(case_id=case.pk, code=code, seen=wrong(), by=body.lead)
    assert found.due_on is not None
    assert 7 <= (found.due_on - clock.today()).days <= 14
    assert (found.source, found.kind, finding_queries.costs(case)) == ("document_review", "observation", {})
    with pytest.raises(RuleBroken):
        actions.judge(case_id=case.pk, code=code, verdict=Verdict.ACCEPTED, by=body.lead)
    actions.judge(case_id=case.pk, code=code, verdict=Verdict.FINDINGS, by=body.lead)
    assert list(Letter.objects.filter(case=case).values_list("kind", flat=True)) == ["document_findings"]
    assert queries.line(case, code).state is State.FINDINGS

    again(body, case, code)
    assert queries.line(case, code).state is State.WAITING
    actions.judge(case_id=case.pk, code=code, verdict=Verdict.ACCEPTED, text="已补时限", by=body.evaluator)
    found.refresh_from_db()
    assert (found.state, [step.step for step in finding_queries.steps(found.pk)]) == ("closed", ["accept_paper"])
    rounds = [(one.number, one.verdict) for one in queries.line(case, code).rounds]
    assert rounds == [(1, "findings"), (2, "accepted")]


def test_only_the_team_judges_and_only_now(body: Body, case: Case) -> None:
    with pytest.raises(RuleBroken):
        actions.judge(case_id=case.pk, code="manual", verdict=Verdict.ACCEPTED, by=body.lead)
    actions.begin(case_id=case.pk, by=body.officer)
    code = codes(case)[0]
    for by in (body.officer, body.admin, body.reviewer, client_actor(body.tenant, "叶青")):
        with pytest.raises(NotAllowed):
            actions.judge(case_id=case.pk, code=code, verdict=Verdict.ACCEPTED, by=by)
    with pytest.raises(NotFound):
        actions.judge(case_id=case.pk, code="none", verdict=Verdict.ACCEPTED, by=body.lead)


def test_a_finding_on_a_document_is_no_deduction(body: Body, case: Case) -> None:
    actions.begin(case_id=case.pk, by=body.lead)
    seen = Seen(kind=Kind.STRENGTH, text="好", source=Source.DOCUMENT_REVIEW)
    with pytest.raises(RuleBroken):
        findings.raise_finding(case_id=case.pk, seen=seen, by=body.lead)
    assert Finding.objects.filter(case=case).count() == 0


def test_the_gate_asks_as_often_for_many_cases(body: Body, case: Case, django_assert_num_queries: object) -> None:
    actions.begin(case_id=case.pk, by=body.lead)
    other = body.case(Stage.CONTRACTED)
    actions.begin(case_id=other.pk, by=body.lead)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert set(queries.unaccepted([case, other])) == {case.pk, other.pk}


def test_texts_are_read_once(body: Body, case: Case) -> None:
    actions.begin(case_id=case.pk, by=body.lead)
    paper = queries.lines(case)[0].newest
    assert paper is not None
    for _time in range(2):
        actions.read(paper_id=paper.pk, by=body.lead)
    assert list(PaperText.objects.filter(paper=paper).values_list("text", flat=True)) == [""]
