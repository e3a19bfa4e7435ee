"""The technician's phone: the day, and one next step at a time."""

from datetime import timedelta

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.customers.models import EntitlementDecision
from wuxing.service.repair.models import Diagnosis, Signature, WorkOrder


def test_the_big_button_leads_through_the_six_steps(shop: Shop) -> None:
    order = shop.dispatched()
    client = signed_in(shop.visitor)
    begins = clock.now() + timedelta(days=1)
    window = {"day": begins.date().isoformat(), "begins": "09:00", "ends": "10:00", "chosen_by": "customer"}
    before = ["badge_shown", "shoe_covers", "fault_asked_again", "fee_told"]
    story = [
        ("contact", "accept", {}),
        ("contact", "agree", window),
        ("arrive", "depart", {}),
        ("arrive", "arrive", {}),
        ("check", "check", {"checks": before}),
        ("check", "explain", {"fee_told": "在保不收费"}),
        ("check", "start", {}),
        ("diagnose", "diagnose", {"cause": "fan", "finding": "风机卡滞", "branch": "fix_now"}),
        ("parts", "check", {"checks": [*before, "site_cleaned", "advice_given"]}),
        ("parts", "end_visit", {"outcome": "completed"}),
        ("sign", "sign", {"signed_by": "王丽华", "by_name": "on", "not_drawn": "屏幕坏了", "satisfied": "yes"}),
        ("sign", "finish", {}),
    ]
    for step, name, data in story:
        page = client.get(f"/today/{order.pk}/")
        assert (page.context["step"], page.context["upcoming"]) == (step, name)
        assert client.post(f"/today/{order.pk}/{name}/", data).status_code == 302

    order.refresh_from_db()
    assert (order.state, order.outcome, order.checklist_complete) == ("work_done", "fixed", True)
    assert client.get(f"/today/{order.pk}/").context["step"] == "over"


def test_one_tap_saves_no_signature(shop: Shop) -> None:
    order = shop.at_work()
    client, path = signed_in(shop.visitor), f"/today/{order.pk}/sign/"
    found = {"cause": "fan", "finding": "风机卡滞", "branch": "fix_now"}
    client.post(f"/today/{order.pk}/diagnose/", found)
    client.post(f"/today/{order.pk}/end_visit/", {"outcome": "completed"})
    card = client.get(f"/today/{order.pk}/?do=sign").context["card"]
    assert (card["form"]["signed_by"].value(), card["suggested"]) == (None, "王丽华")
    by_name = {"signed_by": "王丽华", "by_name": "on", "not_drawn": " "}
    for given, wrong in (
        ({"signed_by": "王丽华"}, ["by_name"]),
        (by_name, ["not_drawn"]),
        ({}, ["by_name", "signed_by"]),
    ):
        refused = client.post(path, given)
        assert (refused.status_code, sorted(refused.context["card"]["form"].errors)) == (422, wrong)
    assert Signature.objects.count() == 0

    assert client.post(path, by_name | {"not_drawn": "手受伤"}).status_code == 302
    page = signed_in(shop.dispatcher).get(f"/orders/{order.pk}/")
    assert [one["by_name"] for one in page.context["signatures"]] == ["signed by name, not drawn: 手受伤"]
    assert page.content.decode().count("signed by name, not drawn: 手受伤") == 2  # beside the name, and on the timeline


def test_no_exception_is_offered_to_who_was_told(shop: Shop) -> None:
    order, client = shop.on_site(), signed_in(shop.visitor)
    path = f"/today/{order.pk}/"

    def ways() -> list[str]:
        return [way["url"] for way in client.get(path).context["aside"]]

    WorkOrder.objects.update(warranty_explained_at=None)
    EntitlementDecision.objects.update(explained_at=None)
    exception = f"{path}?do=except#do"
    assert (client.get(path).context["step"], exception in ways()) == ("check", True)
    client.post(f"{path}explain/", {"fee_told": "在保不收费"})
    assert (client.get(path).context["step"], exception in ways()) == ("check", False)
    assert "except" not in [(client.get(f"{path}?do=except").context["card"] or {}).get("name")]
    refused = client.post(f"{path}except/", {"exception": "danger", "reason": "燃气泄漏"}, follow=True)
    assert "the customer has been told; no exception is needed" in refused.content.decode()


