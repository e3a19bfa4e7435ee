"""入库, 调拨: parts come in and change their store."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.resources.spare_parts import queries, rules
from wuxing.resources.spare_parts.actions.moving import Move, move
from wuxing.resources.spare_parts.actions.trace import (
    checked,
    leave,
    part_of,
    person_of,
    refuse,
    require_own,
    store_of,
    van_of,
)
from wuxing.resources.spare_parts.models import StockMovement, StockPlace
from wuxing.resources.spare_parts.states import Mode, MovementKind, PlaceKind


def place_of(*, place_id: int, by: Actor) -> StockPlace:
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
    *, place_id: int, part_id: int, quantity: Decimal, serials: Sequence[str] = (), note: str = "", by: Actor
) -> StockMovement:
    """入库: parts come in from outside, piece by piece where they are tracked (procedure 11).

    Raises NotAllowed, NotFound, BadInput (serial numbers), RuleBroken (a piece is elsewhere).
    """
    place = place_of(place_id=place_id, by=by)
    part = part_of(part_id)
    checked(quantity)
    kind, came = MovementKind.RECEIVED, list(serials)
    made = move(Move(kind, part, quantity, target=place, person=place.person, serials=came, reason=note), by)
    leave(
        "parts.receive",
        by=by,
        target=made,
        number=part.number,
        quantity=quantity,
        place=place.name,
        serials=came,
        note=note.strip(),
    )
    return made


@transaction.atomic
def transfer(
    *,
    source_id: int,
    target_id: int,
    part_id: int,
    quantity: Decimal,
    serials: Sequence[str] = (),
    note: str = "",
    by: Actor,
) -> StockMovement:
    """调拨: parts go from one store to another, piece by piece where they are tracked (procedure 11).

    Raises NotAllowed, NotFound, BadInput (serial numbers), RuleBroken.
    """
    by.require(Permission.PARTS_MANAGE)
    refuse(rules.why_not_store(queries.mode()))
    source, target = store_of(source_id), store_of(target_id)
    if source.pk == target.pk:
        raise BadInput({"target_id": say("choose another store")})
    part = part_of(part_id)
    checked(quantity)
    kind, moved = MovementKind.TRANSFERRED, list(serials)
    made = move(Move(kind, part, quantity, source, target, serials=moved, reason=note), by)
    leave(
        "parts.transfer",
        by=by,
        target=made,
        number=part.number,
        quantity=quantity,
        source=source.name,
        to=target.name,
        serials=moved,
        note=note.strip(),
    )
    return made
