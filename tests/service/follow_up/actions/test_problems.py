"""问题与投诉: step by step until the customer says that it is well; passed on in words of ours."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.service.follow_up.checking import leaves
from tests.service.repair.actions.conftest import Hands
from tests.service.repair.checking import leaves_nothing, snapshot
from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.commitments import subjects
from wuxing.governance.models import Nonconformity, Promise, Target
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import FollowUpCall, Problem, ProblemStep, SurveyInvitation
from wuxing.service.repair.models import ServiceRequest, WorkOrder

P = "problem"


@pytest.fixture
def problem(shop: Shop, order: WorkOrder) -> Problem:
    return actions.raise_problem(order_id=order.pk, text="还在响", wish="再来一次", by=shop.agent)


def test_a_problem_heard_in_a_call_is_written_down(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    made = actions.raise_problem(order_id=order.pk, text=" 还在响 ", severity="critical", by=shop.agent)
    assert (made.number, made.state, made.kind, made.text, made.severity, made.due_at) == (
        "PB-2026-000001",
        "open",
        "call",
        "还在响",
        "critical",
        hands.at + timedelta(hours=48),
    )
    entry = Entry.objects.get(event="problem.raise")
    assert entry.payload == {"number": made.number, "kind": "call", "severity": "critical"}
    assert FollowUpCall.objects.count() == 0  # the customer is on the line already


def test_the_promise_to_call_back_says_until_when(hands: Hands, shop: Shop, order: WorkOrder, customer: Actor) -> None:
    Promise.objects.create(
        tenant=shop.tenant, kind="call_back", text="两小时内回电", minutes=120, starts_at=hands.at - timedelta(days=1)
    )
    made = actions.complain(order_id=order.pk, text="态度差", by=customer)
    assert made.due_at == hands.at + timedelta(hours=2)
    assert FollowUpCall.objects.get().due_at == made.due_at
    hands.forward(hours=1)
    actions.contact(problem_id=made.pk, note="已致歉", by=shop.agent)
    target = Target.objects.get(subject_type="problem", subject_id=made.pk)
    assert (target.kind, target.stopped_at, target.kept) == ("call_back", hands.at, True)
    assert FollowUpCall.objects.get().state == "reached"


def test_a_call_back_that_was_asked_for_is_promised_until_somebody_is_reached(
    hands: Hands, shop: Shop, invitation: SurveyInvitation, customer: Actor
) -> None:
    Promise.objects.create(
        tenant=shop.tenant, kind="call_back", text="两小时内回电", minutes=120, starts_at=hands.at - timedelta(days=1)
    )
    actions.answer(invitation_id=invitation.pk, scores={}, wants_call=True, by=customer)
    call, problem = FollowUpCall.objects.get(kind="call_back"), Problem.objects.get()
    target = Target.objects.get(kind="call_back")
    assert (target.subject_type, target.subject_id) == (P, problem.pk)
    assert (target.due_at, call.due_at, target.stopped_at) == (hands.at + timedelta(hours=2), target.due_at, None)

    hands.forward(hours=1)
    actions.record_try(call_id=call.pk, result="no_answer", by=shop.agent)
    target.refresh_from_db()
    assert target.stopped_at is None
    hands.forward(hours=4)
    actions.record_try(call_id=call.pk, result="reached", satisfied=True, by=shop.agent)
    target.refresh_from_db()
    assert (target.stopped_at, target.kept) == (hands.at, False)


def test_without_a_promise_a_call_back_has_no_target(shop: Shop, invitation: SurveyInvitation, customer: Actor) -> None:
    actions.answer(invitation_id=invitation.pk, scores={}, wants_call=True, by=customer)
    assert FollowUpCall.objects.filter(kind="call_back").count() == 1
    assert Target.objects.filter(kind="call_back").count() == 0


def test_who_is_reminded_of_a_call_back_reads_the_number_of_its_problem(shop: Shop, problem: Problem) -> None:
    actions.assign(problem_id=problem.pk, owner_id=shop.agent.user_id, by=shop.manager)
    found = subjects.read(P, [problem.pk])[problem.pk]
    assert (found.number, found.title, found.user_id, found.url) == (
        problem.number,
        problem.order.number,
        shop.agent.user_id,
        f"/problems/{problem.pk}/",
    )


def test_a_complaint_of_the_customer_is_acknowledged_at_once(
    hands: Hands, shop: Shop, order: WorkOrder, customer: Actor
) -> None:
    made = actions.complain(order_id=order.pk, text="态度差", wish="道歉", by=customer)
    assert (made.kind, made.state, made.acknowledged_at, made.severity) == (
        "complaint",
        "acknowledged",
        hands.at,
        "major",
    )
    assert [entry.event for entry in Entry.objects.filter(case_type=P, case_id=made.pk).order_by("pk")] == [
        "problem.raise",
        "problem.acknowledge",
    ]


def test_a_complaint_by_telephone_waits_to_be_acknowledged(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    made = actions.take_complaint(order_id=order.pk, text="态度差", by=shop.agent)
    assert made.state == "received"
    with leaves_nothing(RuleBroken, "acknowledge the complaint first"):
        actions.contact(problem_id=made.pk, note="电话", by=shop.agent)
    with leaves(("problem.acknowledge", P, made.pk, {})):
        made = actions.acknowledge(problem_id=made.pk, note="短信", by=shop.agent)
    assert (made.state, made.acknowledged_at) == ("acknowledged", hands.at)


def test_the_way_of_a_problem(hands: Hands, shop: Shop, problem: Problem) -> None:
    with leaves_nothing(RuleBroken, "talk with the customer first"):
        actions.solve(problem_id=problem.pk, note="x", by=shop.agent)
    with leaves(("problem.contact", P, problem.pk, {})):
        actions.contact(problem_id=problem.pk, note="已联系", by=shop.agent)
    with leaves(("problem.solve", P, problem.pk, {})):
        solved = actions.solve(problem_id=problem.pk, note="换了风扇", by=shop.agent)
    assert (solved.state, solved.solved_at, solved.solved_by_id) == ("solved", hands.at, shop.agent.user_id)
    with leaves_nothing(RuleBroken, "somebody else asks the customer whether it is solved"):
        actions.verify(problem_id=problem.pk, content=True, by=shop.agent)
    with leaves_nothing(BadInput):
        actions.verify(problem_id=problem.pk, content=False, by=shop.manager)
    with leaves(("problem.return", P, problem.pk, {})):
        back = actions.verify(problem_id=problem.pk, content=False, note="还响", by=shop.manager)
    assert (back.state, back.solved_at, back.solved_by_id) == ("contacted", None, None)
    actions.solve(problem_id=problem.pk, note="换了压缩机", by=shop.agent)
    with leaves(("problem.verify", P, problem.pk, {})):
        over = actions.verify(problem_id=problem.pk, content=True, by=shop.manager)
    assert (over.state, over.verified_at, over.verified_by_id) == ("verified", hands.at, shop.manager.user_id)
    assert [one.step for one in ProblemStep.objects.order_by("pk")] == [
        "contact",
        "solve",
        "return",
        "solve",
        "verify",
    ]
    with leaves_nothing(RuleBroken, "the customer confirmed it; it is over"):
        actions.contact(problem_id=problem.pk, note="x", by=shop.agent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.update(solved_by_id=shop.manager.user_id)  # the database knows it too


def test_an_owner_and_a_day(hands: Hands, shop: Shop, problem: Problem) -> None:
    due = hands.at + timedelta(days=1)
    told = {"owner_id": shop.manager.user_id, "due_at": due, "severity": "major"}
    with leaves(("problem.assign", P, problem.pk, told)):
        actions.assign(problem_id=problem.pk, by=shop.agent, **told)  # type: ignore[arg-type]
    for wrong in ({"owner_id": 10**7}, {"owner_id": None, "due_at": hands.at}, {"owner_id": None, "severity": "x"}):
        before = snapshot()
        with pytest.raises(BadInput):
            actions.assign(problem_id=problem.pk, by=shop.agent, **wrong)  # type: ignore[arg-type]
        assert snapshot() == before


def test_passed_on_as_a_nonconformity(hands: Hands, shop: Shop, problem: Problem) -> None:
    passed = actions.pass_on(problem_id=problem.pk, to="nonconformity", note="风扇批次异响", by=shop.agent)
    found = Nonconformity.objects.get()
    assert (found.origin_type, found.origin_id, found.title, found.source) == (
        "work_order",
        problem.order_id,
        "风扇批次异响",
        "customer",
    )
    step = ProblemStep.objects.get()
    assert (passed.state, step.passed_to, step.passed_id, step.passed_number) == (
        "passed_on",
        "nonconformity",
        found.pk,
        found.number,
    )
    assert "还在响" not in str(
        Entry.objects.get(event="nonconformity.report").payload
    )  # the customer's words stay here
    with leaves_nothing(RuleBroken, "somebody else asks the customer whether it is solved"):
        actions.verify(problem_id=problem.pk, content=True, by=shop.agent)  # who passed it on
    assert actions.verify(problem_id=problem.pk, content=True, by=shop.manager).state == "verified"


def test_who_talked_about_it_does_not_verify_it(shop: Shop, problem: Problem, actor: Callable[..., Actor]) -> None:
    actions.contact(problem_id=problem.pk, note="已联系", by=shop.manager)
    actions.solve(problem_id=problem.pk, note="换了风扇", by=shop.agent)
    with leaves_nothing(RuleBroken, "somebody else asks the customer whether it is solved"):
        actions.verify(problem_id=problem.pk, content=True, by=shop.manager)
    assert actions.verify(problem_id=problem.pk, content=True, by=actor(Role.AGENT, name="钱一")).state == "verified"


def test_passed_on_as_a_new_request(hands: Hands, shop: Shop, problem: Problem) -> None:
    actions.pass_on(problem_id=problem.pk, to="service_request", note="复修异响", by=shop.agent)
    made = ServiceRequest.objects.latest("pk")
    before = problem.order.request
    assert (
        made.customer_id,
        made.asset_id,
        made.site_id,
        made.contact_id,
        made.fault,
        made.channel,
        made.passed_on_by,
    ) == (
        before.customer_id,
        before.asset_id,
        before.site_id,
        before.contact_id,
        "复修异响",
        "passed_on",
        problem.number,
    )


def test_passed_on_by_opening_the_order_again(hands: Hands, shop: Shop, problem: Problem) -> None:
    hands.forward(hours=1)
    with leaves_nothing(NotAllowed):  # an agent opens no order
        actions.pass_on(problem_id=problem.pk, to="work_order", note="复修", by=shop.agent)
    actions.pass_on(problem_id=problem.pk, to="work_order", note="复修", by=shop.manager)
    assert WorkOrder.objects.get(pk=problem.order_id).state == "reopened"


STEPS: list[Callable[[int, Actor], Any]] = [
    lambda pk, by: actions.acknowledge(problem_id=pk, by=by),
    lambda pk, by: actions.assign(problem_id=pk, owner_id=None, by=by),
    lambda pk, by: actions.contact(problem_id=pk, note="x", by=by),
    lambda pk, by: actions.solve(problem_id=pk, note="x", by=by),
    lambda pk, by: actions.verify(problem_id=pk, content=True, by=by),
    lambda pk, by: actions.pass_on(problem_id=pk, to="nonconformity", note="x", by=by),
]


@pytest.mark.parametrize("step", STEPS, ids=["acknowledge", "assign", "contact", "solve", "verify", "pass_on"])
def test_wrong_role_other_tenant_own_work(
    shop: Shop, problem: Problem, step: Callable[[int, Actor], Any], actor: Callable[..., Actor], other_company: Tenant
) -> None:
    both = actor(Role.TECHNICIAN, Role.SERVICE_MANAGER, name="陈伟")
    for by in (shop.visitor, shop.dispatcher):
        with leaves_nothing(NotAllowed):
            step(problem.pk, by)
    shop.technician.user_id = both.user_id
    shop.technician.save()
    with leaves_nothing(NotAllowed):
        step(problem.pk, both)
    stranger = actor(Role.SERVICE_MANAGER, tenant=other_company)
    with in_tenant(other_company.pk), leaves_nothing(NotFound):
        step(problem.pk, stranger)


def test_who_may_write_a_problem_down(shop: Shop, order: WorkOrder, customer: Actor) -> None:
    for by in (shop.visitor, shop.dispatcher, customer):
        with leaves_nothing(NotAllowed):
            actions.raise_problem(order_id=order.pk, text="x", by=by)
    with leaves_nothing(NotAllowed):
        actions.complain(order_id=order.pk, text="x", by=shop.agent)
    with leaves_nothing(BadInput):
        actions.complain(order_id=order.pk, text=" ", by=customer)
