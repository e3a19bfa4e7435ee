"""交接: an item goes from hand to hand; what is handed over is on the way until the receiving hand confirms it."""

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.resources.models import Person
from wuxing.service.bench_repair import queries, rules
from wuxing.service.bench_repair.actions.trace import leave_of, refuse, said
from wuxing.service.bench_repair.models import BenchItem, Custody
from wuxing.service.bench_repair.states import HANDS, Holder


def _permit(by: Actor) -> None:
    if not by.may(Permission.REPAIR_VISIT):
        by.require(Permission.WORKSHOP_WORK)


def _hand(to: str, person_id: int | None, name: str) -> rules.Hand:
    if to not in set(Holder):
        raise BadInput({"to": say("choose where it goes")})
    if to not in HANDS:
        return rules.Hand(to, None, said("place", name, 40, needed=False))
    person = Person.objects.filter(pk=person_id or 0, active=True).first()
    if person is None:
        raise BadInput({"person_id": say("name the person who takes it")})
    return rules.Hand(to, person.pk, person.name)


@transaction.atomic
def hand_over(
    *,
    item_id: int,
    to: str,
    person_id: int | None = None,
    place: str = "",
    waybill: str = "",
    note: str = "",
    by: Actor,
) -> Custody:
    """交接: hand an item to a person, onto a shelf, to a courier. `to` is a Holder; a person or a place goes with it.

    Raises NotAllowed, NotFound, BadInput (nobody named), RuleBroken (not confirmed yet; not the actor's to hand over).
    """
    _permit(by)
    item = queries.lock_item(item_id)
    held = queries.lock_custody(item)
    hand = _hand(to, person_id, place)
    waybill, note = said("waybill", waybill, 60, needed=False), said("note", note, 200, needed=False)
    if to == Holder.COURIER and not waybill:
        raise BadInput({"waybill": say("write the number of the consignment")})
    doer = queries.doer_of(by)
    refuse(
        rules.why_not_hand_over(
            state=item.state, held=queries.hand_of(held), confirmed=held.confirmed_at is not None, to=hand, doer=doer
        )
    )

    made = pass_on(item, held, hand, by=by, at_once=rules.is_confirmed_at_once(hand, doer), waybill=waybill, note=note)
    item.updated_at = clock.now()
    item.save(update_fields=["updated_at"])
    leave_of(
        "hand_over",
        item,
        by=by,
        giver=held.to_kind,
        giver_name=held.to_name,
        to=hand.kind,
        receiver=hand.name,
        confirmed=made.confirmed_at is not None,
        waybill=waybill,
    )
    return made


def pass_on(
    item: BenchItem, held: Custody, to: rules.Hand, *, by: Actor, at_once: bool, waybill: str = "", note: str = ""
) -> Custody:
    """Let a custody end and the next one begin at the same instant."""
    now = max(clock.now(), held.confirmed_at or held.handed_at)
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    return Custody.objects.create(
        tenant_id=by.tenant_id,
        item=item,
        sequence=held.sequence + 1,
        from_kind=held.to_kind,
        from_person_id=held.to_person_id,
        from_name=held.to_name,
        to_kind=to.kind,
        to_person_id=to.person_id,
        to_name=to.name,
        handed_at=now,
        handed_by_id=by.user_id,
        confirmed_at=now if at_once else None,
        confirmed_by_id=by.user_id if at_once else None,
        waybill=waybill,
        note=note,
    )


@transaction.atomic
def confirm_receipt(*, item_id: int, by: Actor) -> Custody:
    """确认收到: the receiving hand confirms; until then the item is on the way. Raises NotAllowed, NotFound, RuleBroken."""
    _permit(by)
    item = queries.lock_item(item_id)
    held = queries.lock_custody(item)
    hand = queries.hand_of(held)
    refuse(rules.why_not_confirm(confirmed=held.confirmed_at is not None, held=hand, doer=queries.doer_of(by)))

    held.confirmed_at, held.confirmed_by_id = max(clock.now(), held.handed_at), by.user_id
    held.save(update_fields=["confirmed_at", "confirmed_by"])
    item.updated_at = clock.now()
    item.save(update_fields=["updated_at"])
    leave_of("confirm_receipt", item, by=by, to=hand.kind, receiver=hand.name)
    return held


@transaction.atomic
def recall(*, item_id: int, reason: str, by: Actor) -> Custody:
    """交接撤回: it went to the wrong hand, or never arrived there; the hand that gave it has it again, as a new link.

    The giver, or the dispatcher, confirms with it; told by the receiver, the giver has to confirm.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (the receipt is confirmed; not the actor's to recall).
    """
    if not by.may(Permission.REPAIR_DISPATCH):
        _permit(by)
    item = queries.lock_item(item_id)
    held = queries.lock_custody(item)
    doer, to = queries.doer_of(by), rules.Hand(held.from_kind, held.from_person_id, held.from_name)
    refuse(
        rules.why_not_recall(
            confirmed=held.confirmed_at is not None,
            gave=to,
            to=queries.hand_of(held),
            doer=doer,
            recorded=held.handed_by_id == by.user_id,
        )
    )
    reason = said("reason", reason, 200)

    held.confirmed_at, held.confirmed_by_id = (
        max(clock.now(), held.handed_at),
        by.user_id,
    )  # settled; the entry says how
    held.save(update_fields=["confirmed_at", "confirmed_by"])
    mute = Person.objects.filter(pk=to.person_id or 0, user=None).exists()  # who has no account cannot confirm
    at_once = rules.is_confirmed_at_once(to, doer) or doer.is_dispatcher or mute
    made = pass_on(item, held, to, by=by, at_once=at_once, note=reason)
    item.updated_at = clock.now()
    item.save(update_fields=["updated_at"])
    leave_of(
        "recall",
        item,
        by=by,
        giver=held.to_kind,
        giver_name=held.to_name,
        to=to.kind,
        receiver=to.name,
        confirmed=at_once,
        sequence=held.sequence,
        reason=reason,
    )
    return made
