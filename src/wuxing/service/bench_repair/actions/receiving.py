"""收件: items are taken in, at a visit or over the counter; the customer signs and keeps a copy (procedures 4 and 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction

from wuxing.core import clock, files, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed
from wuxing.core.models import Attachment
from wuxing.core.reasons import say
from wuxing.service.bench_repair import queries, rules
from wuxing.service.bench_repair.actions.signing import Signed, keep_signature
from wuxing.service.bench_repair.actions.trace import leave, note_step, refuse, refuse_wrong, said
from wuxing.service.bench_repair.models import BenchItem, Custody, TakeBack
from wuxing.service.bench_repair.states import Holder, ItemState
from wuxing.service.repair import queries as repairs
from wuxing.service.repair import states as repair_states
from wuxing.service.repair.actions.trace import save_order
from wuxing.service.repair.models import Appointment, WorkOrder
from wuxing.service.repair.states import Branch, OrderState, Outcome, VisitState


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One thing that the customer hands over."""

    name: str
    look: str
    serial: str = ""
    accessories: Sequence[str] = ()
    photos: Sequence[tuple[str, IO[bytes]]] = ()  # file name and content


@transaction.atomic
def take_back(
    *, order_id: int, items: Sequence[Given], signed: Signed, shelf: str = "", note: str = "", by: Actor
) -> TakeBack:
    """取回收据: list what the customer hands over; the visit under way ends as taken back, or it is the counter.

    At a visit the technician holds the items from now on; over the counter they go onto `shelf`.

    Raises:
        NotAllowed, NotFound.
        BadInput: nothing listed, a name or look missing, nobody signed, no storage place.
        RuleBroken: no diagnosis with take back as the way on; a receipt is there already; the order is over.
    """
    if not (by.may(Permission.REPAIR_VISIT) or by.may(Permission.REPAIR_INTAKE)):
        by.require(Permission.WORKSHOP_WORK)
    order, visit = _order_for(order_id, by)
    listed = _checked(items, signed, shelf, at_visit=visit is not None)
    note = said("note", note, 500, needed=False)
    now = clock.now()

    image = keep_signature(signed, order, by)
    made = TakeBack.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("TB", by=by, year=clock.today(by.zone).year),
        order=order,
        visit=visit,
        channel=TakeBack.Channel.VISIT if visit else TakeBack.Channel.COUNTER,
        taken_at=now,
        taken_by_id=by.user_id,
        taken_by_name=by.name[:100],
        signed_by=signed.name.strip(),
        method="drawn" if image else "typed",
        image=image,
        note=note,
    )
    taken = [_take(made, place, one, shelf.strip(), by) for place, one in enumerate(listed, start=1)]
    _end_visit(order, visit)
    leave(
        "take_back",
        by=by,
        target=made,
        order=order,
        number=made.number,
        channel=made.channel,
        name=made.signed_by,
        **signed.told,
        items=[_listed(one) for one in taken],
    )
    return made


def _listed(item: BenchItem) -> dict[str, Any]:
    """Return an item as the entry of its receipt lists it."""
    return {
        "number": item.number,
        "item": item.name,
        "serial": item.serial,
        "accessories": item.accessories,
        "look": item.look,
    }


def _order_for(order_id: int, by: Actor) -> tuple[WorkOrder, Appointment | None]:
    """Return the order, locked, with the visit at which items are taken back; no visit under way: the counter."""
    order = repairs.lock_order(order_id)
    visit = repairs.lock_visit(order)
    under_way = visit is not None and visit.state in (VisitState.ARRIVED, VisitState.WORKING, VisitState.PAUSED)
    if not under_way:
        visit = None
    if visit is not None:
        by.require(Permission.REPAIR_VISIT)
        order = repairs.lock_order_of_technician(order_id, by)
    elif not (by.may(Permission.WORKSHOP_WORK) or by.may(Permission.REPAIR_INTAKE)):
        raise NotAllowed(say("goods carried in are taken in at the counter or by the workshop"))
    if order.state not in repair_states.OPEN_ORDERS or order.state in (OrderState.DRAFT, OrderState.REVIEWED):
        refuse(say("the order is over, or its record is not complete; nothing is taken in for it"))
    newest = order.diagnoses.order_by("-pk").first()
    since = visit.arrived_at if visit else None
    diagnosed = bool(newest and newest.branch == Branch.TAKE_BACK and since and newest.made_at >= since)
    refuse(
        rules.why_not_take_back(
            at_visit=visit is not None,
            working=visit is not None and visit.state == VisitState.WORKING,
            diagnosed=diagnosed,
            receipted=visit is not None and queries.is_receipted(visit.pk),
        )
    )
    return order, visit


