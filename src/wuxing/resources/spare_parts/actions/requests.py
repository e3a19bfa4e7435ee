"""备件申领: asked for, approved, issued, with the technician; for an order that waits, the dispatcher hears of each step."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from wuxing.core import clock, numbering
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.notices import recipients
from wuxing.core.notices.actions import send
from wuxing.core.reasons import say
from wuxing.governance.commitments import subjects
from wuxing.resources.spare_parts import queries, rules
from wuxing.resources.spare_parts.actions import pieces
from wuxing.resources.spare_parts.actions.moving import Move, move
from wuxing.resources.spare_parts.actions.trace import (
    CASE,
    checked,
    leave,
    part_of,
    person_of,
    refuse,
    require_own,
    store_of,
    van_of,
)
from wuxing.resources.spare_parts.models import PartRequest
from wuxing.resources.spare_parts.states import Mode, MovementKind, RequestState


@transaction.atomic
def request_part(
    *,
    person_id: int,
    part_id: int,
    quantity: Decimal,
    order_id: int | None = None,
    case_id: int | None = None,
    note: str = "",
    by: Actor,
) -> PartRequest:
    """申领: a technician asks for a part, for stock or for an order (procedure 11). Raises NotAllowed, NotFound, BadInput."""
    person = person_of(person_id)
    require_own(person, by)
    part = part_of(part_id)
    checked(quantity)
    if not part.active:
        raise BadInput({"part_id": say("this part is out of use; ask for what replaces it")})
    at = clock.happening()
    made = PartRequest.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("PR", by=by, year=clock.today(by.zone).year),
        state=RequestState.REQUESTED,
        part=part,
        quantity=quantity,
        person=person,
        order_id=order_id,
        case_id=case_id,
        note=note.strip()[:300],
        requested_at=at,
        updated_at=at,
    )
    _leave("parts.request", made, by, note=made.note)
    return made


def _locked(request_id: int) -> PartRequest:
    rows = PartRequest.objects.select_for_update(of=("self",)).select_related("part", "person", "store")
    found = rows.filter(pk=request_id).first()
    if found is None:
        raise NotFound(say("there is no such part request here"))
    return found


def _set(request: PartRequest, to: RequestState, *fields: str) -> None:
    request.state, request.updated_at = to, clock.happening()
    request.save(update_fields=["state", "updated_at", *fields])


def _leave(event: str, request: PartRequest, by: Actor, **payload: object) -> None:
    leave(
        event,
        by=by,
        target=request,
        case_id=request.case_id,
        request=request.number,
        number=request.part.number,
        part=request.part.name,
        quantity=request.quantity,
        technician=request.person.name,
        **payload,
    )


@transaction.atomic
def approve_request(
    *, request_id: int, store_id: int | None = None, expected_on: date | None = None, by: Actor
) -> PartRequest:
    """批准: the part is granted, from a store where stores are counted; or it is ordered and expected on a day.

    Raises NotAllowed, NotFound, BadInput (which store), RuleBroken.
    """
    by.require(Permission.PARTS_MANAGE)
    request = _locked(request_id)
    refuse(rules.why_not_change_request(request.state, RequestState.APPROVED))
    request.store = store_of(store_id) if queries.mode() == Mode.FULL else None
    request.expected_on = expected_on
    _set(request, RequestState.APPROVED, "store", "expected_on")
    day = expected_on.isoformat() if expected_on else ""
    _leave("parts.approve", request, by, store=request.store.name if request.store else "", expected_on=day)
    return request


@transaction.atomic
def refuse_request(*, request_id: int, reason: str, by: Actor) -> PartRequest:
    """不批准: the part is not granted, with the reason. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.PARTS_MANAGE)
    return _end(request_id, RequestState.REFUSED, "parts.refuse", reason, by)


