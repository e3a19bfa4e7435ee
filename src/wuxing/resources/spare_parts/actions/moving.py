"""移动: a movement of stock, with the balances and the pieces it changes, locked in one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.resources.competence.models import Person
from wuxing.resources.spare_parts import rules
from wuxing.resources.spare_parts.actions import pieces
from wuxing.resources.spare_parts.actions.trace import OrderLine, refuse
from wuxing.resources.spare_parts.models import Part, PartRequest, StockBalance, StockMovement, StockPlace
from wuxing.resources.spare_parts.states import Condition, MovementKind


@dataclass(frozen=True, slots=True)
class Move:
    """What moves: from nowhere when it comes in, to nowhere when it is used up. `serials`: of a part that is tracked."""

    kind: MovementKind
    part: Part
    quantity: Decimal
    source: StockPlace | None = None
    target: StockPlace | None = None
    condition: str = Condition.GOOD
    person: Person | None = None
    request: PartRequest | None = None
    order_line: OrderLine | None = None
    serials: Sequence[str] = ()
    reason: str = ""


def lock_balance(place: StockPlace, part: Part, condition: str, by: Actor) -> StockBalance:
    """Return the balance of a part at a place, locked; opened at zero at the first need."""
    key = {"place": place, "part": part, "condition": condition}
    locked = StockBalance.objects.select_for_update().filter(**key).first()
    if locked is None:
        StockBalance.objects.bulk_create([StockBalance(tenant_id=by.tenant_id, **key)], ignore_conflicts=True)
        locked = StockBalance.objects.select_for_update().get(**key)
    return locked


def move(given: Move, by: Actor) -> StockMovement:
    """移动: write a movement and bring balances and pieces along, locked in one order; no place falls below zero.

    Places first, then pieces, each by number. Of a part that is tracked each piece is a movement; the first is returned.

    Raises RuleBroken (not enough there; a piece is elsewhere), BadInput (serial numbers).
    """
    places = sorted((place for place in (given.source, given.target) if place), key=lambda place: place.pk)
    balances = {place.pk: lock_balance(place, given.part, given.condition, by) for place in places}
    there = balances[given.source.pk].quantity if given.source else None
    if given.source and there is not None:
        name = f"{given.part.name} {given.part.number}"
        refuse(rules.why_not_take(place=given.source.name, part=name, held=there, quantity=given.quantity))
    serials = [serial.strip() for serial in given.serials if serial.strip()]
    tracked = given.part.serial_tracked and bool(places)
    if tracked:
        pieces.carry(_carried(given, serials, there), by)
    for place, sign in ((given.source, -1), (given.target, 1)):
        if place:
            changed = F("quantity") + sign * given.quantity
            StockBalance.objects.filter(pk=balances[place.pk].pk).update(quantity=changed)
    return StockMovement.objects.bulk_create(_rows(given, serials, by, apart=tracked))[0]


def _carried(given: Move, serials: list[str], there: Decimal | None) -> pieces.Carried:
    return pieces.Carried(
        kind=given.kind,
        part=given.part,
        quantity=given.quantity,
        serials=serials,
        source=given.source,
        target=given.target,
        condition=given.condition,
        request=given.request,
        order_line=given.order_line,
        there=there,
    )


def _rows(given: Move, serials: list[str], by: Actor, *, apart: bool) -> list[StockMovement]:
    """Return a movement, or one a piece and one for the pieces without a number."""
    parted = [(serial, Decimal(1)) for serial in serials] if apart else []
    left = given.quantity - len(parted)
    if left:
        parted.append(("" if apart else "、".join(serials)[:80], left))
    line, at = given.order_line, clock.happening()
    return [
        StockMovement(
            tenant_id=by.tenant_id,
            kind=given.kind,
            part=given.part,
            condition=given.condition,
            quantity=quantity,
            source=given.source,
            target=given.target,
            person=given.person,
            request=given.request,
            order_id=line.order_id if line else given.request.order_id if given.request else None,
            line_id=line.line_id if line else None,
            serial=serial,
            reason=given.reason.strip(),
            moved_by_id=by.user_id,
            moved_at=at,
            recorded_at=clock.now(),
        )
        for serial, quantity in parted
    ]
