"""旧件回收: an old part is handed in, then claimed, refurbished or scrapped."""

from django.db import transaction

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.resources.spare_parts import queries, rules
from wuxing.resources.spare_parts.actions.moving import Move, move
from wuxing.resources.spare_parts.actions.trace import OrderLine, leave, now, refuse, store_of
from wuxing.resources.spare_parts.models import OldPart, StockPlace
from wuxing.resources.spare_parts.states import DISPOSALS, Condition, Mode, MovementKind, OldPartState


def _locked(old_part_id: int) -> OldPart:
    rows = OldPart.objects.select_for_update(of=("self",)).select_related("part", "person", "place")
    found = rows.filter(pk=old_part_id).first()
    if found is None:
        raise NotFound(say("there is no such old part here"))
    return found


def _move(old: OldPart, kind: MovementKind, target: StockPlace | None, by: Actor, reason: str = "") -> None:
    line = OrderLine(old.order_id, old.line_id)
    given = Move(
        kind,
        old.part,
        old.quantity,
        source=old.place,
        target=target,
        condition=Condition.DEFECTIVE,
        person=old.person,
        order_line=line,
        serials=[old.serial],
        reason=reason,
    )
    if given.source or given.target:
        move(given, by)


@transaction.atomic
def take_in_old_part(*, old_part_id: int, store_id: int | None = None, note: str = "", by: Actor) -> OldPart:
    """旧件入库: the storekeeper has the old part, its serial compared (procedure 11).

    Raises NotAllowed, NotFound, BadInput (which store), RuleBroken.
    """
    by.require(Permission.PARTS_MANAGE)
    old = _locked(old_part_id)
    refuse(rules.why_not_change_old_part(old.state, OldPartState.RETURNED))
    store = store_of(store_id) if queries.mode() == Mode.FULL else None
    _move(old, MovementKind.RETURNED, store, by, note)
    old.state, old.place, old.returned_at, old.note = OldPartState.RETURNED, store, now(), note.strip()[:300]
    old.save(update_fields=["state", "place", "returned_at", "note"])
    leave(
        "parts.take_in_old",
        by=by,
        target=old,
        number=old.part.number,
        serial=old.serial,
        technician=old.person.name,
        note=old.note,
    )
    return old


@transaction.atomic
def dispose_old_part(*, old_part_id: int, to: str, note: str = "", by: Actor) -> OldPart:
    """旧件处置: claimed from the manufacturer, refurbished or scrapped (procedure 11).

    Raises NotAllowed, NotFound, BadInput (which end), RuleBroken (not handed in yet).
    """
    by.require(Permission.PARTS_MANAGE)
    if to not in DISPOSALS:
        raise BadInput({"to": say("choose what becomes of it: claimed, refurbished or scrapped")})
    old = _locked(old_part_id)
    refuse(rules.why_not_change_old_part(old.state, OldPartState(to)))
    _move(old, MovementKind.DISPOSED, None, by, note)
    old.state, old.place, old.disposed_at = to, None, now()
    old.note = note.strip()[:300] or old.note
    old.save(update_fields=["state", "place", "disposed_at", "note"])
    leave("parts.dispose_old", by=by, target=old, number=old.part.number, serial=old.serial, to=to, note=note.strip())
    return old
