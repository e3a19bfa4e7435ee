"""评价: invited once a way, answered once for good; a low answer opens a problem and a call back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.service.follow_up.checking import leaves
from tests.service.follow_up.conftest import GOOD, LOW
from tests.service.repair.actions.conftest import Hands
from tests.service.repair.checking import leaves_nothing, snapshot
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Membership, Tenant
from wuxing.core.notices.models import Notice
from wuxing.core.tenants import in_tenant
from wuxing.customers.customer_care.actions.consents import record_consent
from wuxing.customers.customer_care.erasing import forget
from wuxing.customers.models import Customer
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.actions.surveying import digest_of
from wuxing.service.follow_up.models import FollowUpCall, Problem, SurveyAnswer, SurveyInvitation
from wuxing.service.follow_up.queries import may_survey
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import WorkOrder

CASE = "service_request"


def answered(invitation: SurveyInvitation, by: Actor, **said: Any) -> SurveyAnswer:
    return actions.answer(invitation_id=invitation.pk, by=by, **({"scores": GOOD, "recommend": 9} | said))


def test_a_customer_is_invited_once_a_way(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    until = hands.at + timedelta(days=14)
    with leaves(("survey.invite", CASE, order.request_id, {"channel": "link", "expires_at": until})):
        made = actions.invite(order_id=order.pk, by=shop.manager)
    assert made is not None
    assert (made.state, made.expires_at, made.digest) == ("invited", until, digest_of(actions.word_of(made)))
    assert len(actions.word_of(made)) == 36
    again = actions.invite(order_id=order.pk, by=shop.manager)
    assert again is not None
    assert (again.pk, actions.word_of(again)) == (made.pk, actions.word_of(made))
    by_code = actions.invite(order_id=order.pk, channel="qr", by=shop.visitor)
    assert by_code is not None
    assert (by_code.pk != made.pk, SurveyInvitation.objects.count()) == (True, 2)


def test_the_word_of_a_link_is_kept_nowhere(invitation: SurveyInvitation) -> None:
    word = actions.word_of(invitation)
    invitations = str(snapshot()["service_surveyinvitation"])
    told = str([entry.payload for entry in Entry.objects.all()])
    assert [word in place for place in (invitations, told)] == [False, False]


def test_who_may_invite_and_when(hands: Hands, shop: Shop, customer: Actor, actor: Any, other_company: Tenant) -> None:
    order = shop.at_work()
    for by in (shop.manager, shop.agent):
        with leaves_nothing(RuleBroken, "the customer is asked when the work is done"):
            actions.invite(order_id=order.pk, by=by)
    with leaves_nothing(NotAllowed):
        actions.invite(order_id=order.pk, by=shop.visitor)  # not the technician, but by the code on the screen
    colleague = actor(Role.TECHNICIAN, name="周涛")
    with leaves_nothing(NotAllowed):
        actions.invite(order_id=order.pk, channel="qr", by=colleague)
    with leaves_nothing(NotAllowed):
        actions.invite(order_id=order.pk, channel="qr", by=customer)
    stranger = actor(Role.SERVICE_MANAGER, tenant=other_company)
    with in_tenant(other_company.pk), leaves_nothing(NotFound):
        actions.invite(order_id=order.pk, by=stranger)


def test_an_answer_is_kept_and_its_digest_sealed(
    hands: Hands, shop: Shop, customer: Actor, invitation: SurveyInvitation
) -> None:
    hands.forward(days=1)
    made = answered(invitation, customer, comment=" 很好 ")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_at) == ("answered", hands.at)
    assert (made.skill, made.punctuality, made.recommend, made.comment, made.channel) == (5, 4, 9, "很好", "link")
    entry = Entry.objects.get(event="survey.answer")
    assert (entry.payload, entry.case_type, entry.actor_id) == (
        {"channel": "link", "commitment": made.commitment},
        CASE,
        None,
    )
    assert actions.is_unchanged(made) is True
    made.skill = 4
    assert actions.is_unchanged(made) is False
    assert Problem.objects.count() == 0


def test_one_answer_an_invitation(hands: Hands, customer: Actor, invitation: SurveyInvitation, shop: Shop) -> None:
    answered(invitation, customer)
    with leaves_nothing(RuleBroken, "this survey was answered already; thank you"):
        answered(invitation, customer)
    assert actions.invite(order_id=invitation.order_id, by=shop.manager) is None  # nobody is asked twice


def test_a_survey_ends(hands: Hands, customer: Actor, invitation: SurveyInvitation, shop: Shop) -> None:
    hands.forward(days=14)
    with leaves_nothing(RuleBroken, "this survey is over; thank you for coming by"):
        answered(invitation, customer)
    again = actions.invite(order_id=invitation.order_id, by=shop.manager)
    invitation.refresh_from_db()
    assert (invitation.state, again is not None and again.pk != invitation.pk) == ("expired", True)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"scores": {}, "recommend": None}, ["result"]),
        ({"scores": {"skill": 0}}, ["skill"]),
        ({"scores": {"skill": 6}}, ["skill"]),
        ({"scores": {"beauty": 5}}, ["beauty"]),
        ({"recommend": 11}, ["recommend"]),
        ({"comment": "x" * 1001}, ["comment"]),
    ],
)
def test_answers_that_are_none(customer: Actor, invitation: SurveyInvitation, said: Any, fields: list[str]) -> None:
    before = snapshot()
    with pytest.raises(BadInput) as refusal:
        answered(invitation, customer, **said)
    assert ([*refusal.value.fields], snapshot() == before) == (fields, True)


def test_staff_do_not_answer_for_customers(shop: Shop, invitation: SurveyInvitation) -> None:
    for by in (shop.visitor, shop.manager, shop.agent):
        with leaves_nothing(NotAllowed):
            answered(invitation, by)


def test_a_low_answer_opens_a_problem_and_a_call_back(
    hands: Hands, shop: Shop, customer: Actor, invitation: SurveyInvitation
) -> None:
    made = answered(invitation, customer, scores=LOW, recommend=0, comment="师傅态度差")
    problem = Problem.objects.get()
    assert (problem.kind, problem.state, problem.severity, problem.text, problem.answer_id) == (
        "survey",
        "open",
        "major",
        "师傅态度差",
        made.pk,
    )
    call = FollowUpCall.objects.get()
    assert (call.kind, call.problem_id, call.due_at, call.state) == ("call_back", problem.pk, problem.due_at, "planned")
    told = Entry.objects.get(event="problem.raise")
    assert (told.case_type, told.case_id, told.payload) == (
        "problem",
        problem.pk,
        {"number": problem.number, "kind": "survey", "severity": "major"},
    )
    assert told.case_type != CASE  # not on the timeline that the technician reads


@pytest.mark.parametrize("heads", ["another", "none"])
def test_nobody_who_did_the_work_hears_of_it_whatever_else_they_are(
    hands: Hands, shop: Shop, customer: Actor, invitation: SurveyInvitation, heads: str
) -> None:
    head = Role.SERVICE_MANAGER.value
    Membership.objects.filter(user_id=shop.visitor.user_id).update(
        roles=[Role.TECHNICIAN.value, head, Role.AGENT.value]
    )
    if heads == "none":
        Membership.objects.filter(user_id=shop.manager.user_id).update(active=False)
    answered(invitation, customer, scores=LOW)
    told = set(Notice.objects.filter(event="problem.raise").values_list("recipient_id", flat=True))
    assert told == {shop.manager.user_id if heads == "another" else shop.agent.user_id}


def test_a_wish_to_be_called_is_one(hands: Hands, customer: Actor, invitation: SurveyInvitation) -> None:
    answered(invitation, customer, wants_call=True)
    assert [(one.severity, one.text) for one in Problem.objects.all()] == [("minor", "")]
    assert FollowUpCall.objects.get().kind == "call_back"


def test_answers_are_for_good_and_only_words_can_be_erased(
    hands: Hands, shop: Shop, customer: Actor, invitation: SurveyInvitation
) -> None:
    made = answered(invitation, customer, scores=LOW, recommend=0, comment="我是王丽华")
    for change in (
        lambda: SurveyAnswer.objects.update(skill=5),
        lambda: SurveyAnswer.objects.update(comment="好"),
        lambda: SurveyAnswer.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    call = FollowUpCall.objects.get()
    actions.record_try(
        call_id=call.pk,
        result="reached",
        satisfied=False,
        note="王丽华说",
        answers={"wish": "王丽华", "fixed": "no"},
        by=shop.agent,
    )
    forget([invitation.order.customer_id or 0], shop.manager)
    made.refresh_from_db()
    call.refresh_from_db()
    problem = Problem.objects.get()
    assert (made.comment, made.salt, made.skill, actions.is_unchanged(made)) == (None, None, 2, None)
    assert (call.answers, call.all_tries.get().note, problem.text) == ({"fixed": False}, None, "")


def test_a_reopened_order_is_asked_about_anew(
    hands: Hands, shop: Shop, customer: Actor, invitation: SurveyInvitation
) -> None:
    answered(invitation, customer)
    hands.forward(days=1)
    repair.reopen_order(order_id=invitation.order_id, reason="又坏", by=shop.dispatcher)
    WorkOrder.objects.update(state="closed", closed_at=clock.now())
    again = actions.invite(order_id=invitation.order_id, by=shop.manager)
    assert again is not None
    assert again.pk != invitation.pk


def test_who_objected_restricted_or_was_erased_is_not_asked(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    asked = {"purposes": ["survey"], "channel": "phone", "proof": "录音 1", "by": shop.agent}
    record_consent(customer_id=order.customer_id or 0, given=False, **asked)
    assert actions.invite(order_id=order.pk, by=shop.manager) is None
    hands.forward(minutes=1)
    record_consent(customer_id=order.customer_id or 0, given=True, **asked)
    assert may_survey(order.customer_id) is True
    for field in ("restricted_at", "erased_at"):
        Customer.objects.update(restricted_at=None, erased_at=None)
        Customer.objects.update(**{field: hands.at})
        assert (field, may_survey(order.customer_id)) == (field, False)
    assert may_survey(None) is False
