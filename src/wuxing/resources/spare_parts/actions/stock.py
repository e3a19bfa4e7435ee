"""入库, 调拨, 盘点: parts come in, change their store, and are counted."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.resources.spare_parts import queries, rules
from wuxing.resources.spare_parts.actions.trace import (
    Move,
    checked,
    leave,
    lock_balance,
    move,
    part_of,
    person_of,
    refuse,
    require_own,
    store_of,
    van_of,
)
from wuxing.resources.spare_parts.models import StockBalance, StockMovement, StockPlace
from wuxing.resources.spare_parts.states import Condition, Mode, MovementKind, PlaceKind


def _place(place_id: int, by: Actor) -> StockPlace:
    """Return a place whose stock the actor may write; a technician's own only where there is no store."""
    found = StockPlace.objects.select_related("person").filter(pk=place_id, active=True).first()
    if found is None:
        raise NotFound(say("there is no such place here"))
    mode = queries.mode()
    refuse(rules.why_not_stock(mode))
    if found.kind == PlaceKind.STORE:
        refuse(rules.why_not_store(mode))
    if found.person and mode == Mode.PERSONAL:
        require_own(found.person, by)
    else:
        by.require(Permission.PARTS_MANAGE)
    return found


@transaction.atomic
def open_van(*, person_id: int, by: Actor) -> StockPlace:
    """开个人库: open the stock that a technician has with them (procedure 11). Raises NotAllowed, NotFound."""
    person = person_of(person_id)
    require_own(person, by)
    return van_of(person, by)


@transaction.atomic
def receive(
    *, place_id: int, part_id: int, quantity: Decimal, serial: str = "", note: str = "", by: Actor
) -> StockMovement:
    """入库: parts come in from outside (procedure 11). Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    place = _place(place_id, by)
    part = part_of(part_id)
    checked(quantity)
    made = move(
        Move(MovementKind.RECEIVED, part, quantity, target=place, person=place.person, serial=serial, reason=note), by
    )
    leave(
        "parts.receive", by=by, target=made, number=part.number, quantity=quantity, place=place.name, note=note.strip()
    )
    return made


@transaction.atomic
def transfer(
    *, source_id: int, target_id: int, part_id: int, quantity: Decimal, note: str = "", by: Actor
) -> StockMovement:
    """调拨: parts go from one store to another (procedure 11). Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.PARTS_MANAGE)
    refuse(rules.why_not_store(queries.mode()))
    source, target = store_of(source_id), store_of(target_id)
    if source.pk == target.pk:
        raise BadInput({"target_id": say("choose another store")})
    part = part_of(part_id)
    checked(quantity)
    made = move(Move(MovementKind.TRANSFERRED, part, quantity, source=source, target=target, reason=note), by)
    leave(
        "parts.transfer",
        by=by,
        target=made,
        number=part.number,
        quantity=quantity,
        source=source.name,
        to=target.name,
        note=note.strip(),
    )
    return made


@transaction.atomic
def count(*, place_id: int, part_id: int, counted: Decimal, reason: str, by: Actor) -> StockMovement | None:
    """盘点: what was counted becomes the balance; the difference is a movement with its reason (procedure 11).

    Raises NotAllowed, NotFound, BadInput (no reason for a difference), RuleBroken.
    """
    place = _place(place_id, by)
    part = part_of(part_id)
    checked(counted, "counted", zero=True)
    balance = lock_balance(place, part, Condition.GOOD, by)
    difference = counted - balance.quantity
    if difference and not reason.strip():
        raise BadInput({"reason": say("say why the count differs from the balance")})
    before = balance.quantity
    made = None
    if difference:
        source, target = (None, place) if difference > 0 else (place, None)
        kind, size = MovementKind.COUNTED, abs(difference)
        made = move(Move(kind, part, size, source, target, person=place.person, reason=reason), by)
    _note_count(balance.pk, clock.now())
    leave(
        "parts.count",
        by=by,
        target=balance,
        number=part.number,
        place=place.name,
        before=before,
        after=counted,
        reason=reason.strip(),
    )
    return made


def _note_count(balance_id: int, at: datetime) -> None:
    StockBalance.objects.filter(pk=balance_id).update(counted_at=at)
