"""盘点: what was counted becomes the balance; of a part that is tracked, piece by piece."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.resources.spare_parts import rules
from wuxing.resources.spare_parts.actions import pieces
from wuxing.resources.spare_parts.actions.moving import Move, lock_balance, move
from wuxing.resources.spare_parts.actions.stock import place_of
from wuxing.resources.spare_parts.actions.trace import checked, leave, part_of
from wuxing.resources.spare_parts.models import Part, StockBalance, StockMovement, StockPlace
from wuxing.resources.spare_parts.states import Condition, MovementKind


@transaction.atomic
def count(
    *,
    place_id: int,
    part_id: int,
    counted: Decimal | None = None,
    reason: str = "",
    serials: Sequence[str] = (),
    by: Actor,
) -> StockMovement | None:
    """盘点: what was counted becomes the balance; the difference is a movement with its reason (procedure 11).

    Of a part that is tracked the serial numbers found are what was counted: those that lack leave, those too many come in.

    Raises NotAllowed, NotFound, BadInput (no reason for a difference), RuleBroken (a piece found here lies elsewhere).
    """
    place = place_of(place_id=place_id, by=by)
    part = part_of(part_id)
    if part.serial_tracked and counted is None:
        counted = Decimal(len(serials))
    if counted is None:
        raise BadInput({"counted": say("write how many were counted")})
    checked(counted, "counted", zero=True)
    balance = lock_balance(place, part, Condition.GOOD, by)
    before = balance.quantity
    told: dict[str, Any] = {}
    if part.serial_tracked:
        made, told = _by_piece(place, part, balance, list(serials), counted, reason, by)
    else:
        made = _by_number(place, part, counted - before, reason, by)
    StockBalance.objects.filter(pk=balance.pk).update(counted_at=clock.now())
    leave(
        "parts.count",
        by=by,
        target=balance,
        number=part.number,
        place=place.name,
        before=before,
        after=counted,
        reason=reason.strip(),
        **told,
    )
    return made


def _by_number(place: StockPlace, part: Part, difference: Decimal, reason: str, by: Actor) -> StockMovement | None:
    if not difference:
        return None
    if not reason.strip():
        raise BadInput({"reason": say("say why the count differs from the balance")})
    return _counted(place, part, difference, (), reason, by)


def _counted(
    place: StockPlace, part: Part, difference: Decimal, serials: Sequence[str], reason: str, by: Actor
) -> StockMovement:
    source, target = (None, place) if difference > 0 else (place, None)
    kind, size = MovementKind.COUNTED, abs(difference)
    return move(Move(kind, part, size, source, target, person=place.person, serials=serials, reason=reason), by)


def _by_piece(
    place: StockPlace,
    part: Part,
    balance: StockBalance,
    found: Sequence[str],
    counted: Decimal,
    reason: str,
    by: Actor,
) -> tuple[StockMovement | None, dict[str, Any]]:
    """Bring a place to the pieces found there; a number first written for a piece that lay there is no difference."""
    if wrong := rules.why_not_pieces(counted, found):
        raise BadInput({"serials": wrong})
    seen = pieces.compare(place, part, found, balance.quantity, by)
    if (seen.lacking or seen.surplus or seen.unnamed) and not reason.strip():
        raise BadInput({"reason": rules.difference(seen.lacking, seen.surplus, seen.unnamed)})
    pieces.name(place, part, seen.named, by)
    made = None
    if lacks := len(seen.lacking) + seen.unnamed:
        made = _counted(place, part, Decimal(-lacks), seen.lacking, reason, by)
    if seen.surplus:
        made = _counted(place, part, Decimal(len(seen.surplus)), seen.surplus, reason, by)
    return made, {"lacking": list(seen.lacking), "surplus": list(seen.surplus)}