def _checked(items: Sequence[Given], signed: Signed, shelf: str, *, at_visit: bool) -> Sequence[Given]:
    wrong: dict[str, Any] = rules.why_not_list([(one.name, one.look) for one in items])
    if not signed.name.strip():
        wrong["signed_by"] = say("write the name of the person who signs")
    if not at_visit and not shelf.strip():
        wrong["shelf"] = say("name the storage place")
    texts = [("signed_by", signed.name, 100), ("shelf", shelf, 40)]
    for place, one in enumerate(items, start=1):
        texts += [
            (f"name_{place}", one.name, 120),
            (f"serial_{place}", one.serial, 80),
            (f"look_{place}", one.look, 500),
        ]
        if len(one.accessories) > 30 or any(len(name) > 80 for name in one.accessories):
            wrong[f"accessories_{place}"] = say("at most 30 accessories, of 80 characters")
    for field, words, most in texts:
        if len(words.strip()) > most:
            wrong[field] = say("at most %(limit)s characters", limit=most)
    refuse_wrong(wrong)
    return items


def _take(receipt: TakeBack, place: int, given: Given, shelf: str, by: Actor) -> BenchItem:
    order, now = receipt.order, receipt.taken_at
    serial = given.serial.strip()
    asset = order.asset if place == 1 and order.asset and order.asset.serial in ("", serial.upper()) else None
    made = BenchItem.objects.create(
        tenant_id=by.tenant_id,
        number=f"{receipt.number}-{place}",
        take_back=receipt,
        order=order,
        state=ItemState.RECEIVED,
        name=given.name.strip(),
        product_id=order.product_id if place == 1 else None,
        asset=asset,
        serial=serial,
        accessories=[name.strip() for name in given.accessories if name.strip()],
        look=given.look.strip(),
        received_at=now,
        search=f"{receipt.number}-{place} {given.name} {serial} {order.number}".lower(),
        updated_at=now,
    )
    _begin_chain(made, receipt, shelf, by)
    note_step(made, "", "receive", by=by)
    _keep_photos(made, place, given, by)
    return made


def _keep_photos(item: BenchItem, place: int, given: Given, by: Actor) -> None:
    """Keep the pictures of an item; what is no picture is said where it was chosen."""
    case = (repairs.CASE, item.order.request_id)
    for name, content in given.photos:
        try:
            files.keep(content, name=name, target=item, by=by, accepted=files.PICTURES, case=case)
        except BadInput as refused:
            raise BadInput({f"photos_{place}": reason for reason in refused.fields.values()}) from refused


def _begin_chain(item: BenchItem, receipt: TakeBack, shelf: str, by: Actor) -> None:
    person = item.order.technician if receipt.visit_id else None
    to = rules.Hand(Holder.TECHNICIAN, person.pk, person.name) if person else rules.Hand(Holder.SHELF, None, shelf)
    counter = person is None  # whoever takes in at the counter speaks for the shelf
    at_once = counter or rules.is_confirmed_at_once(to, queries.doer_of(by))
    Custody.objects.create(
        tenant_id=by.tenant_id,
        item=item,
        sequence=1,
        from_kind=Holder.CUSTOMER,
        to_kind=to.kind,
        to_person_id=to.person_id,
        to_name=to.name,
        handed_at=receipt.taken_at,
        handed_by_id=by.user_id,
        confirmed_at=receipt.taken_at if at_once else None,
        confirmed_by_id=by.user_id if at_once else None,
    )


def _end_visit(order: WorkOrder, visit: Appointment | None) -> None:
    """End the visit as taken back; the receipt is there, and the customer has signed it."""
    if visit is not None:
        refuse(rules.why_not_end_taken_back(receipted=queries.is_receipted(visit.pk)))
        visit.state, visit.ended_at = VisitState.TAKEN_BACK, clock.now()
        visit.save(update_fields=["state", "ended_at"])
    order.outcome, order.signed_at = Outcome.TAKEN_BACK, order.signed_at or clock.now()
    if order.state == OrderState.DISPATCHED:
        order.state = OrderState.IN_PROGRESS
    save_order(order, "outcome", "signed_at", "state")


@transaction.atomic
def add_photo(*, item_id: int, content: IO[bytes], name: str, by: Actor) -> Attachment:
    """照片: keep a picture of an item. Raises NotAllowed, NotFound, BadInput (no picture)."""
    if not by.may(Permission.REPAIR_VISIT):
        by.require(Permission.WORKSHOP_WORK)
    item = queries.lock_item(item_id)
    if item.ended_at is not None:
        raise BadInput({"photo": say("this item is no longer with us")})
    case = (repairs.CASE, item.order.request_id)
    return files.keep(content, name=name, target=item, by=by, accepted=files.PICTURES, case=case)