def test_taking_back_leads_to_the_receipt(shop: Shop) -> None:
    order = shop.at_work()
    client = signed_in(shop.visitor)
    found = {"cause": "compressor", "finding": "要返厂", "branch": "take_back"}
    assert client.post(f"/today/{order.pk}/diagnose/", found).status_code == 302
    page = client.get(f"/today/{order.pk}/")
    assert (page.context["step"], page.context["upcoming"]) == ("parts", "")
    signed = {"signed_by": "王丽华", "by_name": "on", "not_drawn": "手受伤"}
    given = {"name_1": "主机", "look_1": "无损", "accessories_1": "电源线", **signed}
    assert client.post(page.context["receipt_url"], given).status_code == 302

    page = client.get(f"/today/{order.pk}/")
    assert (page.context["step"], page.context["take_back"]["branch"]) == ("sign", "take_back")
    assert Diagnosis.objects.get().branch == "take_back"


def test_another_visit_begins_with_a_new_time(shop: Shop) -> None:
    order = shop.at_work()
    client = signed_in(shop.visitor)
    client.post(f"/today/{order.pk}/diagnose/", {"cause": "board", "finding": "缺主板", "branch": "another_visit"})

    page = client.get(f"/today/{order.pk}/")
    assert (page.context["step"], page.context["upcoming"]) == ("contact", "agree")


def test_nobody_at_home_is_reported_and_agreed_anew(shop: Shop) -> None:
    order = shop.on_site()
    client = signed_in(shop.visitor)
    assert client.post(f"/today/{order.pk}/no_access/", {"note": ""}).status_code == 422
    assert client.post(f"/today/{order.pk}/no_access/", {"note": "无人应门，电话未接"}).status_code == 302

    assert client.get(f"/today/{order.pk}/").context["upcoming"] == "agree"


def test_a_part_lately_used_takes_two_taps(shop: Shop) -> None:
    order = shop.at_work()
    client = signed_in(shop.visitor)
    line = {"kind": "part", "name": "风机", "code": "FM-22", "quantity": "1", "unit_price": "86", "payer": "us"}
    client.post(f"/today/{order.pk}/add_line/", line)
    client.post(f"/today/{order.pk}/diagnose/", {"cause": "fan", "finding": "卡滞", "branch": "fix_now"})
    parts = client.get(f"/today/{order.pk}/").context["parts"]["form"]
    choice = parts.fields["recent"].choices[0][0]
    assert (
        client.post(f"/today/{order.pk}/part/", {"recent": choice, "quantity": "2", "payer": "us"}).status_code == 302
    )

    assert list(order.lines.order_by("pk").values_list("name", "code", "quantity")) == [
        ("风机", "FM-22", 1),
        ("风机", "FM-22", 2),
    ]


def test_finishing_is_locked_with_what_is_missing(shop: Shop) -> None:
    order = shop.fixed()
    order.checklist_complete = False
    order.save(update_fields=["checklist_complete"])
    client = signed_in(shop.visitor)
    page = client.get(f"/today/{order.pk}/")

    assert page.context["upcoming_locked"] == "finish the conduct checklist"
    answer = client.post(f"/today/{order.pk}/finish/", follow=True)
    assert b"still missing: finish the conduct checklist" in answer.content


def test_the_day_shows_the_next_visit_and_orders_without_a_time(shop: Shop) -> None:
    waiting = shop.dispatched()
    page = signed_in(shop.visitor).get("/today/")
    assert (page.context["all"], [row["number"] for row in page.context["waiting"]]) == (0, [waiting.number])


def test_another_technicians_order_stays_closed(shop: Shop, actor: object) -> None:
    order = shop.dispatched()
    WorkOrder.objects.filter(pk=order.pk).update(technician=shop.novice)
    assert signed_in(shop.visitor).get(f"/today/{order.pk}/").status_code == 403


def test_somebody_without_a_person_is_told_what_to_do(shop: Shop, actor: object) -> None:
    stranger = actor(Role.TECHNICIAN, name="新人")  # type: ignore[operator]
    page = signed_in(stranger).get("/today/")
    assert b"You are not in the list of technicians" in page.content
