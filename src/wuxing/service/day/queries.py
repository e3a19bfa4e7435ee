"""What the technician's day asks: what the device handed in, photos, and parts to choose from."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q

from wuxing.core.ledger import kind_of
from wuxing.core.models import Attachment
from wuxing.core.reading import all_of
from wuxing.customers.models import Product
from wuxing.customers.prices import queries as prices
from wuxing.resources.spare_parts import queries as parts
from wuxing.resources.spare_parts import rules as part_rules
from wuxing.resources.spare_parts.models import Part, StockBalance
from wuxing.resources.spare_parts.queries import lists as stock_lists
from wuxing.resources.spare_parts.states import Condition, Mode, PlaceKind
from wuxing.service.day.models import CapturedAct
from wuxing.service.repair.models import Appointment, WorkOrder, WorkOrderLine

MOST_PARTS = 24


def answered(user_id: int | None, key: str) -> CapturedAct | None:
    """Return the act that was handed in under a key."""
    return CapturedAct.objects.filter(user_id=user_id or 0, key=key).first()


def last_happened(order: WorkOrder) -> datetime | None:
    """Return the latest that is known to have happened on an order before the next act of a device."""
    visits = Appointment.objects.filter(order=order).aggregate(
        way=Max("en_route_at"), there=Max("arrived_at"), began=Max("started_at"), ended=Max("ended_at")
    )
    kept = CapturedAct.objects.filter(order=order, outcome="kept").aggregate(at=Max("happened_at"))
    return max((at for at in (order.dispatched_at, *visits.values(), kept["at"]) if at), default=None)


def photos_of(order_id: int) -> list[dict[str, Any]]:
    """Return the photos of an order, newest first."""
    rows = Attachment.objects.filter(
        target_type=kind_of(WorkOrder), target_id=order_id, media_type__startswith="image/"
    )
    return all_of(rows.exclude(name__endswith="-signature.png").order_by("-pk").values("pk", "name", "created_at")[:30])


def photo_of(order_id: int, attachment_id: int) -> bool:
    """Say whether a file is a photo of an order."""
    return any(photo["pk"] == attachment_id for photo in photos_of(order_id))


def _fitting(product: Product | None) -> Q:
    if product is None:
        return Q()
    return Q(lines__len=0) | Q(lines__overlap=[product.category, product.model])


def _recent(product_id: int | None) -> list[int]:
    """Return the catalogue parts lately used on a product, newest first."""
    if not product_id:
        return []
    lines = WorkOrderLine.objects.filter(order__product_id=product_id, part__isnull=False, struck_at=None)
    return list(dict.fromkeys(lines.order_by("-pk").values_list("part_id", flat=True)[:60]))


def offered_parts(
    *,
    person_id: int | None,
    product_id: int | None,
    area: str,
    on: date,
    typed: str = "",
    chosen: int | None = None,
) -> list[dict[str, Any]]:
    """Return parts for a visit: those with the technician first lately used, then fitting; searched ones when something is typed.

    Where parts are only recorded the catalogue is offered. Each has `held` (None: not counted), `price` (None: not in the book)
    and the serial numbers of its `pieces`.
    """
    product = Product.objects.filter(pk=product_id or 0).first()
    counted = parts.mode() != Mode.RECORD_ONLY
    rows = Part.objects.filter(active=True)
    if typed:
        rows = rows.filter(Q(number__icontains=typed) | Q(name__icontains=typed) | Q(names__icontains=typed))
    stock: dict[int, Decimal] = {}
    if counted:
        lies = StockBalance.objects.filter(
            place__kind=PlaceKind.VAN, place__person_id=person_id or 0, condition=Condition.GOOD, quantity__gt=0
        )
        stock = dict(lies.values_list("part_id", "quantity"))
        rows = rows.filter(pk__in=stock)
    recent = _recent(product_id)
    if not counted and not typed:
        rows = rows.filter(Q(pk__in=[*recent, chosen or 0]) | _fitting(product))
    book = {one.item.code: one.amount for one in prices.offered(product, area, on) if one.item.kind == "part"}
    found: list[dict[str, Any]] = []
    for part in rows.order_by("number")[: 200 if counted else 60]:
        fits = product is None or part_rules.fits(part.lines, category=product.category, model=product.model)
        place = recent.index(part.pk) if part.pk in recent else len(recent)
        found.append(
            {
                "part": part,
                "held": stock.get(part.pk) if counted else None,
                "price": book.get(part.number),
                "recent": part.pk in recent,
                "fits": fits,
                "exact": bool(typed) and part.number.casefold() == typed.casefold(),
                "rank": (part.pk != chosen and part.number.casefold() != typed.casefold(), place, not fits),
            }
        )
    shown = sorted(found, key=lambda one: (one["rank"], one["part"].number))[:MOST_PARTS]
    tracked = [one["part"].pk for one in shown if one["part"].serial_tracked]
    with_me = stock_lists.with_technician(person_id, tracked) if counted and tracked else {}
    return [{**one, "pieces": with_me.get(one["part"].pk, [])} for one in shown]


def wanted_parts(product_id: int | None) -> list[tuple[int, str]]:
    """Return the parts of the catalogue that fit a product, to ask for one."""
    product = Product.objects.filter(pk=product_id or 0).first()
    rows = Part.objects.filter(_fitting(product), active=True).order_by("number")[:200]
    return [(part.pk, f"{part.name} {part.number}") for part in rows]


def price_of(part: Part, product: Product | None, area: str, on: date) -> Decimal | None:
    """Return what a part costs by the price book, when it is there."""
    found = prices.price_of("part", part.number, product, area, on)
    return found.amount if found else None
