"""Links: made, opened, tried, withdrawn."""

from django.test import Client

from tests.shop import Shop
from wuxing.core.ledger.models import Entry
from wuxing.service.doors import queries
from wuxing.service.doors.actions import open_link
from wuxing.service.doors.models import DoorView


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_link_keeps_only_a_digest_of_its_word_and_leaves_a_trace(shop: Shop) -> None:
    order = shop.order()
    url = open_link(order.pk, shop.agent)
    word = url.rstrip("/").rpartition("/")[2]
    link = queries.link_of(order)
    assert link is not None
    assert bytes(link.digest) == queries.digest_of(word)
    entry = Entry.objects.filter(target_type="tracking_link").get()
    assert (entry.event, entry.case_id, entry.payload) == ("link.open", order.request_id, {"via": "staff"})


def test_page_opens_by_its_word_and_is_logged(shop: Shop, client: Client) -> None:
    order = shop.order()
    answer = client.get(path_of(open_link(order.pk, shop.agent)))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert order.number in answer.content.decode()
    assert list(DoorView.objects.values_list("page", "verified")) == [("tracking", False)]
    assert client.get("/t/nothing/").status_code == 404
