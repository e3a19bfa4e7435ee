"""What the tests of the doors share: a labelled unit, forms as the pages send them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core import signing

from tests.shop import Shop
from wuxing.core import clock
from wuxing.customers.models import Asset
from wuxing.service.doors import actions
from wuxing.service.doors.door import customer_actor
from wuxing.service.doors.forms import OPENED
from wuxing.service.doors.models import Label

# A picture of one point, as a phone may send it.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)  # fmt: skip


def picture() -> actions.Photo:
    """Return a small picture as it is sent along."""
    return actions.Photo("p.png", BytesIO(PIXEL))


def unit(shop: Shop) -> Asset:
    """Return the unit of an order that was made for it."""
    order = shop.order()
    assert order.asset is not None
    return order.asset


def bound_label(shop: Shop, asset: Asset) -> Label:
    """Return a label that stands for a unit."""
    return actions.label_units(asset_ids=[asset.pk], by=shop.agent)[0]


def sent(once: str = "a1", **changes: Any) -> dict[str, Any]:
    """Return the fields of a form that was open for a minute."""
    opened = int((clock.now() - timedelta(minutes=1)).timestamp())
    said = {"phone": "139 0591 7777", "fault": "漏水", "website": "", "once": once}
    return said | {"opened": signing.dumps(opened, salt=OPENED)} | changes


def reported(shop: Shop, **changes: Any) -> actions.Received:
    """Report a fault through the action."""
    said: dict[str, Any] = {"once": "a1", "phone": "139 0591 7777", "fault": "漏水"}
    return actions.report(said=actions.Reported(**(said | changes)), by=customer_actor(shop.tenant))


def path_of(url: str) -> str:
    """Return the path of an address."""
    return "/" + url.split("/", 3)[3]
