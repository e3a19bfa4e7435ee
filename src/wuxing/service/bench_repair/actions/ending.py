"""返还, 换机, 报废: how an item leaves the workshop for good; the customer signs each of them (procedure 5)."""

from collections.abc import Collection
from datetime import timedelta
from typing import IO

from django.db import transaction

from wuxing.core import clock, files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.models import Attachment
from wuxing.core.reasons import say
from wuxing.customers.entitlement import actions as entitlement
from wuxing.governance.commitments import actions as commitments
from wuxing.service.bench_repair import queries, rules, states
from wuxing.service.bench_repair.actions.handing import pass_on
from wuxing.service.bench_repair.actions.signing import Signed, keep_signature
from wuxing.service.bench_repair.actions.trace import leave_of, move, refuse, refuse_quoted, refuse_wrong, said
from wuxing.service.bench_repair.models import BenchItem, Custody
from wuxing.service.bench_repair.states import HANDS, Holder, ItemState
from wuxing.service.repair.actions.trace import save_order, subject
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.states import Outcome


def _permit(by: Actor) -> None:
    if not (by.may(Permission.REPAIR_VISIT) or by.may(Permission.REPAIR_INTAKE)):
        by.require(Permission.WORKSHOP_WORK)


def _why_not_give(held: Custody, by: Actor) -> str | None:
    """Return why this person may not give the item to the customer: the hand that holds it does, or the counter."""
    doer = queries.doer_of(by)
    if held.confirmed_at is None:
        return say("%(name)s has to confirm the receipt first", name=held.to_name or held.to_kind)
    if held.to_kind in HANDS and doer.person_id != held.to_person_id and not doer.is_dispatcher:
        return say("%(name)s has the item and gives it back", name=held.to_name)
    return None


@transaction.atomic
def return_item(
    *,
    item_id: int,
    signed: Signed,
    accessories: Collection[str],
    accessories_missing: str = "",
    warranty_days: int = states.WARRANTY_DAYS,
    by: Actor,
) -> BenchItem:
    """返还签收: the customer has it back with its accessories and signs; the warranty of the repair begins (procedure 5).

    Raises:
        NotAllowed, NotFound.
        BadInput: accessories stay without a reason, nobody signed, fewer than 30 days of warranty on a repair.
        RuleBroken: not ready; another hand holds it, or has not confirmed it.
    """
    _permit(by)
    item = queries.lock_item(item_id)
    held = queries.lock_custody(item)
    repaired = item.tested_at is not None
    wrong = rules.why_not_return(
        state=item.state,
        listed=item.accessories,
        given=accessories,
        missing=accessories_missing,
        warranty_days=warranty_days,
        repaired=repaired,
    )
    if not signed.name.strip():
        wrong["signed_by"] = say("write the name of the person who signs")
    refuse_wrong(wrong)
    refuse(_why_not_give(held, by))
    missing = said("accessories_missing", accessories_missing, 300, needed=False)

    _sign(item, signed, by)
    item.ended_at, item.repaired, item.accessories_missing = clock.now(), repaired, missing
    item.warranty_until = clock.today(by.zone) + timedelta(days=warranty_days) if repaired else None
    fields = ("ended_at", "repaired", "accessories_missing", "warranty_until", "signed_by", "image")
    move(item, ItemState.RETURNED, "return", *fields, by=by, accessories=sorted(accessories), missing=missing)
    pass_on(item, held, rules.Hand(Holder.CUSTOMER), by=by, at_once=True)
    _settle(item, by)
    told = {"repaired": repaired, "missing": missing, "warranty_until": item.warranty_until}
    leave_of("return", item, by=by, name=item.signed_by, accessories=sorted(accessories), **signed.told, **told)
    return item


def _sign(item: BenchItem, signed: Signed, by: Actor) -> None:
    item.signed_by = said("signed_by", signed.name, 100)
    item.image = keep_signature(signed, item.order, by)


def _settle(item: BenchItem, by: Actor) -> None:
    """Let the promise to resolve end with the last item of an order that was taken back."""
    order = item.order
    if order.outcome != Outcome.TAKEN_BACK or order.resolved_at or queries.open_items(order.pk):
        return
    order.resolved_at = clock.now()
    targets = commitments.open_of(subject(order.request_id))
    commitments.stop(targets, "resolve", at=order.resolved_at)
    save_order(order, "resolved_at", targets=targets)


@transaction.atomic
def replace_item(*, item_id: int, new_serial: str, reason: str, signed: Signed, by: Actor) -> BenchItem:
    """换机: the customer gets another unit; both serial numbers stay and the warranty begins anew by its rule.

    The old unit stays in the custody it is in until it is disposed of or sent to the maker.

    Raises NotAllowed, NotFound, BadInput (no serial, no reason, nobody signed), RuleBroken (the item is over).
    """
    by.require(Permission.WORKSHOP_WORK)
    by.require(Permission.CUSTOMER_WRITE)
    item = queries.lock_item(item_id)
    refuse(rules.why_not_change_item(item.state, ItemState.REPLACED))
    refuse_quoted(item)
    item.new_serial, item.ending_reason = said("new_serial", new_serial, 80).upper(), said("reason", reason, 500)

    _sign(item, signed, by)
    if item.asset_id:
        _exchange(item, item.asset_id, by)
    item.ended_at, item.repaired = clock.now(), False
    fields = ("ended_at", "repaired", "new_serial", "ending_reason", "signed_by", "image")
    move(item, ItemState.REPLACED, "replace", *fields, by=by, new_serial=item.new_serial)
    _settle(item, by)
    leave_of(
        "replace",
        item,
        by=by,
        name=item.signed_by,
        **signed.told,
        old_serial=item.serial,
        new_serial=item.new_serial,
        reason=item.ending_reason,
    )
    return item


def _exchange(item: BenchItem, asset_id: int, by: Actor) -> None:
    """Exchange the unit; what is wrong with its number is said of the number as it was given here."""
    today, reason = clock.today(by.zone), item.ending_reason[:300]
    try:
        entitlement.exchange_unit(asset_id=asset_id, serial=item.new_serial, exchanged_on=today, reason=reason, by=by)
    except BadInput as error:
        raise BadInput(
            {"new_serial" if name == "serial" else name: why for name, why in error.fields.items()}
        ) from error


@transaction.atomic
def scrap_item(
    *, item_id: int, signed: Signed, reason: str = "", letter: tuple[str, IO[bytes]] | None = None, by: Actor
) -> BenchItem:
    """报废: only by the customer's written wish, signed on the screen or handed in as a picture or PDF (procedure 5)."""
    by.require(Permission.WORKSHOP_WORK)
    item = queries.lock_item(item_id)
    written = bool(signed.drawing) or letter is not None
    refuse_wrong(rules.why_not_scrap(state=item.state, wish=signed.name, signed=written))
    refuse_quoted(item)
    reason = said("reason", reason, 500, needed=False)

    _sign(item, signed, by)
    if letter is not None:
        item.image = _keep_letter(item, letter, by)
    item.ended_at, item.repaired, item.ending_reason = clock.now(), False, reason
    fields = ("ended_at", "repaired", "ending_reason", "signed_by", "image")
    move(item, ItemState.SCRAPPED, "scrap", *fields, by=by)
    _settle(item, by)
    leave_of("scrap", item, by=by, name=item.signed_by, reason=reason)
    return item


def _keep_letter(item: BenchItem, letter: tuple[str, IO[bytes]], by: Actor) -> Attachment:
    name, content = letter
    return files.keep(content, name=name, target=item, by=by, case=(CASE, item.order.request_id))
