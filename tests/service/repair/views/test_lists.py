"""The lists: what they find, in which order, page by page, in a constant number of queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.service.repair import actions
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.queries import lists


def _numbers(client: Client, path: str) -> list[str]:
    return [row["number"] for row in client.get(path).context["rows"]]


def _orders(shop: Shop, count: int) -> list[WorkOrder]:
    return [shop.order(serial=f"S{i}", customer_name=f"客户{i}", phone=f"1380591{i:04d}") for i in range(count)]


@pytest.mark.parametrize("path", ["/orders/", "/requests/", "/orders/?state=open&sort=due", "/orders/?q=冷藏室"])
def test_one_row_and_three_rows_ask_equally_often(shop: Shop, path: str) -> None:
    client = signed_in(shop.agent)
    _orders(shop, 1)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    more = [shop.order(serial=f"T{i}") for i in range(2)]
    with CaptureQueriesContext(connection) as three:
        response = client.get(path)

    assert len(response.context["rows"]) == 1 + len(more)
    assert len(three) == len(one)


def test_orders_are_found_by_chinese_and_latin_words(shop: Shop) -> None:
    first = shop.order(serial="AB-1", customer_name="郭美兰", phone="13800000001", fault="不制冷")
    second = shop.order(serial="CD-2", customer_name="陈大文", phone="13800000002", fault="漏水")
    client = signed_in(shop.agent)

    assert _numbers(client, "/orders/?q=美兰") == [first.number]
    assert _numbers(client, "/orders/?q=漏水") == [second.number]
    assert _numbers(client, "/orders/?q=cd-2") == [second.number]
    assert _numbers(client, "/orders/?q=00000002") == [second.number]
    assert _numbers(client, "/requests/?q=郭美") == [first.request.number]
    assert _numbers(client, "/orders/?q=没有这个人") == []


def test_a_search_of_one_sign_says_that_it_is_too_short(shop: Shop) -> None:
    order = shop.order()
    response = signed_in(shop.agent).get("/orders/?q=王")

    assert (response.context["short"], [row["number"] for row in response.context["rows"]]) == (True, [order.number])


def test_filters_narrow_the_list(shop: Shop) -> None:
    waiting, given = shop.order(serial="S1"), shop.dispatched()
    client = signed_in(shop.dispatcher)

    assert _numbers(client, "/orders/?state=unassigned") == [waiting.number]
    assert _numbers(client, f"/orders/?technician={shop.technician.pk}") == [given.number]
    assert _numbers(client, f"/orders/?outlet={shop.technician.outlet_id}") == [given.number]
    assert _numbers(client, "/orders/?due=risk") == [given.number]  # the first call is due in an hour
    assert _numbers(client, "/orders/?due=late") == []
    assert _numbers(client, "/orders/?channel=qr") == []
    assert sorted(_numbers(client, "/orders/?since=today&state=open")) == [waiting.number, given.number]
    assert _numbers(client, "/orders/?state=nonsense&outlet=x&since=never&sort=up") == [given.number, waiting.number]


def test_pages_lead_forward_and_back_without_losing_a_row(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "SIZE", 2)
    numbers = [order.number for order in _orders(shop, 5)][::-1]
    client = signed_in(shop.agent)
    seen, path, pages = [], "/orders/", []
    while path:
        response = client.get(path)
        pages.append(path)
        seen += [row["number"] for row in response.context["rows"]]
        path = response.context["next"]
    back = [client.get(client.get(page).context["previous"]) for page in pages[1:]]

    assert seen == numbers
    assert [[row["number"] for row in page.context["rows"]] for page in back] == [numbers[0:2], numbers[2:4]]
    assert client.get(pages[0]).context["previous"] == ""


@pytest.mark.parametrize(("query", "word"), [("sort=number&dir=asc", ""), ("sort=due", ""), ("q=客户", "q")])
def test_every_sorting_and_the_search_are_paged(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, query: str, word: str
) -> None:
    monkeypatch.setattr(lists, "SIZE", 2)
    numbers = [order.number for order in _orders(shop, 5)]
    client = signed_in(shop.agent)
    first = client.get(f"/orders/?{query}")
    second = client.get(first.context["next"])
    third = client.get(second.context["next"])
    found = [[row["number"] for row in page.context["rows"]] for page in (first, second, third)]
    expected = numbers[::-1] if word else numbers

    assert found == [expected[0:2], expected[2:4], expected[4:]]
    assert third.context["next"] == ""
    again = client.get(third.context["previous"])
    assert [row["number"] for row in again.context["rows"]] == expected[2:4]
    assert [row["number"] for row in client.get(again.context["previous"]).context["rows"]] == expected[0:2]


def test_a_cursor_that_cannot_be_read_shows_the_first_page(shop: Shop) -> None:
    order = shop.order()
    client = signed_in(shop.agent)

    for cursor in ("x", "1", "1.x", "99999999999999999999.1", "-1.2"):
        assert _numbers(client, f"/orders/?cursor={cursor}") == [order.number]


def test_sorted_columns_say_so(shop: Shop) -> None:
    shop.order()
    client = signed_in(shop.agent)

    assert b'aria-sort="descending"' in client.get("/orders/").content
    assert b'aria-sort="ascending"' in client.get("/orders/?sort=due").content


def test_another_company_sees_nothing(shop: Shop, actor: Callable[..., Actor], other_company: object) -> None:
    order = shop.order()
    stranger = signed_in(actor(Role.AGENT, tenant=other_company))
    assert _numbers(stranger, "/orders/") == []
    assert _numbers(stranger, "/orders/?q=王丽华") == []
    assert stranger.get(f"/orders/{order.pk}/").status_code == 404


def test_a_view_is_saved_renamed_and_deleted(shop: Shop) -> None:
    shop.order()
    client = signed_in(shop.agent)
    made = client.post("/views/new/", {"page": "orders", "query": "state=open", "name": "我的"})
    assert made.headers["Location"] == "/orders/?state=open"
    tabs = client.get("/orders/?state=open").context["views"]
    mine = next(tab for tab in tabs if tab["title"] == "我的")
    assert client.post("/views/new/", {"page": "orders", "query": "state=closed", "name": "我的"}).status_code == 422
    assert client.post(mine["edit"], {"name": "今天的"}).status_code == 302
    assert [tab["title"] for tab in client.get("/orders/").context["views"]][-1] == "今天的"
    assert signed_in(shop.dispatcher).get(mine["edit"]).status_code == 404
    assert client.post(mine["edit"], {"delete": "1"}).status_code == 302
    assert "今天的" not in [tab["title"] for tab in client.get("/orders/").context["views"]]


def test_the_planner_estimates_many_rows(shop: Shop) -> None:
    _orders(shop, 2)
    assert lists.estimated(WorkOrder.objects.all()) >= 1


def test_a_technician_may_read_but_not_log(shop: Shop) -> None:
    response = signed_in(shop.visitor).get("/orders/")
    assert (response.status_code, response.context["may_log"]) == (200, False)
    assert signed_in(shop.visitor).get("/requests/new/").status_code == 403


def test_incomplete_requests_are_marked(shop: Shop) -> None:
    actions.log_request(call=shop.call(address="", phone="13900000000"), by=shop.agent)
    assert b"record incomplete" in signed_in(shop.agent).get("/requests/").content
