"""Plan, release, the client's answer."""

from datetime import timedelta

import pytest

from tests.certification.body import Body
from tests.certification.onsite_audit import site
from wuxing.certification.cases.models import Site
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import actions
from wuxing.certification.onsite_audit.models import Plan, PlanAnswer, PlanLine
from wuxing.certification.people.models import Absence
from wuxing.certification.surveillance import actions as surveillance
from wuxing.certification.surveillance.states import Method as Settled
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry


def test_a_draft_is_drawn_up_line_by_line(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW)
    plan = actions.start_plan(case_id=case.pk, by=body.lead)
    made = actions.add_line(case_id=case.pk, line=site.line(case, body.certifier(body.evaluator).pk), by=body.lead)

    assert list(PlanLine.objects.filter(plan=plan).values_list("pk", "leaves")) == [(made.pk, ["5.1.1.1"])]
    actions.remove_line(case_id=case.pk, line_id=made.pk, by=body.lead)
    assert PlanLine.objects.count() == 0
    events = Entry.objects.filter(case_type="case", case_id=case.pk, event__startswith="audit.").order_by("pk")
    assert list(events.values_list("event", flat=True)) == ["audit.plan", "audit.plan_line", "audit.plan_line_out"]


def test_a_line_names_what_is_there(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW)
    actions.start_plan(case_id=case.pk, by=body.lead)
    wrong = site.line(case, body.certifier(body.reviewer).pk, leaves=("5.1.1.1", "9.9"))

    with pytest.raises(BadInput) as error:
        actions.add_line(case_id=case.pk, line=wrong, by=body.lead)
    assert set(error.value.fields) == {"certifier_id", "leaves"}


@pytest.mark.parametrize("who", ["evaluator", "officer", "admin", "reviewer", "manager"])
def test_only_the_leader_plans(body: Body, who: str) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW)

    with pytest.raises(NotAllowed):
        actions.start_plan(case_id=case.pk, by=getattr(body, who))
    assert Plan.objects.count() == 0


def test_a_plan_with_gaps_is_not_released(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW)
    actions.start_plan(case_id=case.pk, by=body.lead)
    with pytest.raises(RuleBroken, match="the plan is empty"):
        actions.release_plan(case_id=case.pk, by=body.lead)
    actions.propose_lines(case_id=case.pk, first_day=site.MONDAY, by=body.lead)
    with pytest.raises(RuleBroken, match="not drawn yet"):
        actions.release_plan(case_id=case.pk, by=body.lead)
    site.drawn(body, case)
    with pytest.raises(RuleBroken, match="not planned yet"):
        actions.release_plan(case_id=case.pk, by=body.lead)
    case.refresh_from_db()
    assert case.stage == "document_review"


def test_an_absence_blocks_the_plan(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=0)
    Absence.objects.create(
        tenant=body.tenant, certifier=body.certifier(body.evaluator), starts_on=site.MONDAY, ends_on=site.MONDAY
    )
    with pytest.raises(RuleBroken, match="is away on 2026-11-30"):
        site.planned(body, case)


def test_a_released_plan_stands_and_a_change_is_a_new_version(body: Body) -> None:
    case = site.planned(body)
    first = Plan.objects.get(case=case)
    second = actions.start_plan(case_id=case.pk, by=body.lead)

    assert (second.version, second.lines.count()) == (2, first.lines.count())
    with pytest.raises(RuleBroken):
        site.met(body, case, "opening")
        actions.hold_opening(case_id=case.pk, by=body.lead)  # the newest version waits to be released
    actions.release_plan(case_id=case.pk, by=body.lead)
    case.refresh_from_db()
    assert (case.stage, Plan.objects.filter(case=case, state="released").count()) == ("planned", 2)


def test_an_objection_blocks_until_it_is_answered(body: Body) -> None:
    case, client = site.planned(body), site.client_of(body)
    about = body.certifier(body.evaluator).pk
    actions.answer_plan(case_id=case.pk, answer="objected", text="曾在我公司任职", certifier_id=about, by=client)
    site.met(body, case, "opening")

    with pytest.raises(RuleBroken, match="the client objects"):
        actions.hold_opening(case_id=case.pk, by=body.lead)
    with pytest.raises(NotAllowed):
        actions.overrule(case_id=case.pk, reason="已核实", by=body.lead)
    actions.overrule(case_id=case.pk, reason="已核实，与事实不符", by=body.officer)
    actions.hold_opening(case_id=case.pk, by=body.lead)
    assert list(PlanAnswer.objects.order_by("pk").values_list("answer", "certifier_id")) == [
        ("objected", about),
        ("overruled", about),
    ]


