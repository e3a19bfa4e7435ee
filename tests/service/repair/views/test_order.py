"""The page of an order: what each role may press, what comes back when it is refused, what the timeline says."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.packs import gbt
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.actors import system_actor
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.service.repair import actions
from wuxing.service.repair.models import Appointment
from wuxing.service.repair.views.said import EVENTS


def _labels(buttons: list[dict[str, object]], *, locked: bool) -> list[str]:
    return [str(button["label"]) for button in buttons if bool(button["reason"]) == locked]


def test_the_dispatcher_sees_candidates_with_reasons(shop: Shop) -> None:
    order = shop.order()
    page = signed_in(shop.dispatcher).get(f"/orders/{order.pk}/")

    found = [(one["name"], one["blocked"]) for one in page.context["panel"]["candidates"]]
    assert found == [("陈伟", ""), ("周涛", "cannot assign 周涛: refrigeration level 1, this order needs 2")]
    assert [text for _state, text in page.context["panel"]["candidates"][0]["reasons"]] == [
        "refrigeration level 2, certificate until 2030-05-01",
        "福州网点 covers this district",
        "0 visits today",
    ]


def test_an_agent_has_no_dispatch_button_and_no_candidates(shop: Shop) -> None:
    order = shop.order()
    page = signed_in(shop.agent).get(f"/orders/{order.pk}/")

    assert (page.context["panel"], page.context["head"]) == (None, [])
    assert (
        signed_in(shop.agent).post(f"/orders/{order.pk}/dispatch/", {"technician": shop.technician.pk}).status_code
        == 403
    )


def test_a_skill_that_does_not_fit_comes_back_and_goes_with_a_reason(shop: Shop) -> None:
    order = shop.order()
    client = signed_in(shop.dispatcher)
    given = {"technician": shop.novice.pk, "parts_expected": "风机"}
    refused = client.post(f"/orders/{order.pk}/dispatch/", given)

    assert refused.status_code == 409
    form = refused.context["do"]["form"]
    assert form.non_field_errors() == ["cannot assign 周涛: refrigeration level 1, this order needs 2"]
    assert form["parts_expected"].value() == "风机"
    done = client.post(f"/orders/{order.pk}/dispatch/", {**given, "override_reason": "有师傅带"})
    order.refresh_from_db()
    assert (done.status_code, order.state, order.technician_id) == (302, "dispatched", shop.novice.pk)


def test_buttons_are_locked_with_the_reason_that_would_refuse(shop: Shop) -> None:
    order = shop.dispatched()
    page = signed_in(shop.dispatcher).get(f"/orders/{order.pk}/")

    review = next(button for button in page.context["head"] if button["reason"])
    assert review["label"] == "Finish: 5 missing"
    assert review["reason"].startswith("still missing: no visit has been made")
    assert "Close the order" in _labels(page.context["menu"], locked=True)
    assert _labels(page.context["head"], locked=False) == ["Hand on", "Agree a time"]


def test_a_technician_agrees_and_moves_the_time(shop: Shop) -> None:
    order = shop.dispatched()
    client = signed_in(shop.visitor)
    day = (clock.now() + timedelta(days=2)).date().isoformat()
    wrong = client.post(
        f"/orders/{order.pk}/agree/", {"day": day, "begins": "10:00", "ends": "09:00", "chosen_by": "us"}
    )
    assert (wrong.status_code, wrong.context["do"]["form"]["day"].value()) == (422, day)
    given = {"day": day, "begins": "09:00", "ends": "10:00"}
    assert (
        client.post(
            f"/orders/{order.pk}/agree/", {**given, "chosen_by": "customer", "warranty_explained": "on"}
        ).status_code
        == 302
    )
    moved = client.post(
        f"/orders/{order.pk}/reschedule/",
        {**given, "begins": "14:00", "ends": "15:00", "asked_by": "customer", "reason": "客户出差"},
    )

    assert moved.status_code == 302
    assert list(Appointment.objects.order_by("sequence").values_list("state", flat=True)) == [
        "rescheduled",
        "confirmed",
    ]
    row = client.get(f"/orders/{order.pk}/").context["days"][0][1][0]
    assert row["text"] == "Rescheduled:"
    assert (row["was"][6:], row["becomes"][6:]) == ("09:00–10:00", "14:00–15:00")


def test_the_clocks_show_promises_kept_running_and_paused(shop: Shop) -> None:
    order = shop.dispatched()
    actions.hold_order(order_id=order.pk, reason="waiting_customer", by=system_actor(shop.tenant.pk))
    page = signed_in(shop.manager).get(f"/orders/{order.pk}/")

    found = [(one["title"], one["state"]) for one in page.context["clocks"]]
    assert found == [
        ("promise to dispatch", "done"),
        ("promise to call first", "ontime"),
        ("promise to arrive", "waiting"),
        ("promise to resolve", "waiting"),
    ] or found[1] == ("promise to call first", "risk")
    assert page.context["clocks"][2]["word"] == "clock paused"


def test_a_broken_promise_is_late(shop: Shop) -> None:
    with clock.telling(clock.now() - timedelta(hours=4)):
        order = shop.order()
    first = signed_in(shop.manager).get(f"/orders/{order.pk}/").context["clocks"][0]

    assert (first["state"], first["headline"], first["due"]) == ("late", "2 h over", first["due"])
    assert 0.45 < first["due"] < 0.55


def test_the_whole_repair_by_its_pages(shop: Shop) -> None:
    order = shop.fixed()
    actions.finish_work(order_id=order.pk, by=shop.visitor)
    client = signed_in(shop.dispatcher)
    assert client.post(f"/orders/{order.pk}/review/", {"note": "照片清楚"}).status_code == 302
    assert client.post(f"/orders/{order.pk}/close/").status_code == 302
    wrong = signed_in(shop.agent).post(f"/orders/{order.pk}/follow_up/", {"reached": "yes"})
    assert wrong.context["do"]["form"].errors == {"satisfied": ["note what the customer said: content or not"]}
    assert (
        signed_in(shop.agent).post(f"/orders/{order.pk}/follow_up/", {"reached": "yes", "satisfied": "yes"}).status_code
        == 302
    )
    assert client.post(f"/orders/{order.pk}/reopen/", {"reason": "又不制冷"}).status_code == 302

    page = client.get(f"/orders/{order.pk}/")
    texts = [row["text"] for _day, rows in page.context["days"] for row in rows]
    assert texts[:4] == ["Order reopened", "Follow-up call: content", "Order closed", "Reviewed"]
    assert page.context["order"]["state"] == "reopened"


def test_parts_are_totalled_by_payer_and_struck_lines_stay(shop: Shop) -> None:
    order = shop.at_work()
    client = signed_in(shop.visitor)
    line = {
        "kind": "part",
        "name": "风机",
        "code": "FM-22",
        "quantity": "2",
        "unit_price": "86.50",
        "payer": "manufacturer",
    }
    assert client.post(f"/orders/{order.pk}/add_line/", line).status_code == 302
    assert (
        client.post(
            f"/orders/{order.pk}/add_line/", {**line, "name": "路费", "payer": "customer", "quantity": "x"}
        ).status_code
        == 422
    )
    assert (
        client.post(
            f"/orders/{order.pk}/add_line/", {**line, "name": "路费", "payer": "customer", "quantity": "1"}
        ).status_code
        == 302
    )
    wrong = order.lines.get(name="路费")
    assert client.post(f"/orders/{order.pk}/strike_line/", {"line": wrong.pk, "reason": "在保"}).status_code == 302

    money = client.get(f"/orders/{order.pk}/").context["money"]
    assert (money["due"], money["totals"]) == ("¥0", ["manufacturer ¥173"])
    assert [(row["name"], row["struck"]) for row in money["rows"]] == [("风机 FM-22", ""), ("路费 FM-22", "在保")]


def test_a_repeat_repair_is_marked(shop: Shop) -> None:
    first = shop.closed()
    second = shop.order()
    history = signed_in(shop.dispatcher).get(f"/orders/{second.pk}/").context["history"]

    assert [(row["number"], row["repeat"]) for row in history] == [(first.number, True)]


def test_a_colleague_does_not_see_the_number(shop: Shop) -> None:
    order = shop.dispatched()
    assert signed_in(shop.visitor).post(f"/requests/{order.request_id}/reveal/").status_code == 302
    order.technician = shop.novice
    order.save(update_fields=["technician"])

    refused = signed_in(shop.visitor).post(f"/requests/{order.request_id}/reveal/", follow=True)
    assert b"only the technician of this order sees the number" in refused.content
    assert b"13805912046" not in signed_in(shop.visitor).get(f"/orders/{order.pk}/").content


def test_more_history_does_not_ask_more_often(shop: Shop) -> None:
    order = shop.dispatched()
    client = signed_in(shop.manager)
    client.get(f"/orders/{order.pk}/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/orders/{order.pk}/")
    for _turn in range(3):
        actions.record_contact(order_id=order.pk, reached=False, note="无人接听", by=shop.visitor)
    with CaptureQueriesContext(connection) as three:
        client.get(f"/orders/{order.pk}/")

    assert len(three) == len(one)


def test_every_event_of_the_repair_has_its_words(shop: Shop) -> None:
    import inspect
    import re

    from wuxing.service.repair.actions import appointment, closing, diagnosis, dispatch, intake, triage, visit

    source = "".join(
        inspect.getsource(module) for module in (appointment, closing, diagnosis, dispatch, intake, triage, visit)
    )
    assert set(re.findall(r'"(repair\.[a-z_]+)"', source)) - set(EVENTS) == set()


def test_an_unknown_step_and_a_strange_place_to_go_are_refused(shop: Shop) -> None:
    order = shop.order()
    client = signed_in(shop.dispatcher)
    assert client.post(f"/orders/{order.pk}/explode/").status_code == 404
    assert client.get("/orders/999999/").status_code == 404
    gone = client.post(f"/orders/{order.pk}/dispatch/", {"technician": shop.technician.pk, "next": "//evil.example/x"})
    assert gone.headers["Location"] == f"/orders/{order.pk}/"


def test_an_order_names_the_clauses_it_counts_for(shop: Shop) -> None:
    draft = gbt()
    edition, _made = editions.keep_edition(draft, catalogue.declared())
    editions.adopt(edition_id=edition.pk, since=clock.today(), by=system_actor(shop.tenant.pk))
    order = shop.closed()
    chips = signed_in(shop.manager, "zh-hant").get(f"/orders/{order.pk}/").context["clauses"]

    assert {chip["state"] for chip in chips} == {"done"}
    assert all(chip["code"] and chip["title"] for chip in chips)
    assert len({chip["code"] for chip in chips}) == len(chips) > 3
