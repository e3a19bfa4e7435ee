"""The page of one nonconformity and the doors of its acts."""

import pytest

from tests.governance.nonconformity.example import PDF, under_way
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from tests.web.reading import read

LIST = "/nonconformities/"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_pages_are_well_made(shop: Shop, language: str) -> None:
    order = shop.closed()
    made, kept = under_way(order.pk, owner=shop.manager, doer=shop.dispatcher)
    client = signed_in(shop.manager, language)
    paths = [
        LIST,
        f"{LIST}?q=停机&state=open&source=repair&sort=number",
        f"{LIST}new/",
        f"{LIST}new/?type=work_order&id={order.pk}&leaves=5.2.4-b",
        f"{LIST}pareto/?by=category",
        f"{LIST}pareto/?by=leaf&kind=nonconformity&since=2026-01-01&until=2099-01-01",
        f"{LIST}terms/",
        f"{LIST}{made.pk}/",
        f"{LIST}{made.pk}/?do=move_due",
        f"{LIST}{made.pk}/?do=complete_action&action={made.actions.get().pk}",
    ]
    for path in paths:
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert (path, read(answer.content.decode()).faults()) == (path, [])
    got = client.get(f"{LIST}{made.pk}/files/{kept.pk}/")
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
