"""The price book by machine: items, prices, which price is meant, a table taken in."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.customers.prices import actions, queries, reading
from wuxing.customers.prices.models import Price
from wuxing.customers.products.models import Product

router = Router()


class PriceIn(Schema):
    """A price of an item from a day on; the same kind, code and scope again is a change, with its reason."""

    kind: Literal["labour", "part", "travel", "other"]
    code: str
    name: str
    mode: Literal["each", "hour", "flat", "km", "zone"]
    amount: Decimal
    valid_from: date
    valid_to: date | None = None
    product_id: int | None = None
    category: str = ""
    area: str = ""
    tax_category: str = ""
    tax_rate: Decimal = Decimal(0)
    reason: str = ""


class PriceOut(Schema):
    """One version of a price with its item."""

    id: int
    item_id: int
    kind: str
    code: str
    name: str
    mode: str
    product_id: int | None
    category: str
    area: str
    tax_category: str
    tax_rate: Decimal
    version: int
    amount: Decimal
    valid_from: date
    valid_to: date | None
    reason: str
    end_reason: str
    added_at: datetime
    withdrawn_at: datetime | None


class PriceEndIn(Schema):
    """The last day of a price without another after it, and why."""

    last_day: date
    reason: str


class ImportedOut(Schema):
    """What came of a table, row by row."""

    kept: bool
    rows: int
    faults: dict[int, list[str]]


def _by(request: HttpRequest) -> Actor:
    by: Actor = request.actor  # type: ignore[attr-defined]
    return by


def _out(row: Price) -> PriceOut:
    own = {name: getattr(row, name) for name in (
        "item_id", "version", "amount", "valid_from", "valid_to", "reason", "end_reason", "added_at", "withdrawn_at")}  # fmt: skip
    item = {name: getattr(row.item, name) for name in queries.ITEM if name != "pk"}
    return PriceOut(id=row.pk, **own, **item)


@router.get("/items", response={200: list[dict[str, Any]], **ANSWERS}, summary="the price book of today")
def list_items(request: HttpRequest, q: str = "", kind: str = "", before: int = queries.NEWEST) -> list[dict[str, Any]]:
    """List items with today's price, newest first; `before` is the last number of the page before."""
    by = _by(request)
    by.require(Permission.CUSTOMER_READ)
    return queries.item_rows(clock.today(by.zone), typed=q[:60], kind=kind[:20], before=before)[: queries.PAGE]


@router.get("/items/{item_id}/prices", response={200: list[PriceOut], **ANSWERS}, summary="价格历史")
def history(request: HttpRequest, item_id: int) -> list[PriceOut]:
    """List every version of an item's price."""
    _by(request).require(Permission.CUSTOMER_READ)
    queries.item_with_id(item_id)
    return [_out(row) for row in Price.objects.filter(item_id=item_id).select_related("item").order_by("version")]


@router.get("/meant", response={200: PriceOut, **ANSWERS}, summary="which price is meant")
def meant(
    request: HttpRequest, kind: str, code: str, product_id: int | None = None, area: str = "", on: date | None = None
) -> PriceOut:
    """Return the price of a code for a product in an area on a day: the most specific one."""
    by = _by(request)
    by.require(Permission.CUSTOMER_READ)
    product = Product.objects.filter(pk=product_id).first() if product_id else None
    found = queries.price_of(kind, code, product, area, on or clock.today(by.zone))
    if found is None:
        raise NotFound(say("there is no price for %(code)s here", code=code))
    return _out(found)


@router.post("/prices", response={201: PriceOut, **ANSWERS}, summary="价目: keep a price")
def save_price(request: HttpRequest, body: PriceIn) -> Status[PriceOut]:
    """Keep a price from a day on; the one that held then ends."""
    return Status(201, _out(actions.save_price(by=_by(request), **body.model_dump())))


@router.post("/prices/{price_id}/end", response={200: PriceOut, **ANSWERS}, summary="价目停用")
def end_price(request: HttpRequest, price_id: int, body: PriceEndIn) -> PriceOut:
    """End a price without another after it."""
    return _out(actions.end_price(price_id=price_id, by=_by(request), **body.model_dump()))


@router.post("/import", response={200: ImportedOut, **ANSWERS}, summary="价目导入")
def import_prices(request: HttpRequest, file: UploadedFile = File(...), keep: bool = False) -> ImportedOut:  # type: ignore[type-arg]  # noqa: B008
    """Look at a table of prices, or with `keep` take it in: all rows or none."""
    data = file.read(reading.LIMIT_BYTES + 1)
    lines = actions.import_prices(data=data, keep=keep, by=_by(request))
    return ImportedOut(kept=keep, rows=len(lines), faults={one.line: one.faults for one in lines if one.faults})
