"""A company's labels, registrations and manuals for the walk of all pages."""

from datetime import date
from typing import Any

from tests.service.doors.doors import picture
from tests.shop import Shop
from wuxing.core.models import Attachment
from wuxing.service.doors import actions as doors
from wuxing.service.doors.door import customer_actor
from wuxing.service.doors.models import TrackingLink
from wuxing.service.repair.models import WorkOrder


def labelled(shop: Shop, asset_id: int) -> dict[str, list[Any]]:
    """A label of the unit, a link, a registration and a manual; the public doors themselves are walked by tests of their own."""
    label = doors.label_units(asset_ids=[asset_id], by=shop.agent)[0]
    said = doors.Registered(
        once="walk", phone="13805912046", purchased_on=date(2024, 5, 1), asset_id=asset_id, photos=[picture()]
    )
    made = doors.register_purchase(said=said, by=customer_actor(shop.tenant))
    manual = doors.add_manual(product_id=shop.product.pk, title="海岚说明书", url="https://m.example/1", by=shop.agent)
    photo = Attachment.objects.get(target_type="warranty_registration", target_id=made.pk)
    order = WorkOrder.objects.filter(asset_id=asset_id).latest("pk")
    doors.open_link(order.pk, shop.agent)
    public = {"door_word": ["nothing"], "door_code": ["nothing"], "company": ["nothing"], "block": ["visit"]}
    return {
        "label_code": [label.code, "nothing"],
        "registration_id": [made.pk],
        "link_id": [TrackingLink.objects.latest("pk").pk],
        "manual_id": [manual.pk],
        "picture_id": [photo.pk],
        "act_name": ["move"],
        "paper": ["nothing"],
        **public,
    }
