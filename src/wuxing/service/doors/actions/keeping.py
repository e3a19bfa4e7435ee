"""How a company keeps its doors: settings, and the manuals that its labels lead to."""

from io import BytesIO
from typing import IO
from urllib.parse import urlsplit

from django.db import transaction

from wuxing.core import clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.customers.models import Product
from wuxing.service.doors import queries
from wuxing.service.doors.drawing.photo import MOST_BYTES, small
from wuxing.service.doors.models import DoorSettings, ProductManual

_DRAWN = frozenset({"image/png"})
LANGUAGES = ("", "zh-hans", "zh-hant", "en")


@transaction.atomic
def set_doors(
    *, is_open: bool, link_days: int, notice_hours: int, reports_a_day: int, hotline: str, hours: str, by: Actor
) -> DoorSettings:
    """公开入口设置: open or close the doors, and say how long links hold. Raises NotAllowed, BadInput."""
    by.require(Permission.GOVERNANCE_WRITE)
    if not 1 <= link_days <= 365:
        raise BadInput({"link_days": say("between 1 and 365 days")})
    kept = queries.settings()
    before = {name: getattr(kept, name) for name in queries.SETTINGS}
    given = (is_open, link_days, notice_hours, reports_a_day, hotline.strip()[:40], hours.strip()[:80])
    after = dict(zip(queries.SETTINGS, given, strict=True))
    made, _new = DoorSettings.objects.update_or_create(tenant_id=by.tenant_id, defaults=after)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    ledger.record("door.set", by=by, target=made, changed=changed)
    return made


@transaction.atomic
def add_manual(
    *,
    product_id: int,
    title: str,
    language: str = "",
    url: str = "",
    file: IO[bytes] | None = None,
    name: str = "",
    by: Actor,
) -> ProductManual:
    """说明书: keep a manual with its product, as an address or a file. Raises NotAllowed, NotFound, BadInput."""
    by.require(Permission.CUSTOMER_WRITE)
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NotFound(say("there is no product %(id)s here", id=product_id))
    wrong: dict[str, str] = {}
    if not title.strip():
        wrong["title"] = say("give the manual a title")
    if bool(url.strip()) == (file is not None):
        wrong["url"] = say("give either an address or a file")
    elif url.strip() and urlsplit(url.strip()).scheme != "https":
        wrong["url"] = say("the address begins with https://")
    if language not in LANGUAGES:
        wrong["language"] = say("choose a language of the list")
    if wrong:
        raise BadInput(wrong)

    made = ProductManual.objects.create(
        tenant_id=by.tenant_id,
        product=product,
        language=language,
        title=title.strip()[:120],
        url=url.strip()[:300],
        added_at=clock.now(),
        added_by_id=by.user_id,
    )
    if file is not None:
        made.file = files.keep(file, name=name, target=made, by=by)
        made.save(update_fields=["file"])
    ledger.record("manual.add", by=by, target=made, product_id=product.pk, title=made.title, url=made.url)
    return made


@transaction.atomic
def take_off_manual(*, manual_id: int, by: Actor) -> ProductManual:
    """Take a manual off the public pages; it stays on record. Raises NotAllowed, NotFound."""
    by.require(Permission.CUSTOMER_WRITE)
    found = ProductManual.objects.select_for_update().filter(pk=manual_id, taken_off_at=None).first()
    if found is None:
        raise NotFound(say("there is no such manual here"))
    found.taken_off_at = clock.now()
    found.save(update_fields=["taken_off_at"])
    ledger.record("manual.take_off", by=by, target=found, title=found.title)
    return found


@transaction.atomic
def set_photo(*, product_id: int, file: IO[bytes] | None, by: Actor) -> Product:
    """产品照片: show a photo of a product behind its labels, drawn anew and small; without a file none is shown any more.

    Raises NotAllowed, NotFound, BadInput (no picture, damaged, too large).
    """
    by.require(Permission.CUSTOMER_WRITE)
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise NotFound(say("there is no product %(id)s here", id=product_id))
    before = product.photo_id
    product.photo = None
    if file is not None:
        drawn = BytesIO(small(file.read(MOST_BYTES + 1)))
        product.photo = files.keep(drawn, name=f"{product.model}.png", target=product, by=by, accepted=_DRAWN)
    product.save(update_fields=["photo"])
    ledger.record("manual.photo", by=by, target=product, before=before, after=product.photo_id)
    return product
