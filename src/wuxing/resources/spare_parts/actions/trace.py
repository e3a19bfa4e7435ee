"""How the actions of procedure 11 check, move stock and end."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Model

from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.resources.competence.models import Person
from wuxing.resources.spare_parts import rules
from wuxing.resources.spare_parts.models import Part, PartRequest, StockBalance, StockMovement, StockPlace
from wuxing.resources.spare_parts.states import Condition, MovementKind, PlaceKind

CASE = "service_request"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """The line of a work order on which a part stands; orders belong to a context above."""

    order_id: int
    line_id: int
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """What moves: from nowhere when it comes in, to nowhere when it is used up."""

    kind: MovementKind
    part: Part
    quantity: Decimal
    source: StockPlace | None = None
    target: StockPlace | None = None
    condition: str = Condition.GOOD
    person: Person | None = None
    request: PartRequest | None = None
    order_line: OrderLine | None = None
    serial: str = ""
    reason: str = ""


def refuse(reason: Reason | None) -> None:
    """Raise RuleBroken when a rule gave a reason."""
    if reason:
        raise RuleBroken(reason)


def checked(quantity: Decimal, name: str = "quantity", *, zero: bool = False) -> Decimal:
    """Return a quantity of at most two places above zero. Raises BadInput."""
    right = quantity.is_finite() and quantity == quantity.quantize(Decimal("0.01")) and 0 <= quantity <= 99_999
    if not right or (not zero and not quantity):
        raise BadInput({name: say("give a quantity above zero")})
    return quantity


def require_own(person: Person, by: Actor) -> None:
    """Let a storekeeper act for anybody, a technician for themselves. Raises NotAllowed."""
    if by.may(Permission.PARTS_MANAGE):
        return
    by.require(Permission.REPAIR_VISIT)
    if person.user_id != by.user_id and not by.may(Permission.REPAIR_DISPATCH):
        raise NotAllowed(say("these are another technician's parts"))


def part_of(part_id: int) -> Part:
    """Return a part of the catalogue. Raises NotFound."""
    found = Part.objects.filter(pk=part_id).first()
    if found is None:
        raise NotFound(say("there is no such part here"))
    return found


def person_of(person_id: int) -> Person:
    """Return somebody of the staff. Raises NotFound."""
    found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise NotFound(say("there is no such person here"))
    return found


def store_of(store_id: int | None) -> StockPlace:
    """Return a store in service. Raises BadInput."""
    found = StockPlace.objects.filter(pk=store_id or 0, kind=PlaceKind.STORE, active=True).first()
    if found is None:
        raise BadInput({"store_id": say("choose the store")})
    return found


def van_of(person: Person, by: Actor) -> StockPlace:
    """Return what a technician has with them, opened at the first need."""
    found, _made = StockPlace.objects.get_or_create(
        tenant_id=by.tenant_id, kind=PlaceKind.VAN, person=person, defaults={"name": person.name}
    )
    return found


def held(place: StockPlace, part: Part, condition: str = Condition.GOOD) -> Decimal:
    """Return what lies at a place of a part."""
    found = StockBalance.objects.filter(place=place, part=part, condition=condition).values_list("quantity", flat=True)
    return found.first() or Decimal()


def lock_balance(place: StockPlace, part: Part, condition: str, by: Actor) -> StockBalance:
    """Return the balance of a part at a place, locked; opened at zero at the first need."""
    key = {"place": place, "part": part, "condition": condition}
    locked = StockBalance.objects.select_for_update().filter(**key).first()
    if locked is None:
        StockBalance.objects.bulk_create([StockBalance(tenant_id=by.tenant_id, **key)], ignore_conflicts=True)
        locked = StockBalance.objects.select_for_update().get(**key)
    return locked


def move(given: Move, by: Actor) -> StockMovement:
    """移动: write a movement and bring the balances along, locked in one order; no place falls below zero.

    Raises RuleBroken (not enough there).
    """
    places = sorted((place for place in (given.source, given.target) if place), key=lambda place: place.pk)
    balances = {place.pk: lock_balance(place, given.part, given.condition, by) for place in places}
    if given.source:
        there = balances[given.source.pk].quantity
        name = f"{given.part.name} {given.part.number}"
        refuse(rules.why_not_take(place=given.source.name, part=name, held=there, quantity=given.quantity))
        StockBalance.objects.filter(pk=balances[given.source.pk].pk).update(quantity=F("quantity") - given.quantity)
    if given.target:
        StockBalance.objects.filter(pk=balances[given.target.pk].pk).update(quantity=F("quantity") + given.quantity)
    line = given.order_line
    return StockMovement.objects.create(
        tenant_id=by.tenant_id,
        kind=given.kind,
        part=given.part,
        condition=given.condition,
        quantity=given.quantity,
        source=given.source,
        target=given.target,
        person=given.person,
        request=given.request,
        order_id=line.order_id if line else given.request.order_id if given.request else None,
        line_id=line.line_id if line else None,
        serial=given.serial.strip(),
        reason=given.reason.strip(),
        moved_by_id=by.user_id,
        moved_at=clock.happening(),
        recorded_at=clock.now(),
    )


def leave(event: str, *, by: Actor, target: Model, case_id: int | None = None, **payload: Any) -> int:
    """Leave the trace of an action; on a case's timeline when an order is about it, and tell the live board."""
    case = (CASE, case_id) if case_id else None
    entry = ledger.record(event, by=by, target=target, case=case, **payload)
    if case_id:
        background.announce(by.tenant_id, "repair", case_id)
    return entry


def now() -> datetime:
    """Return when what is being recorded happened."""
    return clock.happening()
