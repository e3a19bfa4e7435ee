"""备件上单: a part used on a visit is a line of the order and a movement of stock at once; or it is asked for."""

from decimal import Decimal

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.models import ServiceSite
from wuxing.resources.models import Person
from wuxing.resources.spare_parts import actions as parts
from wuxing.resources.spare_parts.models import Part, PartRequest
from wuxing.service.charges.queries import cover_of
from wuxing.service.day import queries as day
from wuxing.service.day import rules
from wuxing.service.repair import queries
from wuxing.service.repair.actions.closing import hold_order
from wuxing.service.repair.actions.lines import add_line
from wuxing.service.repair.models import WorkOrder, WorkOrderLine
from wuxing.service.repair.states import HoldReason, OrderState


def area_of(site: ServiceSite | None) -> str:
    """Return the area of a price from where the goods stand."""
    return "/".join(name for name in (site.city, site.district) if name) if site else ""


def _technician(order: WorkOrder) -> Person:
    if order.technician is None:
        raise RuleBroken(say("hand the order to a technician first"))
    return order.technician


def _part(part_id: int) -> Part:
    found = Part.objects.filter(pk=part_id).first()
    if found is None:
        raise BadInput({"part_id": say("choose the part")})
    return found


def _payer(order: WorkOrder, payer: str) -> str:
    cover = cover_of(order.request.entitlement)
    found = payer or rules.payer_of_part(cover)
    if found is None:
        raise BadInput(
            {"payer": say("the warranty pays %(share)s%% of a part: say who pays this one", share=cover.parts)}
        )
    return found


def _price(order: WorkOrder, part: Part, given: Decimal | None, by: Actor) -> Decimal:
    if given is not None:
        return given
    site = order.request.site
    found = day.price_of(part, order.product, area_of(site), clock.today(by.zone))
    if found is None:
        raise BadInput({"unit_price": say("this part is not in the price book; write its price")})
    return found


@transaction.atomic
def use_part(
    *,
    order_id: int,
    part_id: int,
    quantity: Decimal = Decimal(1),
    payer: str = "",
    unit_price: Decimal | None = None,
    old_part: str = "none",
    old_serial: str = "",
    new_serial: str = "",
    wish: str = "",
    by: Actor,
) -> WorkOrderLine:
    """备件启用: use a part on the visit, from the technician's own stock, with the old one asked for (procedures 4 and 11).

    Who pays follows from the warranty, the price from the price book, unless said otherwise.

    Raises NotAllowed, NotFound, BadInput (no price, no serial), RuleBroken (not enough there; the order is over).
    """
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    person, part = _technician(order), _part(part_id)
    line = add_line(
        order_id=order_id,
        kind=WorkOrderLine.Kind.PART,
        name=part.name,
        code=part.number,
        quantity=quantity,
        unit_price=_price(order, part, unit_price, by),
        payer=_payer(order, payer),
        old_serial=old_serial,
        new_serial=new_serial,
        by=by,
    )
    line.part, line.old_part = part, old_part
    line.save(update_fields=["part", "old_part"])
    parts.use(
        person=person,
        part=part,
        quantity=quantity,
        order_line=parts.OrderLine(order.pk, line.pk, order.request_id),
        serial=new_serial,
        old=parts.Old(old_part, old_serial, wish),
        by=by,
    )
    return line


@transaction.atomic
def ask_for_part(
    *, order_id: int, part_id: int, quantity: Decimal = Decimal(1), note: str = "", hold: bool = True, by: Actor
) -> PartRequest:
    """备件申领: ask for a part that the order needs; while it waits, the order is held for parts (procedures 4 and 11).

    Raises NotAllowed, NotFound, BadInput, RuleBroken (the order is over).
    """
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    if order.state not in (OrderState.DISPATCHED, OrderState.IN_PROGRESS, OrderState.ON_HOLD):
        raise RuleBroken(say("parts are asked for while the order is worked on"))
    made = parts.request_part(
        person_id=_technician(order).pk,
        part_id=_part(part_id).pk,
        quantity=quantity,
        order_id=order.pk,
        case_id=order.request_id,
        note=note,
        by=by,
    )
    if hold and order.state != OrderState.ON_HOLD:
        hold_order(order_id=order_id, reason=HoldReason.WAITING_PARTS, note=made.number, by=by)
    return made
