"""保修判定与告知 on the way of an order: what costs waits until it was told, the finding decides again, a person may override."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from tests.service.repair.checking import leaves_nothing, leaves_one
from tests.shop import Shop
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.customers.entitlement import actions as entitlement
from wuxing.customers.models import EntitlementDecision, Product
from wuxing.service.repair import actions, queries
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import CONDUCT_CHECKS

from .conftest import Hands

OLD = date(2019, 1, 1)
COSTS = "this costs the customer money: tell them first, or name an exception"


def standing(order: WorkOrder) -> EntitlementDecision:
    order.request.refresh_from_db()
    found = order.request.entitlement
    assert found is not None
    return found


def at_the_door(shop: Shop, hands: Hands, *, told: bool, **call: Any) -> WorkOrder:
    """The technician is on site and asked again about the fault."""
    order = shop.order(**call)
    actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    start = hands.at + timedelta(hours=2)
    actions.agree_appointment(
        order_id=order.pk, slot=(start, start + timedelta(hours=1)), warranty_explained=told, by=shop.visitor
    )
    actions.depart(order_id=order.pk, by=shop.visitor)
    actions.arrive(order_id=order.pk, by=shop.visitor)
    checks = dict.fromkeys(CONDUCT_CHECKS, True)
    actions.confirm_problem(order_id=order.pk, checklist=checks, by=shop.visitor)
    return order


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ({"purchased_on": OLD}, COSTS),
        (
            {"purchased_on": None, "purchase_unknown": True},
            "the warranty is not clear: tell the customer what it may cost, or name an exception",
        ),
        ({}, "first tell the customer whether it is in warranty and what it costs"),
    ],
)
def test_no_work_before_the_customer_was_told(hands: Hands, shop: Shop, call: dict[str, Any], reason: str) -> None:
    order = at_the_door(shop, hands, told=False, **call)
    with leaves_nothing(RuleBroken, reason):
        actions.start_work(order_id=order.pk, by=shop.visitor)


def test_what_was_told_is_on_the_decision_with_how_and_by_whom(hands: Hands, shop: Shop) -> None:
    order = at_the_door(shop, hands, told=False, purchased_on=OLD)
    with leaves_one("repair.explain_warranty", case=order.request_id, outcome="out_of_warranty", fee_told="上门费50"):
        actions.explain_warranty(order_id=order.pk, fee_told=" 上门费50", by=shop.visitor)

    decision = standing(order)
    assert (decision.explained_at, decision.explained_by_id, decision.explained_how, decision.fee_told) == (
        hands.at, shop.visitor.user_id, "on_site", "上门费50",
    )  # fmt: skip
    assert actions.start_work(order_id=order.pk, by=shop.visitor).state == "working"


def test_a_told_appointment_counts_as_told_by_phone(hands: Hands, shop: Shop) -> None:
    order = at_the_door(shop, hands, told=True, purchased_on=OLD)
    assert (standing(order).explained_how, standing(order).explained_at) == ("phone", hands.at)
    with leaves_nothing(BadInput):
        actions.explain_warranty(order_id=order.pk, how="dream", by=shop.visitor)


def test_a_named_exception_lets_the_work_begin_and_telling_stays_due(hands: Hands, shop: Shop) -> None:
    order = at_the_door(shop, hands, told=False, purchased_on=OLD)
    kept = {"exception": "danger", "reason": "燃气泄漏", "outcome": "out_of_warranty"}
    with leaves_one("repair.except_telling", case=order.request_id, **kept):
        actions.except_telling(order_id=order.pk, exception="danger", reason="燃气泄漏", by=shop.visitor)

    actions.start_work(order_id=order.pk, by=shop.visitor)
    order.refresh_from_db()
    decision = standing(order)
    assert (decision.exception, decision.exception_by_id, decision.explained_at) == (
        "danger",
        shop.visitor.user_id,
        None,
    )
    assert "tell the customer about warranty and fee" in queries.gaps_before_finish(order)


def test_an_exception_is_named_reasoned_and_not_for_what_was_told(hands: Hands, shop: Shop) -> None:
    order = at_the_door(shop, hands, told=False, purchased_on=OLD)
    for exception, reason in (("hurry", "x"), ("danger", " ")):
        with leaves_nothing(BadInput):
            actions.except_telling(order_id=order.pk, exception=exception, reason=reason, by=shop.visitor)
    with leaves_nothing(NotAllowed):
        actions.except_telling(order_id=order.pk, exception="danger", reason="x", by=shop.agent)
    actions.explain_warranty(order_id=order.pk, by=shop.visitor)
    with leaves_nothing(RuleBroken, "the customer has been told; no exception is needed"):
        actions.except_telling(order_id=order.pk, exception="danger", reason="x", by=shop.visitor)


def test_a_finding_that_is_excluded_must_be_told_anew_before_it_is_charged(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.diagnose(order_id=order.pk, cause="use", finding="人为损坏", branch="fix_now", by=shop.visitor)

    decision = standing(order)
    assert (decision.outcome, decision.cause, decision.retell, decision.explained_at) == (
        "out_of_warranty", "use", True, None,
    )  # fmt: skip
    assert [hit["source"] for hit in decision.exclusions_hit] == ["law"]
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.payload) == (
        "repair.decide_again",
        {"before": "in_warranty", "after": "out_of_warranty", "cause": "use", "retell": True},
    )
    line = {"kind": "part", "name": "门封", "quantity": Decimal(1), "unit_price": Decimal(75)}
    with leaves_nothing(RuleBroken, COSTS):
        actions.add_line(order_id=order.pk, payer="customer", by=shop.visitor, **line)
    order.refresh_from_db()
    assert "tell the customer about warranty and fee" in queries.gaps_before_finish(order)

    actions.explain_warranty(order_id=order.pk, by=shop.visitor)
    assert actions.add_line(order_id=order.pk, payer="customer", by=shop.visitor, **line).payer == "customer"


def test_a_finding_that_changes_nothing_leaves_what_was_told(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    told_at = standing(order).explained_at
    actions.diagnose(order_id=order.pk, cause="compressor", finding="压缩机故障", branch="fix_now", by=shop.visitor)

    decision = standing(order)
    assert (decision.cause, decision.part, decision.retell, decision.explained_at) == (
        "compressor", "compressor", False, told_at,
    )  # fmt: skip
    assert decision.replaces_id is not None
    assert Entry.objects.latest("pk").event == "repair.diagnose"


def test_a_person_s_decision_stands_after_the_diagnosis(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.override_warranty(request_id=order.request_id, outcome="goodwill", reason="老客户", by=shop.dispatcher)
    actions.diagnose(order_id=order.pk, cause="use", finding="人为损坏", branch="fix_now", by=shop.visitor)

    decision = standing(order)
    assert (decision.proposed, decision.outcome, decision.override_reason, decision.retell) == (
        "out_of_warranty", "goodwill", "老客户", False,
    )  # fmt: skip


@pytest.mark.parametrize(("outcome", "retell"), [("goodwill", False), ("out_of_warranty", True)])
def test_an_override_that_costs_more_must_be_told_anew(hands: Hands, shop: Shop, outcome: str, retell: bool) -> None:
    order = shop.agreed()
    made = actions.override_warranty(request_id=order.request_id, outcome=outcome, reason="x", by=shop.dispatcher)
    order.refresh_from_db()
    order.request.refresh_from_db()
    assert (made.retell, queries.is_told(order)) == (retell, not retell)


def test_only_who_may_overrides(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    with leaves_nothing(NotAllowed):
        actions.override_warranty(request_id=order.request_id, outcome="goodwill", reason="x", by=shop.agent)


def test_terms_contracts_and_earlier_repairs_reach_the_decision(hands: Hands, shop: Shop) -> None:
    closed = shop.closed()
    asset = closed.asset
    assert asset is not None
    entitlement.add_contract(
        asset_id=asset.pk, kind="extended", number="YB-1", starts_on=date(2026, 1, 1), ends_on=date(2030, 1, 1),
        by=shop.agent,
    )  # fmt: skip
    entitlement.save_term(
        code="whole", kind="coverage", title="整机三年", category="冰箱", months=36, valid_from=date(2020, 1, 1),
        by=shop.manager,
    )  # fmt: skip
    hands.forward(days=10)

    decision = standing(shop.order())
    assert [(hit["source"], hit["code"]) for hit in decision.rules_hit] == [
        ("guarantee", "cn-general-goods"), ("term", "whole"), ("extended", "YB-1"),
    ]  # fmt: skip
    assert (decision.claim_count, decision.repeat_repair, decision.law) == (1, True, "cn-general-goods@1995")
    assert decision.inputs["repairs"][0]["same_fault"] is True


@pytest.mark.parametrize(
    ("bought", "rights"), [(date(2023, 11, 16), []), (date(2026, 11, 10), ["seven_days", "fifteen_days"])]
)
def test_the_day_of_the_report_counts_not_that_of_the_diagnosis(
    hands: Hands, shop: Shop, bought: date, rights: list[str]
) -> None:
    """Reported on the last day of the warranty, or in the first week: that we come days later takes nothing away."""
    order = at_the_door(shop, hands, told=True, purchased_on=bought, serial="518A-26-000001")
    first = standing(order)
    actions.start_work(order_id=order.pk, by=shop.visitor)
    hands.at += timedelta(days=12)
    actions.diagnose(order_id=order.pk, cause="fan", finding="风机卡滞", branch="fix_now", by=shop.visitor)
    again = standing(order)
    assert (again.pk != first.pk, again.inputs["today"]) == (True, first.inputs["today"])
    assert [first.outcome, again.outcome] == ["in_warranty", "in_warranty"]
    assert [[one["code"] for one in found.remedies] for found in (first, again)] == [rights, rights]


def test_what_the_law_asks_about_a_car_is_said_and_decides_again(hands: Hands, shop: Shop) -> None:
    Product.objects.update(category="家用汽车")
    order = at_the_door(shop, hands, told=True, purchased_on=date(2026, 10, 20))
    first = standing(order)
    refused = partial(actions.note_law_facts, order_id=order.pk, by=shop.visitor)
    for wrong, field in (({}, "kilometres"), ({"kilometres": -1}, "kilometres")):
        with pytest.raises(BadInput) as refusal:
            refused(**wrong)
        assert list(refusal.value.fields) == [field]

    kept = {"facts": {"kilometres": 2100, "serious_fault": 1}, "remedies": ["sixty_days_serious"], "retell": False}
    said = {"law": "cn-household-cars@2022", "before": "in_warranty", "after": "in_warranty"}
    with leaves_one("repair.note_law_facts", case=order.request_id, **kept, **said):
        actions.note_law_facts(order_id=order.pk, kilometres=2100, serious_fault=True, by=shop.visitor)
    found = standing(order)
    assert (found.replaces_id, found.remedies[0]["choose"], found.explained_at) == (
        first.pk, ["exchange", "return"], first.explained_at,
    )  # fmt: skip
    actions.start_work(order_id=order.pk, by=shop.visitor)
    actions.diagnose(order_id=order.pk, cause="fan", finding="转向失效", branch="fix_now", by=shop.visitor)
    assert [one["code"] for one in standing(order).remedies] == ["sixty_days_serious"]  # what was said goes on


def test_the_law_asks_nothing_more_about_other_goods(hands: Hands, shop: Shop) -> None:
    order = at_the_door(shop, hands, told=True)
    with leaves_nothing(RuleBroken, "the law asks nothing about these goods that is not on record"):
        actions.note_law_facts(order_id=order.pk, kilometres=1, by=shop.visitor)
