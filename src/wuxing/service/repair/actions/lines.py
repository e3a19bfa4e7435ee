"""Step 5, 备件与费用: parts and charges with who pays; a wrong line is struck, never taken away."""

from decimal import Decimal

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.resources.spare_parts import actions as parts
from wuxing.service.repair import queries, rules, states
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long, save_order
from wuxing.service.repair.actions.warranty import why_not_costly
from wuxing.service.repair.models import WorkOrder, WorkOrderLine
from wuxing.service.repair.states import OrderState


def _open_order(order_id: int, by: Actor) -> WorkOrder:
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    if order.state not in states.OPEN_ORDERS or order.state in (OrderState.REVIEWED, OrderState.DRAFT):
        refuse(say("an order that is %(state)s is not worked on", state=rules.STATE_WORDS[order.state]))
    return order


def _in_cents(number: Decimal) -> bool:
    """Say whether a number is finite and has at most two places, so that nothing is rounded when it is kept."""
    return number.is_finite() and abs(number) < 10**9 and number == number.quantize(Decimal("0.01"))


def _refuse_wrong(kind: str, name: str, quantity: Decimal, unit_price: Decimal, payer: str) -> None:
    checks = (
        ("kind", kind in WorkOrderLine.Kind.values, say("choose part, labour, travel or other")),
        ("name", bool(name.strip()), say("name the part or the charge")),
        ("quantity", _in_cents(quantity) and 0 < quantity <= 99999, say("give a quantity above zero")),
        ("unit_price", _in_cents(unit_price) and 0 <= unit_price <= 9999999, say("give a price of zero or more")),
        ("payer", payer in WorkOrderLine.Payer.values, say("choose who pays")),
    )
    if wrong := {field: reason for field, right, reason in checks if not right}:
        raise BadInput(wrong)


def _refuse_untold(order: WorkOrder, payer: str, unit_price: Decimal) -> None:
    """Refuse to charge the customer, once work goes on, for what they were not told (procedure 4, step 5)."""
    if payer == WorkOrderLine.Payer.CUSTOMER and unit_price and order.work_started_at:
        refuse(why_not_costly(order))


@transaction.atomic
def add_line(
    *,
    order_id: int,
    kind: str,
    name: str,
    quantity: Decimal,
    unit_price: Decimal,
    payer: str,
    code: str = "",
    old_serial: str = "",
    new_serial: str = "",
    by: Actor,
) -> WorkOrderLine:
    """备件与费用: a part or a charge with who pays; serials of old and new part (step 5). Money in yuan, two places.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (the order is over; the customer pays and was not told).
    """
    order = _open_order(order_id, by)
    _refuse_wrong(kind, name, quantity, unit_price, payer)
    refuse_long(name=(name, 120), code=(code, 60), old_serial=(old_serial, 80), new_serial=(new_serial, 80))
    _refuse_untold(order, payer, unit_price)
    line = WorkOrderLine.objects.create(
        tenant_id=by.tenant_id,
        order=order,
        kind=kind,
        code=code.strip(),
        name=name.strip(),
        quantity=quantity,
        unit_price=unit_price,
        payer=payer,
        old_serial=old_serial.strip(),
        new_serial=new_serial.strip(),
        added_at=clock.happening(),
    )
    save_order(order)
    leave(
        "repair.add_line",
        by=by,
        target=line,
        request_id=order.request_id,
        kind=kind,
        code=line.code,
        name=line.name,
        quantity=quantity,
        unit_price=unit_price,
        payer=payer,
        old_serial=line.old_serial,
        new_serial=line.new_serial,
    )
    return line


@transaction.atomic
def strike_line(*, order_id: int, line_id: int, reason: str, by: Actor) -> WorkOrderLine:
    """划去明细: a wrong line is struck through with its reason and stays visible (step 5)."""
    order = _open_order(order_id, by)
    if not reason.strip():
        raise BadInput({"reason": say("say why the line is struck")})
    refuse_long(reason=(reason, 300))
    line = order.lines.select_for_update().filter(pk=line_id).first()
    if line is None:
        raise NotFound(say("there is no such line on this order"))
    if line.struck_at:
        refuse(say("this line is struck already"))

    line.struck_at, line.strike_reason = clock.happening(), reason.strip()
    line.save(update_fields=["struck_at", "strike_reason"])
    if line.part_id:
        parts.undo_use(line_id=line.pk, reason=line.strike_reason, by=by)
    save_order(order)
    leave(
        "repair.strike_line", by=by, target=line, request_id=order.request_id, name=line.name, reason=line.strike_reason
    )
    return line
