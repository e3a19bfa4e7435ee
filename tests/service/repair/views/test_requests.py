"""The call at the door: hints, saving with gaps, completing, merging; nothing typed is lost."""

import json

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core.ledger.models import Entry
from wuxing.service.repair import actions
from wuxing.service.repair.models import ServiceRequest, WorkOrder

TYPED = {
    "channel": "hotline",
    "work_type": "onsite",
    "received_day": "2026-01-05",
    "received_time": "09:30",
    "phone": "138 0591 2046",
    "customer_name": "王丽华",
    "city": "福州市",
    "district": "鼓楼区",
    "address": "梅亭路88号",
    "serial": "518a",
    "purchased_on": "2025-05-02",
    "fault": "冷藏室不制冷",
}


def test_a_call_is_logged_with_what_was_typed(shop: Shop) -> None:
    answer = signed_in(shop.agent).post("/requests/new/", {**TYPED, "product_id": shop.product.pk})

    made = ServiceRequest.objects.get()
    assert answer.headers["Location"] == f"/requests/{made.pk}/"
    assert made.contact is not None
    assert made.asset is not None
    assert made.entitlement is not None
    assert (made.complete, made.contact.phone, made.asset.serial, made.entitlement.outcome) == (
        True,
        "13805912046",
        "518A",
        "in_warranty",
    )
    assert made.received_at.isoformat() == "2026-01-05T01:30:00+00:00"


def test_a_call_with_gaps_is_saved_and_says_what_dispatch_needs(shop: Shop) -> None:
    client = signed_in(shop.agent)
    given = {name: TYPED[name] for name in ("channel", "work_type", "received_day", "received_time", "phone")}
    answer = client.post("/requests/new/", {**given, "fault": "漏水"})

    page = client.get(answer.headers["Location"])
    assert page.context["missing"] == [
        "customer",
        "contact",
        "phone",
        "address",
        "product",
        "serial number",
        "purchase date",
    ]
    page = client.post(f"/requests/{page.context['row']['pk']}/write_order/", follow=True)
    assert page.context["order"]["state"] == "draft"
    assert page.context["panel"] is None


def test_a_wrong_field_comes_back_with_what_was_typed(shop: Shop) -> None:
    answer = signed_in(shop.agent).post("/requests/new/", {**TYPED, "phone": "1380", "received_day": "2030-01-01"})

    form = answer.context["form"]
    assert answer.status_code == 422
    assert sorted(form.errors) == ["received_time"]
    assert form["fault"].value() == "冷藏室不制冷"
    assert ServiceRequest.objects.count() == 0
    answer = signed_in(shop.agent).post("/requests/new/", {**TYPED, "phone": "1380"})
    assert answer.context["form"].errors == {"phone": ["7 digits short: enter an 11-digit mobile number"]}


def test_a_known_number_brings_customer_units_warranty_and_duplicates(shop: Shop) -> None:
    order = shop.order()
    client = signed_in(shop.agent)
    answer = client.post(
        "/requests/hints/", {**TYPED, "serial": "518A-23-004417", "purchased_on": "", "product_id": shop.product.pk}
    )

    hints = answer.context["hints"]
    assert hints["known"]["customer__name"] == "王丽华"
    assert [asset["serial"] for asset in hints["assets"]] == ["518A-23-004417"]
    assert hints["warranty"]["word"] == "in warranty"
    assert [row["number"] for row in hints["alike"]] == [order.request.number]
    assert hints["missing"] == []
    assert ServiceRequest.objects.count() == 1


def test_without_script_a_unit_fills_the_form(shop: Shop) -> None:
    shop.order()
    unit = ServiceRequest.objects.get().asset
    assert unit is not None
    answer = signed_in(shop.agent).post(
        "/requests/new/", {"phone": "13805912046", "channel": "hotline", "fault": "漏水", "use_asset": unit.pk}
    )

    form = answer.context["form"]
    assert answer.status_code == 200
    assert [form[name].value() for name in ("customer_name", "serial", "district", "fault")] == [
        "王丽华",
        "518A-23-004417",
        "鼓楼区",
        "漏水",
    ]
    assert ServiceRequest.objects.count() == 1


