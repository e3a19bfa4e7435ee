"""How the actions of procedure 11 check and end."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.resources.competence.models import Person
from wuxing.resources.spare_parts.models import Part, StockBalance, StockPlace
from wuxing.resources.spare_parts.states import Condition, PlaceKind

CASE = "service_request"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """The line of a work order on which a part stands; orders belong to a context above."""

    order_id: int
    line_id: int
    case_id: int | None = None


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
    found, made = StockPlace.objects.get_or_create(
        tenant_id=by.tenant_id, kind=PlaceKind.VAN, person=person, defaults={"name": person.name}
    )
    if made:
        leave("parts.open_van", by=by, target=found, name=found.name)
    return found


def held(place: StockPlace, part: Part, condition: str = Condition.GOOD) -> Decimal:
    """Return what lies at a place of a part."""
    found = StockBalance.objects.filter(place=place, part=part, condition=condition).values_list("quantity", flat=True)
    return found.first() or Decimal()


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
