"""The page of a case is put together from drawings that others share: nothing of one case or reader stands in another's page."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.service.doors.doors import path_of
from tests.shop import Shop
from wuxing.core import ledger
from wuxing.service.doors import actions, queries
from wuxing.service.doors.models import DoorSettings, DoorView
from wuxing.service.doors.views import drawing, tracking
from wuxing.service.repair.models import WorkOrder

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _no_drawings() -> Iterator[None]:
    drawing._drawings.clear()
    yield
    drawing._drawings.clear()


def page_of(order: WorkOrder, shop: Shop) -> str:
    return path_of(actions.open_link(order.pk, shop.agent))


def plain(page: str) -> str:
    return TOKEN.sub("", page)


def test_pages_put_together_are_those_drawn_by_themselves(shop: Shop) -> None:
    urls = [
        page_of(one, shop) for one in (shop.order(), shop.order(serial="x-2", phone="139 0591 7777"), shop.agreed())
    ]
    readers = {language: Client(headers={"accept-language": language}) for language in ("zh-CN", "zh-TW", "en")}
    knowing = Client()
    knowing.post(f"{urls[0]}verify/", {"digits": "2046"})
    readers["knowing"] = knowing

    def seen(*, alone: bool) -> dict[tuple[str, str], str]:
        found = {}
        for name, reader in readers.items():
            for url in urls:
                tracking._kept.clear()
                if alone:
                    drawing._drawings.clear()
                found[name, url] = plain(reader.get(url).content.decode())
        return found

    alone, first, again = seen(alone=True), seen(alone=False), seen(alone=False)
    assert (first, again) == (alone, alone)
    assert len(set(alone.values())) == len(alone) - 2  # who gave the digits of one case sees the others as a guest does
    for (_name, url), page in again.items():
        assert [other for other in urls if other in page] == [url]
        assert drawing._OURS not in page
    assert ["梅亭路" in again[name, urls[0]] for name in readers] == [False, False, False, True]


def test_every_form_has_the_token_of_its_own_reader(shop: Shop) -> None:
    url = page_of(shop.order(), shop)
    readers = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    pages = [reader.get(url).content.decode() for reader in readers]
    tokens = [set(TOKEN.findall(page)) for page in pages]
    assert ([len(one) for one in tokens], tokens[0] & tokens[1]) == ([1, 1], set())
    for reader, other, status in ((readers[0], 0, 302), (readers[1], 0, 403), (readers[1], 1, 302)):
        sent = {"digits": "2046", "csrfmiddlewaretoken": next(iter(tokens[other]))}
        assert reader.post(f"{url}verify/", sent).status_code == status


def test_a_part_is_drawn_anew_when_its_facts_change(shop: Shop, client: Client) -> None:
    order = shop.order()
    url = page_of(order, shop)
    assert "400-820-0000" not in client.get(url).content.decode()
    DoorSettings.objects.create(tenant=shop.tenant, hotline="400-820-0000")
    shop.tenant.name = "海岚服务"
    shop.tenant.save()
    ledger.record("link.report_again", by=shop.agent, target=order.request, case=("service_request", order.request_id))
    page = client.get(url).content.decode()
    assert ("400-820-0000" in page, "海岚服务" in page) == (True, True)


@pytest.mark.parametrize("state", ["order", "agreed"])
def test_all_that_a_page_asks_is_read_ahead(shop: Shop, client: Client, state: str) -> None:
    order: WorkOrder = getattr(shop, state)()
    url = page_of(order, shop)
    client.get(url)
    tracking._kept.clear()
    with CaptureQueriesContext(connection) as asked:  # what is read ahead does not stand there
        client.get(url)
    tables = [found for one in asked.captured_queries for found in re.findall(r'(?:FROM|INTO) "?(\w+)', one["sql"])]
    assert tables == ["tracking_link_of", "service_doorview"]
    assert DoorView.objects.filter(page="tracking").count() == 2


def test_what_is_typed_is_never_taken_for_a_place(shop: Shop, client: Client) -> None:
    url = page_of(shop.order(fault="@token@ @word@ <b>"), shop)
    client.post(f"{url}verify/", {"digits": "2046"})
    assert "@token@ @word@ &lt;b&gt;" in client.get(url).content.decode()
    assert queries.find_link(url.split("/")[2]) is not None