def test_completing_keeps_the_old_values_on_the_timeline_and_the_hidden_number(shop: Shop) -> None:
    made = actions.log_request(call=shop.call(fault="漏水"), by=shop.agent)
    client = signed_in(shop.agent)
    page = client.get(f"/requests/{made.pk}/edit/")
    assert page.context["form"]["phone"].value() == ""
    assert b"13805912046" not in page.content
    typed = {
        **TYPED,
        "product_id": shop.product.pk,
        "serial": "518A-23-004417",
        "purchased_on": "2024-05-02",
        "phone": "",
        "address": "",
        "symptom": "no_cooling",
        "reason": "听错了",
    }
    answer = client.post(f"/requests/{made.pk}/edit/", typed)

    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.contact is not None
    assert (made.fault, made.contact.phone) == ("冷藏室不制冷", "13805912046")
    payload = Entry.objects.get(event="repair.complete").payload
    assert payload["changed"] == {"fault": {"before": "漏水", "after": "冷藏室不制冷"}}
    page = client.get(f"/requests/{made.pk}/")
    row = page.context["days"][0][1][0]
    assert (row["kind"], row["was"], row["becomes"]) == ("correction", "漏水", "冷藏室不制冷")


def test_a_duplicate_is_merged_by_its_number(shop: Shop) -> None:
    first = actions.log_request(call=shop.call(), by=shop.agent)
    second = actions.log_request(call=shop.call(), by=shop.agent)
    client = signed_in(shop.agent)
    page = client.get(f"/requests/{second.pk}/")
    assert [row["number"] for row in page.context["alike"]] == [first.number]
    refused = client.post(f"/requests/{second.pk}/merge/", {"into": "SR-1"})
    assert (refused.status_code, refused.context["do"]["form"].errors) == (
        422,
        {"into": ["there is no other request with this number"]},
    )
    assert client.post(f"/requests/{second.pk}/merge/", {"into": first.number}).status_code == 302

    second.refresh_from_db()
    assert (second.state, second.merged_into_id) == ("merged", first.pk)


def test_the_other_endings_ask_for_words(shop: Shop) -> None:
    made = actions.log_request(call=shop.call(), by=shop.agent)
    client = signed_in(shop.agent)
    assert client.post(f"/requests/{made.pk}/answer/", {"answer": ""}).status_code == 422
    assert client.post(f"/requests/{made.pk}/answer/", {"answer": "插头没插"}).status_code == 302

    made.refresh_from_db()
    assert (made.state, made.closing_note) == ("answered_remotely", "插头没插")
    refused = client.post(f"/requests/{made.pk}/reject/", {"reason": "不是我们的"})
    assert refused.status_code == 409
    assert b"cannot become" in refused.content


def test_an_overridden_warranty_shows_both_values(shop: Shop) -> None:
    made = actions.log_request(call=shop.call(), by=shop.agent)
    client = signed_in(shop.dispatcher)
    assert (
        client.post(f"/requests/{made.pk}/override/", {"outcome": "out_of_warranty", "reason": "人为损坏"}).status_code
        == 302
    )

    override = client.get(f"/requests/{made.pk}/").context["warranty"]["override"]
    assert (override["proposed"], override["chosen"], override["by"]) == ("in warranty", "out of warranty", "吴岚")


def test_phone_and_address_are_hidden_until_asked_for_and_that_is_recorded(shop: Shop) -> None:
    made = actions.log_request(call=shop.call(), by=shop.agent)
    client = signed_in(shop.agent)
    hidden = client.get(f"/requests/{made.pk}/").content.decode()
    assert ("138****2046" in hidden, "13805912046" in hidden, "梅亭路" in hidden) == (True, False, False)
    assert client.post(f"/requests/{made.pk}/reveal/").status_code == 302
    shown = client.get(f"/requests/{made.pk}/").content.decode()

    assert ("13805912046" in shown, "梅亭路" in shown) == (True, True)
    entry = Entry.objects.get(event="customer.reveal")
    assert (entry.actor_id, entry.case_id, json.dumps(entry.payload)) == (
        shop.agent.user_id,
        made.pk,
        json.dumps({"why": made.number, "site_id": made.site_id}),
    )


def test_an_order_that_is_written_twice_is_refused(shop: Shop) -> None:
    order = shop.order()
    answer = signed_in(shop.agent).post(f"/requests/{order.request_id}/write_order/", follow=True)

    assert b"this request has a running order already" in answer.content
    assert WorkOrder.objects.count() == 1


def test_what_cannot_be_read_yet_gives_no_hint_and_no_fault(shop: Shop) -> None:
    typed = {**TYPED, "purchased_on": "2025-13-40", "product_id": shop.product.pk, "received_time": "x"}
    hints = signed_in(shop.agent).post("/requests/hints/", typed).context["hints"]

    assert (hints["warranty"]["word"], hints["missing"]) == ("warranty not clear", ["purchase date"])
