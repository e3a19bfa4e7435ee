"""回访: drawn when the order is closed, tried by the plan, ended; no word of a customer in the ledger."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.service.follow_up.checking import leaves
from tests.service.repair.actions.conftest import Hands
from tests.service.repair.checking import leaves_nothing, snapshot
from tests.shop import Shop
from wuxing.core import background
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.customer_care.actions import restrict_customer
from wuxing.governance.models import Target
from wuxing.service.follow_up import actions, queries, rules
from wuxing.service.follow_up.endings import draw
from wuxing.service.follow_up.models import CallTry, FollowUpCall, SurveyInvitation
from wuxing.service.follow_up.rules import Rule
from wuxing.service.repair import actions as repair
from wuxing.service.repair.actions.endings import Closing
from wuxing.service.repair.models import WorkOrder

CASE = "service_request"


def planned(shop: Shop, order: WorkOrder) -> FollowUpCall:
    made = actions.plan_call(order_id=order.pk, by=shop.agent)
    assert made is not None
    return made


def test_without_a_plan_every_closed_order_is_called(hands: Hands, shop: Shop) -> None:
    order = shop.fixed()
    repair.finish_work(order_id=order.pk, by=shop.visitor)
    repair.review_order(order_id=order.pk, by=shop.dispatcher)
    with leaves(("repair.close", CASE, order.request_id, {"outcome": "fixed"})):
        repair.close_order(order_id=order.pk, by=shop.dispatcher)
    assert Target.objects.get(kind="follow_up").stopped_at is None

    with leaves(("follow_up.begin", CASE, order.request_id, {"due_at": hands.at + timedelta(hours=72)})):
        made = planned(shop, order)
    assert (made.state, made.kind, made.due_at, made.plan, made.ticket) == (
        "planned",
        "after_service",
        hands.at + timedelta(hours=72),
        None,
        None,
    )
    assert actions.plan_call(order_id=order.pk, by=shop.agent) is None  # safe to run twice
    assert FollowUpCall.objects.count() == 1


def test_the_job_plans_the_call_and_invites(shop: Shop, order: WorkOrder) -> None:
    background.discover()
    who = {"tenant_id": shop.tenant.pk, "user_id": shop.dispatcher.user_id, "name": "", "roles": [], "zone": "UTC"}
    ids = {"order_id": order.pk, "drawn": 1, "plan_id": 0, "rule": -1, "ticket": 0}
    for _again in range(2):  # a job may run twice
        background.perform("follow_up.begin", by=who | {"source": ""}, ids=ids)
    assert (FollowUpCall.objects.count(), SurveyInvitation.objects.count()) == (1, 1)


def test_the_draw_stands_in_the_closing_and_follows_from_the_seed(hands: Hands, shop: Shop) -> None:
    plan = actions.save_plan(rules_of_plan=[Rule(0), Rule(50, line="冰箱")], reason="一半", by=shop.manager)
    order = shop.closed()
    ticket = rules.ticket_of(bytes(plan.seed), order.number)
    called = rules.is_drawn(ticket, 50)
    told = {"draw": {"plan": 1, "share": 50, "ticket": ticket, "called": called}}
    entry = Entry.objects.get(event="repair.close", target_id=order.pk)
    assert entry.payload == {"outcome": "fixed", **told}
    assert Target.objects.filter(kind="follow_up").exists() is called  # nothing is promised to who is not called


def test_the_unhappy_are_never_left_out(hands: Hands, shop: Shop, customer: Actor) -> None:
    """A plan that calls nobody else calls who complained, or signed as not content."""
    actions.save_plan(rules_of_plan=[Rule(0), Rule(100, unhappy=True)], reason="只打不满意的", by=shop.manager)
    order = shop.at_work()
    repair.diagnose(order_id=order.pk, cause="fan", finding="风机卡滞", branch="fix_now", by=shop.visitor)
    repair.finish_visit(order_id=order.pk, outcome="completed", by=shop.visitor)
    repair.sign_order(order_id=order.pk, name="王丽华", satisfied=True, by=shop.visitor)
    order.refresh_from_db()
    assert draw(order, shop.dispatcher).promises == ()
    repair.sign_order(order_id=order.pk, name="王丽华", satisfied=False, by=shop.visitor)
    assert draw(order, shop.dispatcher).promises == ("follow_up",)


def test_a_call_is_tried_and_reached(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    hands.forward(hours=1)
    again = hands.at + timedelta(hours=4)
    told = {"result": "no_answer", "sequence": 1, "next_at": again}
    with leaves(("follow_up.try", CASE, order.request_id, told)):
        call = actions.record_try(call_id=call.pk, result="no_answer", note=" 没人接 ", by=shop.agent)
    assert (call.state, call.tries, call.failed, call.next_at) == ("planned", 1, 1, again)
    assert CallTry.objects.get().note == "没人接"
    with leaves_nothing(RuleBroken, "the plan keeps a distance between tries; wait for the next one"):
        actions.show_number(call_id=call.pk, by=shop.agent)

    hands.forward(hours=5)
    assert actions.show_number(call_id=call.pk, by=shop.agent).phone == "13805912046"
    told = {"result": "reached", "sequence": 2, "next_at": None}
    with leaves(("follow_up.try", CASE, order.request_id, told)):
        call = actions.record_try(
            call_id=call.pk,
            result="reached",
            satisfied=False,
            answers={"fixed": "no", "wish": "再来一次"},
            by=shop.agent,
        )
    assert (call.state, call.satisfied, call.answers, call.ended_at) == (
        "reached",
        False,
        {"fixed": False, "wish": "再来一次"},
        hands.at,
    )
    order.refresh_from_db()
    assert (order.followed_up_at, order.follow_up_satisfied) == (hands.at, False)
    target = Target.objects.get(kind="follow_up")
    assert (target.stopped_at, target.kept) == (hands.at, True)
    with leaves_nothing(RuleBroken, "this call is over"):
        actions.record_try(call_id=call.pk, result="busy", by=shop.agent)


def test_three_tries_and_one_gives_up(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    for result in ("busy", "later", "wrong_number", "no_answer"):
        hands.forward(hours=5)
        later = hands.at + timedelta(hours=2) if result == "later" else None
        call = actions.record_try(call_id=call.pk, result=result, later_at=later, by=shop.agent)
    assert (call.state, call.tries, call.failed) == ("unreachable", 4, 3)
    target = Target.objects.get(kind="follow_up")
    assert (target.stopped_at, target.kept) == (hands.at, None)  # nobody can say that it was kept
    order.refresh_from_db()
    assert (order.followed_up_at, order.follow_up_satisfied) == (None, None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"result": "x"}, "result"),
        ({"result": "later"}, "later_at"),
        ({"result": "reached"}, "satisfied"),
        ({"result": "busy", "note": "x" * 501}, "note"),
        ({"result": "reached", "satisfied": True, "answers": {"manner": "9"}}, "manner"),
    ],
)
def test_a_try_that_cannot_be(shop: Shop, order: WorkOrder, said: dict[str, object], field: str) -> None:
    call = planned(shop, order)
    before = snapshot()
    with pytest.raises(BadInput) as refusal:
        actions.record_try(call_id=call.pk, by=shop.agent, **said)  # type: ignore[arg-type]
    assert ([*refusal.value.fields], snapshot() == before) == ([field], True)


def test_an_order_that_goes_on_is_not_called(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    hands.forward(hours=1)
    repair.reopen_order(order_id=order.pk, reason="又坏", by=shop.dispatcher)
    call.refresh_from_db()
    assert (call.state, call.ended_at) == ("cancelled", hands.at)
    assert actions.plan_call(order_id=order.pk, by=shop.agent) is None


def test_a_call_written_down_on_the_orders_page_ends_the_planned_one(
    hands: Hands, shop: Shop, order: WorkOrder
) -> None:
    call = planned(shop, order)
    repair.record_follow_up(order_id=order.pk, reached=True, satisfied=True, by=shop.agent)
    call.refresh_from_db()
    assert (call.state, call.satisfied, call.ended_at) == ("reached", True, hands.at)


def test_a_call_is_taken_off_the_list_with_a_reason(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    with leaves_nothing(BadInput):
        actions.cancel_call(call_id=call.pk, reason=" ", by=shop.manager)
    with leaves_nothing(NotAllowed):
        actions.cancel_call(call_id=call.pk, reason="不要", by=shop.agent)
    with leaves(("follow_up.cancel", CASE, order.request_id, {"reason": "客户要求"})):
        actions.cancel_call(call_id=call.pk, reason=" 客户要求 ", by=shop.manager)
    assert FollowUpCall.objects.get().state == "cancelled"


def test_wrong_role_other_tenant_own_work(
    shop: Shop, order: WorkOrder, actor: Callable[..., Actor], other_company: Tenant
) -> None:
    call = planned(shop, order)
    both = actor(Role.TECHNICIAN, Role.SERVICE_MANAGER, name="陈伟")
    shop.technician.user_id = both.user_id
    shop.technician.save()
    for by in (shop.visitor, shop.dispatcher, both):
        with leaves_nothing(NotAllowed):
            actions.record_try(call_id=call.pk, result="busy", by=by)
        with leaves_nothing(NotAllowed):
            actions.show_number(call_id=call.pk, by=by)
    stranger = actor(Role.SERVICE_MANAGER, tenant=other_company)
    with in_tenant(other_company.pk), leaves_nothing(NotFound):
        actions.record_try(call_id=call.pk, result="busy", by=stranger)


def test_tries_plans_and_scripts_are_for_good(shop: Shop, order: WorkOrder) -> None:
    actions.record_try(call_id=planned(shop, order).pk, result="busy", by=shop.agent)
    plan = actions.save_plan(rules_of_plan=[Rule(10)], reason="试", by=shop.manager)
    for change in (
        lambda: CallTry.objects.update(result="reached"),
        lambda: CallTry.objects.all().delete(),
        lambda: type(plan).objects.update(seed=bytes(32)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_no_word_of_a_customer_stands_in_the_ledger(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    actions.record_try(
        call_id=call.pk, result="reached", satisfied=False, note="很生气", answers={"wish": "退钱"}, by=shop.agent
    )
    actions.raise_problem(order_id=order.pk, text="师傅迟到两小时", wish="道歉", by=shop.agent)
    told = " ".join(str(entry.payload) for entry in Entry.objects.filter(event__regex="^(follow_up|problem)"))
    assert [word for word in ("很生气", "退钱", "迟到", "道歉", "False") if word in told] == []


def test_the_list_shows_the_overdue_first_page_by_page(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    first = planned(shop, order)
    rows = [
        FollowUpCall(
            tenant_id=shop.tenant.pk,
            kind="after_service",
            order=order,
            state="reached" if n % 2 else "unreachable",
            planned_at=hands.at,
            due_at=hands.at,
            ended_at=hands.at,
        )
        for n in range(60)
    ]
    FollowUpCall.objects.bulk_create(rows)
    assert [row["pk"] for row in queries.calls("now", hands.at).rows] == [first.pk]
    page = queries.calls("ended", hands.at)
    rest = queries.calls("ended", hands.at, page.next)
    assert (len(page.rows), len(rest.rows), rest.next) == (50, 10, "")
    assert queries.calls("now", hands.at, besides=shop.visitor.user_id).rows == []  # not one's own work
    actions.record_try(call_id=first.pk, result="no_answer", by=shop.agent)
    assert (queries.calls("now", hands.at).rows, len(queries.calls("later", hands.at).rows)) == ([], 1)


def test_who_restricted_their_data_is_not_called_unless_they_asked_for_it(hands: Hands, shop: Shop) -> None:
    order = shop.closed()
    call = planned(shop, order)
    restrict_customer(customer_id=order.customer_id or 0, restricted=True, reason="客户要求", by=shop.agent)
    why = "the customer has restricted the use of their data to what the service needs"
    with leaves_nothing(RuleBroken, why):
        actions.show_number(call_id=call.pk, by=shop.agent)
    assert queries.why_not_disturb(FollowUpCall(kind="call_back", order=order)) is None
    assert draw(order, shop.agent) == Closing((), {"draw": {"called": False, "restricted": True}})
