"""What the customer sees of the workshop through the own link: items and their states, the receipt as PDF."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.service.bench_repair.bench import Bench
from wuxing.service.doors.actions import open_link
from wuxing.service.doors.models import DoorView


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def link_of(bench: Bench, order_id: int) -> str:
    return "/" + open_link(order_id, bench.shop.agent).split("/", 3)[3]


def test_the_link_says_how_far_each_item_is(bench: Bench, client: Client) -> None:
    item = bench.ready()
    page = client.get(link_of(bench, item.order_id)).content.decode()
    assert [word in page for word in (item.name, "待返还", item.take_back.number)] == [True] * 3
    assert ("在我们车间" in page, "还没有约定时间" in page) == (True, False)
    other = bench.shop.order(serial="x-1")
    assert item.take_back.number not in client.get(link_of(bench, other.pk)).content.decode()


def test_the_receipt_is_given_after_the_last_four_digits(bench: Bench, client: Client) -> None:
    receipt = bench.receipt()
    link = link_of(bench, receipt.order_id)
    paper = f"{link}items/receipt/{receipt.number}.pdf"
    refused = client.get(paper)
    assert (refused.status_code, "请先填手机号后 4 位" in refused.content.decode()) == (403, True)
    assert f'href="{paper}"' not in refused.content.decode()
    client.post(f"{link}verify/", {"digits": "2046"})
    assert f'href="{paper}"' in client.get(link).content.decode()
    given = client.get(paper)
    assert (given.status_code, given["Content-Type"], given.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert (given["Cache-Control"], given["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    seen = DoorView.objects.filter(page="items.receipt").order_by("pk").values_list("verified", flat=True)
    assert list(seen) == [False, True]


def test_no_other_receipt_is_given_by_a_link(bench: Bench, client: Client) -> None:
    mine, other = bench.receipt(), bench.shop.order(serial="x-1")
    link = link_of(bench, other.pk)
    client.post(f"{link}verify/", {"digits": "2046"})
    for address in (f"items/receipt/{mine.number}.pdf", "items/receipt/TB-1.pdf", f"items/bill/{mine.number}.pdf"):
        assert client.get(link + address).status_code == 404, address
    assert client.get(f"/t/nothing/items/receipt/{mine.number}.pdf").status_code == 404
