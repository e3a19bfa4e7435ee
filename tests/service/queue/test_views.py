"""The page of the queue: reasons in words, filters as links, nothing for those who do not dispatch."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock
from wuxing.resources.spare_parts.queries import Awaited
from wuxing.service.queue.queries import NEVER
from wuxing.service.queue.views import _after, asked_of, cursor_of
from wuxing.service.queue.words import of_parts
from wuxing.service.repair import actions


def read(client, address: str = "/queue/") -> str:
    return client.get(address).content.decode()


def test_an_order_stands_there_with_its_reason_until_somebody_has_it(shop: Shop) -> None:
    client = signed_in(shop.dispatcher)
    assert "No open order" in read(client)
    order = shop.order()
    page = read(client)
    assert order.number in page
    assert "nobody has it for 0 min" in page
    assert f"/board/?order={order.pk}" in page
    actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    assert "with somebody for 0 min, no visit agreed" in read(client)


def test_a_trade_without_a_technician_is_said(shop: Shop) -> None:
    shop.product.skill_level = 5
    shop.product.save()
    shop.order()
    assert "no active technician has refrigeration level 5" in read(signed_in(shop.dispatcher))


def test_waiting_for_parts_says_since_when(shop: Shop) -> None:
    order = shop.at_work()
    now = clock.now()
    with clock.telling(now - timedelta(hours=3)):
        actions.hold_order(order_id=order.pk, reason="waiting_parts", by=shop.visitor)
    page = read(signed_in(shop.dispatcher), "/queue/?cause=parts")
    assert "waits for parts for 3 h" in page
    actions.resume_order(order_id=order.pk, by=shop.visitor)
    order.refresh_from_db()
    assert order.held_at is None
    assert "No open order like this" in read(signed_in(shop.dispatcher), "/queue/?cause=parts")


def test_the_middle_alone_for_the_live_page(shop: Shop) -> None:
    order = shop.order()
    answer = signed_in(shop.dispatcher).get("/queue/", headers={"HX-Request": "true"}).content.decode()
    assert order.number in answer
    assert "<html" not in answer


def test_who_does_not_dispatch_is_refused(shop: Shop) -> None:
    assert signed_in(shop.visitor).get("/queue/").status_code == 403


def test_addresses_that_cannot_be_read_ask_for_nothing() -> None:
    asked = {"cause": "x", "outlet": "1" * 30, "trade": "y", "cursor": "1-2"}
    assert asked_of(asked) == asked_of(dict.fromkeys(asked, ""))
    assert _after("3-99999999999999-٣") is None
    assert _after("3-999999999999999999-3") is None
    assert _after(cursor_of({"weight": 3, "due": NEVER, "pk": 7})) == (3, NEVER, 7)
    assert _after("3-a-3") is None


def test_by_machine(shop: Shop, client) -> None:
    from wuxing.core import tokens

    order = shop.order()
    token = tokens.issue_token(user_id=shop.dispatcher.user_id, name="x", by=shop.dispatcher)
    said = client.get("/api/repair/queue", headers={"Authorization": f"Bearer {token}"}).json()
    assert said["counts"]["unassigned"] == 1
    assert [(row["number"], [cause["cause"] for cause in row["causes"]]) for row in said["orders"]] == [
        (order.number, ["unassigned"])
    ]
    assert said["next"] == ""


@translation.override("en")
def test_what_an_order_waits_for_stands_beside_it() -> None:
    now = clock.now()
    a = Awaited(request_id=1, order_id=1, number="PR-1", part_number="FM-2", part="风机", quantity=Decimal(1), state="requested",
                technician="陈伟", requested_at=now, expected_on=None, arrived=False, in_store=False)  # fmt: skip
    b = replace(a, expected_on=date(2026, 12, 1))
    c = replace(a, in_store=True)
    d = replace(a, state="on_van", arrived=True, in_store=True)
    assert of_parts([a, b, c, d]) == [
        ("waiting", "FM-2 风机: no day known"),
        ("waiting", "FM-2 风机 is expected on 2026-12-01"),
        ("risk", "FM-2 风机 lies in the store: issue it"),
        ("ontime", "FM-2 风机 has arrived"),
    ]
    assert of_parts([d, d]) == [("ontime", "all parts have arrived: it can go on")]
    assert of_parts([]) == []
