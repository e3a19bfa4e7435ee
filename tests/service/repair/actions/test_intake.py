"""Step 1, 受理: what a call leaves, what it lacks, whose it is, and the warranty looked up at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.service.repair.checking import leaves_nothing, leaves_one, snapshot
from tests.shop import Shop
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.customers.models import Asset, Contact, Customer, EntitlementDecision, ServiceSite
from wuxing.governance.models import Target
from wuxing.service.repair import actions, queries
from wuxing.service.repair.models import ServiceRequest, WorkOrder

from .conftest import Hands

UNIT = ("serial", "purchased_on")


def test_a_call_is_logged_with_its_people_unit_and_promises(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)

    request.refresh_from_db()
    assert (request.state, request.complete, request.number) == ("new", True, "SR-2026-000001")
    assert (request.received_at, request.recorded_at, request.taken_by_id) == (hands.at, hands.at, shop.agent.user_id)
    assert request.customer is not None
    assert request.contact is not None
    assert request.asset is not None
    assert (request.customer.name, request.contact.phone) == ("王丽华", "13805912046")
    assert (request.asset.serial, request.asset.purchased_on) == ("518A-23-004417", date(2024, 5, 2))
    rows = Target.objects.filter(subject_id=request.pk).values_list("kind", "starts_at", "due_at", "effective_due_at")
    assert sorted(rows) == [
        (kind, hands.at, hands.at + timedelta(minutes=minutes), hands.at + timedelta(minutes=minutes))
        for kind, minutes in (("arrive", 1440), ("dispatch", 120), ("resolve", 4320))
    ]


def test_a_call_leaves_one_entry_with_what_was_said(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)

    entry = Entry.objects.get()
    assert (entry.event, entry.case_type, entry.case_id) == ("repair.log", "service_request", request.pk)
    assert (entry.target_type, entry.target_id, entry.actor_id) == ("service_request", request.pk, shop.agent.user_id)
    assert entry.payload == {
        "number": request.number,
        "missing": [],
        "warranty": "in_warranty",
        "call": {
            "channel": "hotline",
            "work_type": "onsite",
            "received_at": "2026-11-16T01:00:00.000000Z",
            "customer_name": "王丽华",
            "contact_name": "王丽华",
            "phone": "13805912046",
            "city": "福州市",
            "district": "鼓楼区",
            "address": "梅亭路88号3-502",
            "product_id": shop.product.pk,
            "serial": "518a-23-004417",
            "purchased_on": "2024-05-02",
            "symptom": "no_cooling",
            "fault": "冷藏室不制冷",
        },
    }


@pytest.mark.parametrize(
    ("empty", "missing"),
    [
        ({"customer_name": "", "contact_name": "", "phone": ""}, ["customer", "contact", "phone", "address", *UNIT]),
        ({"phone": ""}, ["phone"]),
        ({"address": ""}, ["address"]),
        ({"product_id": None}, ["product", *UNIT]),
        ({"serial": ""}, ["serial"]),
        ({"serial": "", "serial_unknown": True}, []),
        ({"purchased_on": None}, ["purchased_on"]),
        ({"purchased_on": None, "purchase_unknown": True}, []),
        ({"fault": ""}, ["fault"]),
        ({"address": "", "work_type": "walk_in"}, []),
        ({"address": "", "work_type": "remote"}, []),
    ],
)
def test_an_incomplete_record_is_kept_and_cannot_be_dispatched(
    hands: Hands, shop: Shop, empty: dict[str, Any], missing: list[str]
) -> None:
    request = actions.log_request(call=shop.call(**empty), by=shop.agent)
    order = actions.write_order(request_id=request.pk, by=shop.agent)

    assert (request.complete, list(queries.missing_in(request))) == (not missing, missing)
    assert order.state == ("draft" if missing else "qualified")
    if missing:
        with leaves_nothing(RuleBroken):
            actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    else:
        actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    order.refresh_from_db()
    assert order.state == ("draft" if missing else "dispatched")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"work_type": "by_post"}, "work_type"),
        ({"phone": "1380591204"}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"purchased_on": date(2026, 11, 17)}, "purchased_on"),
        ({"fault": " ", "symptom": "", "phone": ""}, "fault"),
        ({"channel": "passed_on", "passed_on_by": " "}, "passed_on_by"),
        ({"fault": "x" * 1001}, "fault"),
        ({"address": "x" * 301}, "address"),
        ({"customer_name": "x" * 201}, "customer_name"),
        ({"contact_name": "x" * 101}, "contact_name"),
        ({"serial": "x" * 81}, "serial"),
        ({"symptom": "x" * 41}, "symptom"),
        ({"city": "x" * 41}, "city"),
        ({"district": "x" * 41}, "district"),
        ({"channel": "passed_on", "passed_on_by": "x" * 101}, "passed_on_by"),
    ],
)
def test_a_call_that_cannot_be_read_names_the_field_and_leaves_nothing(
    hands: Hands, shop: Shop, wrong: dict[str, Any], field: str
) -> None:
    before = snapshot()
    with pytest.raises(BadInput) as refusal:
        actions.log_request(call=shop.call(**wrong), by=shop.agent)
    assert (list(refusal.value.fields), snapshot()) == ([field], before)


def test_a_call_cannot_come_later_than_now(hands: Hands, shop: Shop) -> None:
    with leaves_nothing(BadInput):
        actions.log_request(call=shop.call(received_at=hands.at + timedelta(seconds=1)), by=shop.agent)


def test_a_call_taken_down_earlier_keeps_its_time_and_its_promises_run_from_it(hands: Hands, shop: Shop) -> None:
    earlier = hands.at - timedelta(hours=5)
    request = actions.log_request(call=shop.call(received_at=earlier), by=shop.agent)

    assert (request.received_at, request.recorded_at) == (earlier, hands.at)
    assert Target.objects.get(kind="dispatch").due_at == earlier + timedelta(hours=2)
    assert Entry.objects.values_list("occurred_at", "recorded_at").get() == (earlier, hands.at)


@pytest.mark.parametrize("name", ["customer_id", "product_id"])
def test_a_chosen_record_must_be_ours(hands: Hands, shop: Shop, name: str) -> None:
    with leaves_nothing(NotFound):
        actions.log_request(call=shop.call(**{name: 10**9}), by=shop.agent)


def test_a_known_number_brings_its_customer_place_and_unit(hands: Hands, shop: Shop) -> None:
    first = actions.log_request(call=shop.call(), by=shop.agent)
    second = actions.log_request(
        call=shop.call(customer_name="", contact_name="", phone="+86 13805912046"), by=shop.agent
    )

    assert (second.customer_id, second.contact_id, second.site_id, second.asset_id) == (
        first.customer_id,
        first.contact_id,
        first.site_id,
        first.asset_id,
    )
    counts = [model.objects.count() for model in (Customer, Contact, ServiceSite, Asset)]
    assert (counts, second.number) == ([1, 1, 1, 1], "SR-2026-000002")


# the warranty, looked up at once (36 months; today is 2026-11-16)


@pytest.mark.parametrize(
    ("changes", "outcome", "until"),
    [
        ({"purchased_on": date(2026, 11, 16)}, "in_warranty", date(2029, 11, 16)),
        ({"purchased_on": date(2023, 11, 16)}, "in_warranty", date(2026, 11, 16)),  # its last day
        ({"purchased_on": date(2023, 11, 15)}, "out_of_warranty", date(2026, 11, 15)),  # the first day after
        ({"purchased_on": date(2019, 1, 1)}, "out_of_warranty", date(2022, 1, 1)),
        ({"purchased_on": None, "purchase_unknown": True}, "unknown", None),
    ],
)
def test_the_warranty_is_looked_up_at_once(
    hands: Hands, shop: Shop, changes: dict[str, Any], outcome: str, until: date | None
) -> None:
    request = actions.log_request(call=shop.call(**changes), by=shop.agent)

    decision = EntitlementDecision.objects.get()
    assert (decision.outcome, decision.proposed, decision.until) == (outcome, outcome, until)
    assert (request.entitlement_id, decision.subject_id, decision.decided_at) == (decision.pk, request.pk, hands.at)
    assert Entry.objects.get().payload["warranty"] == outcome  # type: ignore[index]


def test_the_warranty_is_judged_by_the_date_where_we_are(hands: Hands, shop: Shop) -> None:
    hands.at = hands.at.replace(hour=0, minute=30)  # in UTC it is still the day before
    actions.log_request(call=shop.call(purchased_on=date(2023, 11, 15)), by=shop.agent)

    assert EntitlementDecision.objects.get().outcome == "out_of_warranty"


def test_without_a_product_no_warranty_is_decided(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(product_id=None), by=shop.agent)

    assert (request.entitlement_id, EntitlementDecision.objects.count()) == (None, 0)
    assert Entry.objects.get().payload["warranty"] == "unknown"  # type: ignore[index]


# duplicates


def alike(shop: Shop, **changes: Any) -> list[str]:
    asked = {"phone": "13805912046", "serial": "518A-23-004417", "product_id": shop.product.pk} | changes
    return [row["number"] for row in queries.open_requests_like(**asked)]


def test_duplicates_are_offered_by_unit_and_by_phone_with_product(hands: Hands, shop: Shop) -> None:
    first = actions.log_request(call=shop.call(), by=shop.agent)
    second = actions.log_request(call=shop.call(serial="OTHER"), by=shop.agent)

    assert alike(shop) == [second.number, first.number]
    assert alike(shop, phone="") == [first.number]
    assert alike(shop, serial="") == [second.number, first.number]
    assert alike(shop, serial="", product_id=None) == []
    assert alike(shop, phone="13900000000", serial="NEW") == []
    assert alike(shop, exclude=second.pk) == [first.number]


def test_a_call_that_is_over_is_no_duplicate(hands: Hands, shop: Shop) -> None:
    order = shop.closed()
    assert alike(shop) == []

    hands.forward(days=1)
    actions.reopen_order(order_id=order.pk, reason="又不制冷", by=shop.dispatcher)
    assert alike(shop) == [order.request.number]


# completing


def test_what_was_missing_is_filled_in_and_the_order_can_be_dispatched(hands: Hands, shop: Shop) -> None:
    order = shop.order(product_id=None)
    assert (order.state, order.trade) == ("draft", "")
    changes = {"product_id": shop.product.pk, "serial": "518A", "purchased_on": date(2025, 1, 1)}

    with leaves_one(
        "repair.complete",
        case=order.request_id,
        changed={
            "product_id": {"before": None, "after": shop.product.pk},
            "serial": {"before": "", "after": "518A"},
            "purchased_on": {"before": None, "after": date(2025, 1, 1)},
        },
        missing=[],
        reason="客户回电",
        warranty="in_warranty",
    ):
        actions.complete_request(request_id=order.request_id, changes=changes, reason="客户回电", by=shop.agent)

    order.refresh_from_db()
    assert (order.state, order.product_id, order.request.complete) == ("qualified", shop.product.pk, True)
    assert (order.trade, order.skill_level, order.title) == ("refrigeration", 2, "冰箱 冷藏室不制冷")
    assert (order.number.lower() in order.request.search, "ylbcd" in order.request.search.replace("-", "")) == (
        True,
        True,
    )


def test_a_completed_order_asks_for_the_skill_of_its_product(hands: Hands, shop: Shop) -> None:
    order = shop.order(product_id=None)
    changes = {"product_id": shop.product.pk, "serial": "518A", "purchased_on": date(2025, 1, 1)}
    actions.complete_request(request_id=order.request_id, changes=changes, by=shop.agent)

    with leaves_nothing(RuleBroken, "cannot assign 周涛: refrigeration level 1, this order needs 2"):
        actions.dispatch_order(order_id=order.pk, technician_id=shop.novice.pk, by=shop.dispatcher)


def test_a_correction_of_the_purchase_date_decides_the_warranty_anew(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(purchased_on=None, purchase_unknown=True), by=shop.agent)
    actions.complete_request(request_id=request.pk, changes={"purchased_on": date(2020, 1, 1)}, by=shop.agent)

    request.refresh_from_db()
    assert request.entitlement is not None
    assert (request.entitlement.outcome, request.purchase_unknown) == ("out_of_warranty", False)
    assert EntitlementDecision.objects.count() == 2  # the old decision stays


def test_a_wrong_purchase_date_can_be_corrected(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(purchased_on=date(2020, 1, 1)), by=shop.agent)
    made = actions.complete_request(request_id=request.pk, changes={"purchased_on": date(2025, 1, 1)}, by=shop.agent)

    assert made.asset is not None
    assert made.entitlement is not None
    assert (made.asset.purchased_on, made.entitlement.outcome) == (date(2025, 1, 1), "in_warranty")


def test_an_override_stays_when_something_else_is_corrected(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(purchased_on=date(2020, 1, 1)), by=shop.agent)
    actions.override_warranty(request_id=request.pk, outcome="goodwill", reason="老客户", by=shop.dispatcher)

    actions.complete_request(request_id=request.pk, changes={"fault": "不制冷,有异响"}, by=shop.agent)

    request.refresh_from_db()
    assert request.entitlement is not None
    assert (request.entitlement.outcome, request.entitlement.override_reason) == ("goodwill", "老客户")


def test_a_corrected_number_is_a_new_contact_and_the_old_one_stays(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)
    made = actions.complete_request(request_id=request.pk, changes={"phone": "13912345678"}, by=shop.agent)

    assert made.contact is not None
    assert (made.contact.phone, made.contact_id == request.contact_id) == ("13912345678", False)
    assert sorted(Contact.objects.values_list("phone", flat=True)) == ["13805912046", "13912345678"]


@pytest.mark.parametrize("ending", ["rejected", "merged"])
def test_a_call_that_is_over_is_not_completed(hands: Hands, shop: Shop, ending: str) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)
    if ending == "rejected":
        actions.reject_request(request_id=request.pk, reason="不在服务范围", by=shop.agent)
    else:
        other = actions.log_request(call=shop.call(), by=shop.agent)
        actions.merge_request(request_id=request.pk, into_id=other.pk, by=shop.agent)

    with leaves_nothing(RuleBroken):
        actions.complete_request(request_id=request.pk, changes={"fault": "x"}, by=shop.agent)


def test_a_wrong_correction_leaves_nothing(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)
    with leaves_nothing(BadInput):
        actions.complete_request(request_id=request.pk, changes={"phone": "12"}, by=shop.agent)
    with leaves_nothing(NotFound):
        actions.complete_request(request_id=10**9, changes={}, by=shop.agent)
    assert (ServiceRequest.objects.count(), WorkOrder.objects.count()) == (1, 0)