def test_only_the_client_answers_and_with_a_reason(body: Body) -> None:
    case = site.planned(body)

    with pytest.raises(NotAllowed):
        actions.answer_plan(case_id=case.pk, answer="confirmed", by=body.lead)
    with pytest.raises(BadInput):
        actions.answer_plan(case_id=case.pk, answer="objected", by=site.client_of(body))
    actions.answer_plan(case_id=case.pk, answer="confirmed", by=site.client_of(body))
    assert PlanAnswer.objects.get().answer == "confirmed"


def test_an_evaluation_at_a_distance_gives_its_reason(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=0, short_notice=True)
    actions.start_plan(case_id=case.pk, by=body.lead)

    with pytest.raises(BadInput) as error:
        actions.change_head(case_id=case.pk, remote="wholly", remote_reason="", short_notice_reason="", by=body.lead)
    assert set(error.value.fields) == {"remote_reason", "short_notice_reason"}
    actions.change_head(
        case_id=case.pk, remote="wholly", remote_reason="道路中断，视频连线", short_notice_reason="投诉", by=body.lead
    )
    actions.propose_lines(case_id=case.pk, first_day=site.MONDAY + timedelta(days=7), by=body.lead)
    plan = actions.release_plan(case_id=case.pk, by=body.lead)
    assert set(plan.lines.values_list("method", flat=True)) == {"remote"}


def test_a_site_beside_those_drawn_needs_a_reason(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW)
    site.drawn(body, case)
    left = Site.objects.filter(case=case, chosen=False).earliest("pk")

    with pytest.raises(BadInput):
        actions.choose_site(case_id=case.pk, site_id=left.pk, why=" ", by=body.lead)
    actions.choose_site(case_id=case.pk, site_id=left.pk, why="近期投诉集中", by=body.lead)
    left.refresh_from_db()
    assert (left.chosen, left.chosen_why) == (True, "近期投诉集中")


@pytest.mark.parametrize(
    ("settled", "remote", "methods"), [("remote", "wholly", {"remote"}), ("documents", "none", {"documents"})]
)
def test_a_way_of_evaluation_that_was_settled_is_in_the_plan(
    body: Body, settled: Settled, remote: str, methods: set[str]
) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=0)
    surveillance.set_alternative(case_id=case.pk, method=Settled(settled), reason="道路中断，视频连线", by=body.officer)
    plan = actions.start_plan(case_id=case.pk, by=body.lead)

    assert (plan.remote, plan.remote_reason) == (remote, "道路中断，视频连线" if remote == "wholly" else "")
    actions.propose_lines(case_id=case.pk, first_day=site.MONDAY, by=body.lead)
    assert set(plan.lines.values_list("method", flat=True)) == methods
    actions.release_plan(case_id=case.pk, by=body.lead)


def test_a_way_settled_after_the_plan_was_begun_is_in_its_proposal(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=0)
    plan = actions.start_plan(case_id=case.pk, by=body.lead)
    surveillance.set_alternative(case_id=case.pk, method=Settled.REMOTE, reason="道路中断", by=body.officer)
    actions.propose_lines(case_id=case.pk, first_day=site.MONDAY, by=body.lead)

    plan.refresh_from_db()
    assert (plan.remote, set(plan.lines.values_list("method", flat=True))) == ("wholly", {"remote"})


def test_a_plan_gives_nobody_the_indicators_of_another(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=0)
    who = body.certifier(body.evaluator).pk
    case.roles.filter(certifier=who).update(leaves=["5.1.1.1", "5.1.1.2"])
    actions.start_plan(case_id=case.pk, by=body.lead)
    actions.propose_lines(case_id=case.pk, first_day=site.MONDAY, by=body.lead)
    lines = PlanLine.objects.filter(plan__case=case)

    assert {leaf for one in lines.filter(certifier=who) for leaf in one.leaves} == {"5.1.1.1", "5.1.1.2"}
    made = actions.add_line(case_id=case.pk, line=site.line(case, who, leaves=("5.1.7-a",)), by=body.lead)
    with pytest.raises(RuleBroken, match=r"is not assigned to 5\.1\.7-a"):
        actions.release_plan(case_id=case.pk, by=body.lead)
    actions.remove_line(case_id=case.pk, line_id=made.pk, by=body.lead)
    actions.release_plan(case_id=case.pk, by=body.lead)
