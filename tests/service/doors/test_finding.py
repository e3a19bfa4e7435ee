"""What the pages of labels ask: batches with how many of their labels are bound and retired."""

from tests.service.doors.doors import unit
from tests.shop import Shop
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
    told = [(one["batch"], one["total"], one["bound"], one["retired"]) for one in finding.batches()]
    assert told == [("海岚二", 1, 0, 0), ("海岚一", 4, 2, 1)]
    assert finding.batches()[1]["first"] == made[0].pk