@transaction.atomic
def withdraw_request(*, request_id: int, reason: str, by: Actor) -> PartRequest:
    """撤回: the technician needs it no more. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    require_own(_locked(request_id).person, by)
    return _end(request_id, RequestState.WITHDRAWN, "parts.withdraw", reason, by)


def _end(request_id: int, to: RequestState, event: str, reason: str, by: Actor) -> PartRequest:
    if not reason.strip():
        raise BadInput({"reason": say("say why, in a sentence that others understand")})
    request = _locked(request_id)
    refuse(rules.why_not_change_request(request.state, to))
    request.closing_note = reason.strip()[:300]
    _set(request, to, "closing_note")
    _leave(event, request, by, reason=request.closing_note)
    return request


@transaction.atomic
def issue_request(*, request_id: int, serials: Sequence[str] = (), by: Actor) -> PartRequest:
    """发放: the part leaves the store for the technician, piece by piece where it is tracked (procedure 11).

    Raises NotAllowed, NotFound, BadInput (serial numbers), RuleBroken.
    """
    by.require(Permission.PARTS_MANAGE)
    request = _locked(request_id)
    refuse(rules.why_not_change_request(request.state, RequestState.ISSUED))
    if request.store:
        out = Move(
            MovementKind.ISSUED,
            request.part,
            request.quantity,
            source=request.store,
            person=request.person,
            request=request,
            serials=serials,
        )
        move(out, by)
    elif serials and request.part.serial_tracked and queries.mode() != Mode.RECORD_ONLY:
        pieces.set_off(request, serials, by)
    _set(request, RequestState.ISSUED)
    _leave("parts.issue", request, by, serial="、".join(serials))
    return request


@transaction.atomic
def take_over(*, request_id: int, by: Actor) -> PartRequest:
    """领到: the technician has the part; an order that waited for it can go on, and technician and dispatchers hear of it.

    Raises NotAllowed, NotFound, RuleBroken.
    """
    request = _locked(request_id)
    require_own(request.person, by)
    refuse(rules.why_not_change_request(request.state, RequestState.ON_VAN))
    if queries.mode() != Mode.RECORD_ONLY:
        into = van_of(request.person, by)
        move(
            Move(
                MovementKind.TAKEN_OVER,
                request.part,
                request.quantity,
                target=into,
                person=request.person,
                request=request,
                serials=pieces.on_way(request),
            ),
            by,
        )
    else:
        pieces.gone(request)
    request.arrived_at = clock.happening()
    _set(request, RequestState.ON_VAN, "arrived_at")
    _leave("parts.arrive", request, by)
    _tell_arrived(request, by)
    return request


def _tell_arrived(request: PartRequest, by: Actor) -> None:
    """Tell the technician and the dispatchers that a part is there, when an order waits for it."""
    if request.order_id is None or request.case_id is None:
        return
    case = subjects.read(CASE, [request.case_id]).get(request.case_id)
    to = [recipients.role(Role.DISPATCHER)]
    if request.person.user_id:
        to.insert(0, recipients.member(request.person.user_id, request.person.name))
    facts = {
        "request": request.number,
        "part": f"{request.part.name} {request.part.number}".strip(),
        "quantity": rules.quantity_text(request.quantity),
        "order": case.number if case else "",
        "title": case.title if case else "",
        "technician": request.person.name,
    }
    send("part.arrived", to=to, facts=facts, by=by, target=("part_request", request.pk), case=(CASE, request.case_id))


@transaction.atomic
def return_unused(
    *,
    person_id: int,
    part_id: int,
    quantity: Decimal,
    store_id: int | None = None,
    serials: Sequence[str] = (),
    note: str = "",
    by: Actor,
) -> None:
    """退回未用: a part that was not needed goes back to the store, piece by piece where it is tracked (procedure 11).

    Raises NotAllowed, NotFound, BadInput (which store, serial numbers), RuleBroken (not there; nothing is counted).
    """
    person = person_of(person_id)
    require_own(person, by)
    mode = queries.mode()
    refuse(rules.why_not_stock(mode))
    part = part_of(part_id)
    checked(quantity)
    store = store_of(store_id) if mode == Mode.FULL else None
    van = van_of(person, by)
    awaited = queries.lock_on_van(person, part, None)
    kind, back = MovementKind.RETURNED_UNUSED, list(serials)
    given = Move(kind, part, quantity, van, store, person=person, request=awaited, serials=back, reason=note)
    made = move(given, by)
    if awaited:
        _set(awaited, RequestState.RETURNED_UNUSED)
    leave(
        "parts.return_unused",
        by=by,
        target=made,
        number=part.number,
        quantity=quantity,
        technician=person.name,
        store=store.name if store else "",
        serials=back,
        note=note.strip(),
    )
