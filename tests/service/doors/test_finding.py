"""What the pages of labels ask: batches with how many of their labels are bound and retired."""

import pytest

from tests.service.doors.doors import unit
from tests.shop import Shop
from wuxing.customers.models import Asset
from wuxing.service.doors import actions, finding


def test_a_batch_counts_each_of_its_labels_once(shop: Shop) -> None:
    bound, retired, moved, _blank = made = actions.make_labels(count=4, batch="海岚一", by=shop.agent)
    actions.make_labels(count=1, batch="海岚二", by=shop.agent)
    asset = unit(shop)
    for label in (bound, retired, moved):
        actions.bind_label(code=label.code, asset_id=asset.pk, by=shop.visitor)
    asset.pk, asset.serial = None, "SN-2"
    asset.save(force_insert=True)
    actions.bind_label(code=moved.code, asset_id=asset.pk, reason="换机", by=shop.visitor)
    actions.retire_label(code=retired.code, reason="撕坏", by=shop.agent)
    told = [(one["batch"], one["total"], one["bound"], one["retired"]) for one in finding.batches()[0]]
    assert told == [("海岚二", 1, 0, 0), ("海岚一", 4, 2, 1)]
    assert finding.batches()[0][1]["first"] == made[0].pk


def test_batches_stand_once_page_by_page_the_newest_label_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    for name in ("甲", "乙", "丙", "甲", "丁"):
        actions.make_labels(count=2, batch=name, by=shop.agent)
    pages, before = [], 2**62
    while before:
        rows, before = finding.batches(before)
        pages.append([(one["batch"], one["total"]) for one in rows])
    assert pages == [[("丁", 2), ("甲", 4)], [("丙", 2), ("乙", 2)]]


def test_units_labelled_at_once_are_one_batch(shop: Shop) -> None:
    one = unit(shop)
    labelled = actions.label_units(asset_ids=[one.pk], by=shop.agent)[0]
    others = [
        Asset.objects.create(tenant=shop.tenant, customer=one.customer, product=one.product, serial=f"S{place}")
        for place in range(2)
    ]
    made = actions.label_units(asset_ids=[others[1].pk, one.pk, others[0].pk], by=shop.agent)
    assert made[1] == labelled
    assert made[0].batch == made[2].batch != labelled.batch
