"""Use on a visit, 备件启用: from the technician's own stock, with the old part asked for; a struck line gives the part back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.resources.competence.models import Person
from wuxing.resources.spare_parts import queries, rules
from wuxing.resources.spare_parts.actions.moving import Move, move
from wuxing.resources.spare_parts.actions.trace import OrderLine, checked, leave, now, refuse, van_of
from wuxing.resources.spare_parts.models import OldPart, Part, PartRequest, StockMovement
from wuxing.resources.spare_parts.states import (
    RETURN_WITHIN_DAYS,
    Condition,
    Mode,
    MovementKind,
    OldPartFate,
    OldPartState,
    RequestState,
)

USERS = (Permission.REPAIR_VISIT, Permission.WORKSHOP_WORK, Permission.PARTS_MANAGE)


@dataclass(frozen=True, slots=True)
class Old:
    """What becomes of the old part: it comes back, the customer keeps it at their wish, or there is none."""

    fate: str = OldPartFate.NONE
    serial: str = ""
    wish: str = ""


@transaction.atomic
def use(
    *,
    person: Person,
    part: Part,
    quantity: Decimal,
    order_line: OrderLine,
    serial: str = "",
    old: Old | None = None,
    by: Actor,
) -> StockMovement:
    """备件启用: use a part on an order, from what the technician has with them, both serial numbers kept (procedure 11).

    Where parts are only recorded nothing is counted. Raises NotAllowed, BadInput, RuleBroken (not enough; out of use).
    """
    if not any(by.may(one) for one in USERS):
        by.require(Permission.REPAIR_VISIT)
    old = old or Old()
    _refuse_wrong(part, quantity, serial, old)
    counted = queries.mode() != Mode.RECORD_ONLY
    awaited = queries.lock_on_van(person, part, order_line.order_id)

    source, kind = van_of(person, by) if counted else None, MovementKind.CONSUMED
    given = Move(kind, part, quantity, source, person=person, request=awaited, order_line=order_line, serials=[serial])
    with _blaming("new_serial"):
        made = move(given, by)
    _set_request(awaited, RequestState.CONSUMED)
    kept = _take_out(person, part, quantity, order_line, old, counted=counted, by=by)
    leave(
        "parts.use",
        by=by,
        target=made,
        case_id=order_line.case_id,
        number=part.number,
        part=part.name,
        quantity=quantity,
        technician=person.name,
        serial=made.serial,
        old_part=old.fate,
        old_serial=kept.serial if kept else "",
        order_id=order_line.order_id,
    )
    return made


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    """Let what is wrong with serial numbers stand beside the field of the visit."""
    try:
        yield
    except BadInput as error:
        raise BadInput({name if field == "serials" else field: said for field, said in error.fields.items()}) from error


def _refuse_wrong(part: Part, quantity: Decimal, serial: str, old: Old) -> None:
    """Refuse a part that is out of use, one tracked without its serials, an old part of which nothing is said."""
    checked(quantity)
    name = f"{part.name} {part.number}"
    reason = rules.why_not_use(
        active=part.active, part=name, serial_tracked=part.serial_tracked, serial=serial, quantity=quantity
    )
    if reason and part.active:
        raise BadInput({"new_serial": reason})
    refuse(reason)
    wrong = rules.why_not_fate(fate=old.fate, serial_tracked=part.serial_tracked, old_serial=old.serial, wish=old.wish)
    if wrong:
        raise BadInput({"wish" if old.fate == OldPartFate.LEFT else "old_serial": wrong})


def _take_out(
    person: Person, part: Part, quantity: Decimal, order_line: OrderLine, old: Old, *, counted: bool, by: Actor
) -> OldPart | None:
    """Write down the old part that came out, and count it where parts are counted."""
    if old.fate == OldPartFate.NONE:
        return None
    comes = old.fate == OldPartFate.RETURNED
    at = now()
    place = van_of(person, by) if counted and comes else None
    if place:
        move(
            Move(
                MovementKind.REMOVED,
                part,
                quantity,
                target=place,
                condition=Condition.DEFECTIVE,
                person=person,
                order_line=order_line,
                serials=[old.serial],
            ),
            by,
        )
    return OldPart.objects.create(
        tenant_id=by.tenant_id,
        part=part,
        serial=old.serial.strip(),
        quantity=quantity,
        state=OldPartState.ON_VAN_DEFECTIVE if comes else OldPartState.LEFT_WITH_CUSTOMER,
        person=person,
        place=place,
        order_id=order_line.order_id,
        line_id=order_line.line_id,
        wish="" if comes else old.wish.strip(),
        removed_at=at,
        due_on=at.astimezone(ZoneInfo(by.zone)).date() + timedelta(days=RETURN_WITHIN_DAYS) if comes else None,
    )


def _set_request(request: PartRequest | None, to: RequestState) -> None:
    if request is None:
        return
    request.state, request.updated_at = to, now()
    request.save(update_fields=["state", "updated_at"])


@transaction.atomic
def undo_use(*, line_id: int, reason: str, by: Actor) -> None:
    """划去: the line of the order was struck; the part lies again where it was taken from, the old one is struck too.

    Raises RuleBroken (the old part was handed in meanwhile).
    """
    if not any(by.may(one) for one in USERS):
        by.require(Permission.REPAIR_VISIT)
    used = queries.used_on(line_id)
    if used is None or queries.is_undone(line_id):
        return
    old = OldPart.objects.select_for_update().filter(line_id=line_id).first()
    if old:
        refuse(rules.why_not_change_old_part(old.state, OldPartState.UNDONE))
    line = OrderLine(used.order_id or 0, line_id)
    undone = Move(
        MovementKind.UNDONE,
        used.part,
        used.quantity,
        target=used.source,
        person=used.person,
        order_line=line,
        serials=[used.serial],
        reason=reason,
    )
    made = move(undone, by)
    if old:
        if old.place:
            _back(old.part, old.quantity, by, source=old, line=used)
        old.state, old.note = OldPartState.UNDONE, reason.strip()[:300]
        old.save(update_fields=["state", "note"])
    _set_request(used.request, RequestState.ON_VAN)
    leave("parts.undo_use", by=by, target=made, number=used.part.number, quantity=used.quantity, reason=reason.strip())


def _back(part: Part, quantity: Decimal, by: Actor, *, source: OldPart, line: StockMovement) -> None:
    move(
        Move(
            MovementKind.UNDONE,
            part,
            quantity,
            source=source.place,
            condition=Condition.DEFECTIVE,
            person=source.person,
            order_line=OrderLine(line.order_id or 0, source.line_id),
            serials=[source.serial],
        ),
        by,
    )
