"""Holds: placed and lifted with reasons, and in the way of erasing a customer's data."""

from typing import Any

import pytest
from django.utils import translation

from tests.shop import Shop
from wuxing.core import wording
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.customers.customer_care import actions as care
from wuxing.customers.models import Customer
from wuxing.governance.records.actions.holding import lift_hold, place_hold
from wuxing.governance.records.models import LegalHold
from wuxing.governance.records.queries.holds import holds_on_customer


def test_a_case_is_held_by_its_number(shop: Shop) -> None:
    order = shop.closed()
    hold = place_hold(scope="case", case_number=f" {order.number.lower()} ", reason="消费争议", by=shop.manager)

    assert (hold.case_type, hold.case_id, hold.customer_id, hold.label, hold.record_class) == (
        "service_request", order.request_id, order.customer_id, order.number, "work_order",
    )  # fmt: skip
    entry = Entry.objects.get(event="hold.place")
    assert (entry.case_type, entry.case_id, entry.payload["reason"]) == (
        "service_request",
        order.request_id,
        "消费争议",
    )


@pytest.mark.parametrize("scope", ["customer", "case", "class"])
def test_erasing_a_customer_is_refused_while_a_hold_stands(shop: Shop, scope: str) -> None:
    order = shop.closed()
    customer = order.customer_id or 0
    given: dict[str, dict[str, Any]] = {
        "customer": {"customer_id": customer},
        "case": {"case_number": order.request.number},
        "class": {"record_class": "service_request"},
    }
    hold = place_hold(scope=scope, reason="法院调取证据", **given[scope], by=shop.manager)

    with pytest.raises(RuleBroken) as refused:
        care.erase_customer(customer_id=customer, reason="客户要求", by=shop.manager)
    assert refused.value.reason == (
        f"the legal hold {hold.number} covers these data since {hold.placed_at.date()}: 法院调取证据; lift it first"
    )
    with translation.override("zh-hans"):
        assert "法院调取证据" in wording.text(refused.value.reason)
    assert Customer.objects.get(pk=customer).name == "王丽华"

    lift_hold(hold_id=hold.pk, reason="已结案", by=shop.manager)
    care.erase_customer(customer_id=customer, reason="客户要求", although="客户坚持", by=shop.manager)
    assert Customer.objects.get(pk=customer).name == "—"


def test_a_hold_on_another_customer_is_in_nobodys_way(shop: Shop) -> None:
    first, second = shop.closed(), shop.order(customer_name="李建国", phone="13900001111", serial="x2")
    place_hold(scope="customer", customer_id=second.customer_id, reason="争议", by=shop.manager)
    place_hold(scope="class", record_class="outlet", reason="清点", by=shop.manager)

    assert holds_on_customer(first.customer_id or 0) == []
    assert [hold.reason for hold in holds_on_customer(second.customer_id or 0)] == ["争议"]


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"scope": "class", "record_class": "work_order", "reason": " "}, {"reason"}),
        ({"scope": "class", "record_class": "nothing", "reason": "x"}, {"record_class"}),
        ({"scope": "customer", "customer_id": 10**7, "reason": "x"}, {"customer_id"}),
        ({"scope": "case", "case_number": "WO-0000-1", "reason": "x"}, {"case_number"}),
        ({"scope": "world", "reason": ""}, {"scope", "reason"}),
    ],
)
def test_a_hold_covers_something_and_says_why(shop: Shop, asked: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(BadInput) as refused:
        place_hold(**asked, by=shop.manager)
    assert set(refused.value.fields) == wrong
    assert LegalHold.objects.count() == 0


def test_lifting_needs_a_right_and_a_reason_and_happens_once(shop: Shop) -> None:
    hold = place_hold(scope="class", record_class="signature", reason="检查", by=shop.manager)
    with pytest.raises(NotAllowed):
        lift_hold(hold_id=hold.pk, reason="x", by=shop.agent)
    with pytest.raises(BadInput):
        lift_hold(hold_id=hold.pk, reason="", by=shop.manager)
    with pytest.raises(NotFound):
        lift_hold(hold_id=hold.pk + 1, reason="x", by=shop.manager)
    lift_hold(hold_id=hold.pk, reason="检查结束", by=shop.manager)
    with pytest.raises(RuleBroken):
        lift_hold(hold_id=hold.pk, reason="x", by=shop.manager)
    with pytest.raises(NotAllowed):
        place_hold(scope="class", record_class="signature", reason="x", by=shop.agent)
    assert [entry.event for entry in Entry.objects.filter(event__startswith="hold.")] == ["hold.place", "hold.lift"]
