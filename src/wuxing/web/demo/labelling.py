"""The demo's labels, links and registrations: what customers did without an account. Invented, as everything here."""

from io import BytesIO

from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.customers.models import Asset, Product
from wuxing.service.doors import actions
from wuxing.service.doors.door import customer_actor
from wuxing.service.repair.models import WorkOrder

# A white point: a picture as a phone sends it, as small as it can be.
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc00000030101001"
    "8dd8db00000000049454e44ae426082"
)


def label(tenant: Tenant, by: Actor) -> None:
    """Print labels for units and a blank batch, open the doors with a hotline, let owners register, send links."""
    actions.set_doors(
        is_open=True, link_days=30, notice_hours=2, reports_a_day=500, hotline="400-000-0000", hours="8:00–20:00", by=by
    )
    units = list(Asset.objects.exclude(serial="").order_by("-pk")[:6])
    if units:
        actions.label_units(asset_ids=[one.pk for one in units], by=by)
    actions.make_labels(count=24, batch="空白一批", by=by)
    for product in Product.objects.order_by("pk")[:3]:
        url = f"https://example.com/manuals/{product.model}.pdf"
        actions.add_manual(product_id=product.pk, title=f"{product.name} {product.model} 使用说明书", url=url, by=by)
    for place, unit in enumerate(units[:2]):
        if unit.purchased_on is None:
            continue
        said = actions.Registered(
            once=f"demo-{place}",
            phone=f"1390000000{place}",
            name="林先生",
            purchased_on=unit.purchased_on,
            asset_id=unit.pk,
            product_id=unit.product_id,
            photos=[actions.Photo("发票.png", BytesIO(_PICTURE))],
        )
        actions.register_purchase(said=said, by=customer_actor(tenant))
    for order in WorkOrder.objects.filter(state__in=("dispatched", "in_progress")).order_by("-pk")[:5]:
        actions.open_link(order.pk, by)
