"""The board: queue, lanes, candidates; dispatching from it; its middle alone for the live refresh."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.service.repair.pages import signed_in
from tests.shop import Shop


def test_the_queue_the_lanes_and_the_candidates(shop: Shop) -> None:
    order = shop.order()
    given = shop.agreed()
    page = signed_in(shop.dispatcher).get("/board/")

    assert [row["number"] for row in page.context["queue"]] == [order.number]
    assert [lane["name"] for lane in page.context["lanes"]] == ["陈伟", "周涛"]
    assert page.context["chosen"]["said"] == "1 can go · 1 cannot"
    visits = [block["url"] for lane in page.context["lanes"] for block in lane["blocks"]]
    assert visits in ([f"/orders/{given.pk}/"], [])  # near midnight the visit is tomorrow's


def test_dispatching_comes_back_to_the_board(shop: Shop) -> None:
    order = shop.order()
    client = signed_in(shop.dispatcher)
    answer = client.post(f"/orders/{order.pk}/dispatch/", {"technician": shop.technician.pk, "next": "/board/"})

    assert answer.headers["Location"] == "/board/"
    assert client.get("/board/").context["queue"] == []


def test_an_incomplete_record_is_shown_but_has_no_button(shop: Shop) -> None:
    shop.order(address="")
    page = signed_in(shop.dispatcher).get("/board/")

    assert page.context["chosen"]["why"] == "complete the record first"
    assert b"/dispatch/" not in page.content


def test_the_middle_alone_answers_the_live_refresh(shop: Shop) -> None:
    shop.order()
    client = signed_in(shop.dispatcher)
    middle = client.get("/board/", headers={"HX-Request": "true"})
    assert (b"<html" in middle.content, b"wx-disp" in middle.content) == (False, True)


def test_day_and_outlet_stand_in_the_address(shop: Shop) -> None:
    shop.order()
    client = signed_in(shop.dispatcher)
    page = client.get(f"/board/?date=2026-01-05&outlet={shop.technician.outlet_id}")
    assert (page.context["outlet_name"], page.context["days"][1][2]) == ("福州网点", True)
    assert client.get("/board/?date=never&outlet=x&order=999").status_code == 200


def test_more_people_and_orders_do_not_ask_more_often(shop: Shop) -> None:
    client = signed_in(shop.dispatcher)
    shop.order(serial="S1")
    client.get("/board/")
    with CaptureQueriesContext(connection) as one:
        client.get("/board/")
    shop.order(serial="S2")
    shop.order(serial="S3")
    with CaptureQueriesContext(connection) as three:
        client.get("/board/")
    assert len(three) == len(one)


def test_only_dispatchers_see_the_board(shop: Shop) -> None:
    assert signed_in(shop.agent).get("/board/").status_code == 403
