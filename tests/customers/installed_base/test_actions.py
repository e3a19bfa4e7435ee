"""Units are added, moved, made parts, handed over, exchanged and taken out of use; no tie is ever taken away."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.customers.people import person, served
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.customers.entitlement.actions import exchange_unit
from wuxing.customers.installed_base import actions
from wuxing.customers.installed_base.queries import ties_of
from wuxing.customers.models import Asset, AssetTie

DAY = date(2026, 3, 2)


def unit(shop: Shop, serial: str, **more: object) -> Asset:
    customer = more.pop("customer", None) or person(shop, phone="", address="")
    return actions.add_unit(
        customer_id=customer.pk,  # type: ignore[attr-defined]
        product_id=shop.product.pk,
        serial=serial,
        installed_on=date(2026, 1, 5),
        by=shop.agent,
        **more,  # type: ignore[arg-type]
    )


def tie(shop: Shop, asset: Asset, kind: str, to: int | None, on: date = DAY) -> AssetTie | None:
    return actions.tie_unit(asset_id=asset.pk, kind=kind, to=to, on=on, reason="搬家", by=shop.agent)


def test_a_move_ends_the_old_place_and_opens_the_new(shop: Shop) -> None:
    asset = served(shop).assets.get()
    old = asset.site_id
    new = asset.customer.sites.create(tenant=shop.tenant, district="台江区", address="工业路1号")
    tie(shop, asset, "located_at", new.pk)
    asset.refresh_from_db()
    rows = AssetTie.objects.filter(asset=asset, kind="located_at").order_by("pk")
    assert [(row.site_id, row.since, row.until) for row in rows] == [
        (old, date(2024, 5, 2), DAY),
        (new.pk, DAY, None),
    ]
    assert asset.site_id == new.pk
    assert Entry.objects.get(event="asset.tie").payload == {
        "kind": "located_at", "changed": {"before": old, "after": new.pk}, "on": "2026-03-02", "reason": "搬家",
    }  # fmt: skip


def test_no_ring_of_parts_and_none_of_successors(shop: Shop) -> None:
    owner = person(shop)
    first, second, third = (unit(shop, f"R-{number}", customer=owner) for number in range(3))
    tie(shop, first, "parent", second.pk)
    tie(shop, second, "parent", third.pk)
    with pytest.raises(RuleBroken) as refused:
        tie(shop, third, "parent", first.pk)
    assert refused.value.reason == "that unit is itself a part of this one"
    tie(shop, first, "replaced_by", second.pk)
    with pytest.raises(RuleBroken):
        tie(shop, second, "replaced_by", first.pk)
    with pytest.raises(RuleBroken):
        tie(shop, first, "parent", first.pk)
    tie(shop, first, "parent", None, on=date(2026, 3, 5))
    tie(shop, third, "parent", first.pk, on=date(2026, 3, 5))  # free again
    assert AssetTie.objects.filter(kind="parent", until=None).count() == 2


def test_an_exchange_is_a_tie_and_the_new_unit_takes_the_place(shop: Shop) -> None:
    asset = served(shop).assets.get()
    new = exchange_unit(asset_id=asset.pk, serial="N-1", exchanged_on=clock.today(), reason="两次修理", by=shop.agent)
    kinds = {(row["kind"], row["asset_id"], row["other_id"]) for row in ties_of(asset.pk)}
    assert ("replaced_by", asset.pk, new.pk) in kinds
    assert set(AssetTie.objects.filter(asset=new).values_list("kind", flat=True)) == {"owned_by", "located_at"}


def test_out_of_use_ends_its_ties_and_takes_no_more(shop: Shop) -> None:
    whole, part = unit(shop, "W-1"), unit(shop, "P-1")
    tie(shop, part, "parent", whole.pk)
    actions.retire_unit(asset_id=part.pk, on=date(2026, 4, 1), reason="报废", by=shop.agent)
    assert AssetTie.objects.get(asset=part, kind="parent").until == date(2026, 4, 1)
    with pytest.raises(BadInput):
        tie(shop, part, "parent", whole.pk, on=date(2026, 5, 1))
    with pytest.raises(RuleBroken):
        actions.retire_unit(asset_id=part.pk, on=date(2026, 4, 1), reason="报废", by=shop.agent)


def test_what_cannot_be_leaves_nothing(shop: Shop) -> None:
    asset = unit(shop, "X-1")
    before = AssetTie.objects.count()
    for kind, to, on in (("parent", 10**7, DAY), ("located_at", 10**7, DAY), ("owned_by", None, DAY), ("owl", 1, DAY)):
        with pytest.raises(BadInput):
            tie(shop, asset, kind, to, on)
    with pytest.raises(BadInput):
        tie(shop, asset, "owned_by", person(shop).pk, date(2025, 1, 1))
    with pytest.raises(NotFound):
        actions.tie_unit(asset_id=10**7, kind="parent", to=None, on=DAY, reason="x", by=shop.agent)
    with pytest.raises(NotAllowed):
        actions.tie_unit(asset_id=asset.pk, kind="parent", to=None, on=DAY, reason="x", by=shop.dispatcher)
    with pytest.raises(BadInput):
        unit(shop, "X-1")
    assert (AssetTie.objects.count(), Entry.objects.filter(event="asset.tie").count()) == (before, 0)


def test_a_tie_is_never_taken_away(shop: Shop) -> None:
    unit(shop, "D-1")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM customers_assettie")
