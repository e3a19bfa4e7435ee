"""A search finds the same files whether the newest are looked at or the index is asked; merged files end no page."""

import pytest

from tests.customers.people import person
from tests.shop import Shop
from wuxing.core.searching import Search, search_for
from wuxing.customers.customer_care.queries import lists
from wuxing.customers.models import Customer


@pytest.fixture
def files(shop: Shop) -> list[int]:
    """Twelve files, newest first, every third one merged into another; half of them hold the word 电器."""
    kept = person(shop)
    made = [
        Customer.objects.create(
            tenant_id=kept.tenant_id,
            name=f"{'福州电器Ab' if n % 2 else '王_100%'} {n}",
            created_at=kept.created_at,
            merged_into=kept if n % 3 == 0 else None,
        )
        for n in range(12)
    ]
    return [one.pk for one in reversed(made)]


def plainly(search: Search, before: int, most: int) -> list[int]:
    """What is found by looking at every file."""
    words = [like.strip("%").replace("\\", "") for like in search.likes]
    rows = Customer.objects.filter(merged_into=None, pk__lt=before).order_by("-pk").values_list("pk", "name")
    return [pk for pk, name in rows if all(word in name.lower() for word in words)][:most]


@pytest.mark.parametrize("looked_at", [0, 3, 2000])
@pytest.mark.parametrize("typed", ["电器", "AB 州电", "王_1", "100%", "王电", "冰箱"])
def test_the_newest_and_the_index_find_the_same(
    files: list[int], typed: str, looked_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LOOKED_AT", looked_at)
    search = search_for(typed)
    assert search is not None
    for before in (lists.NEWEST, files[4]):
        for most in (1, 2, 3, 20):
            assert lists.matching(search, before, most) == plainly(search, before, most)


def test_merged_files_end_no_page(files: list[int]) -> None:
    Customer.objects.filter(pk__in=files[:6]).update(merged_into=Customer.objects.get(pk=files[-2]))
    assert len(lists.customers("福州", most=2)) == 2
