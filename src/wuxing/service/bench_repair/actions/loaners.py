"""备用机: the register, lending with receipt and signature, back and inspected, or lost (procedure 5)."""

from datetime import date, timedelta

from django.db import transaction

from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed
from wuxing.core.reasons import Reason, say
from wuxing.service.bench_repair import queries, rules
from wuxing.service.bench_repair.actions.signing import Signed, keep_signature
from wuxing.service.bench_repair.actions.trace import leave, refuse, refuse_wrong, said
from wuxing.service.bench_repair.models import BenchItem, Loan, Loaner
from wuxing.service.bench_repair.states import LoanerState, LoanState
from wuxing.service.repair import queries as repairs
from wuxing.service.repair import states as repair_states

LONGEST = timedelta(days=365)  # a later day is a slip of the pen


@transaction.atomic
def add_loaner(
    *, code: str, name: str, serial: str = "", shelf: str = "", product_id: int | None = None, note: str = "", by: Actor
) -> Loaner:
    """登记备用机: a device that may be lent. Raises NotAllowed, BadInput (no code or name, code taken)."""
    by.require(Permission.WORKSHOP_WORK)
    code, name = said("code", code, 40), said("name", name, 120)
    serial, shelf = said("serial", serial, 80, needed=False), said("shelf", shelf, 40, needed=False)
    note = said("note", note, 300, needed=False)
    if Loaner.objects.filter(code=code).exists():
        raise BadInput({"code": say("a device with this code is on the register already")})

    made = Loaner.objects.create(
        tenant_id=by.tenant_id,
        code=code,
        name=name,
        serial=serial,
        shelf=shelf,
        product_id=product_id,
        state=LoanerState.AVAILABLE,
        note=note,
        added_at=clock.now(),
    )
    ledger.record(
        "bench.add_loaner", by=by, target=made, case=("loaner", made.pk), code=code, device=name, serial=serial
    )
    return made


@transaction.atomic
def retire_loaner(*, loaner_id: int, reason: str, by: Actor) -> Loaner:
    """停用备用机: a device is no longer lent; it stays on the register."""
    by.require(Permission.WORKSHOP_WORK)
    loaner = queries.lock_loaner(loaner_id)
    refuse(rules.why_not_lend(loaner_state=loaner.state, order_open=True))
    reason = said("reason", reason, 300)

    loaner.state, loaner.note = LoanerState.RETIRED, reason
    loaner.save(update_fields=["state", "note"])
    ledger.record(
        "bench.retire_loaner", by=by, target=loaner, case=("loaner", loaner.pk), code=loaner.code, reason=reason
    )
    return loaner


@transaction.atomic
def restore_loaner(*, loaner_id: int, reason: str, by: Actor) -> Loaner:
    """恢复出借: a device that was out of lending is repaired, complete or found; it may be lent again."""
    by.require(Permission.WORKSHOP_WORK)
    loaner = queries.lock_loaner(loaner_id)
    refuse(rules.why_not_restore_loaner(loaner.state))
    reason = said("reason", reason, 300)

    loaner.state, loaner.note = LoanerState.AVAILABLE, reason
    loaner.save(update_fields=["state", "note"])
    ledger.record(
        "bench.restore_loaner", by=by, target=loaner, case=("loaner", loaner.pk), code=loaner.code, reason=reason
    )
    return loaner


@transaction.atomic
def lend(
    *,
    loaner_id: int,
    order_id: int,
    due_on: date,
    signed: Signed,
    item_id: int | None = None,
    accessories: str = "",
    look: str = "",
    by: Actor,
) -> Loan:
    """借出: a device goes to the customer, against a signature, until a day (procedure 5).

    A technician lends only for an order of their own visits.

    Raises NotAllowed, NotFound, BadInput (no day to come, nobody signed), RuleBroken (it is out; the order is over).
    """
    _require_one(by)
    order = repairs.lock_order(order_id)
    _require_hand(order.pk, by)
    loaner = queries.lock_loaner(loaner_id)
    _refuse_unfit(order.pk, item_id, due_on, signed, by)
    refuse(rules.why_not_lend(loaner_state=loaner.state, order_open=order.state in repair_states.OPEN_ORDERS))
    accessories, look = said("accessories", accessories, 300, needed=False), said("look", look, 300, needed=False)
    name = said("signed_by", signed.name, 100)

    image = keep_signature(signed, order, by)
    made = Loan.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("LN", by=by, year=clock.today(by.zone).year),
        loaner=loaner,
        order=order,
        item_id=item_id,
        state=LoanState.LENT,
        lent_at=clock.now(),
        lent_by_id=by.user_id,
        due_on=due_on,
        accessories=accessories,
        look=look,
        signed_by=name,
        method="drawn" if image else "typed",
        image=image,
    )
    loaner.state = LoanerState.LENT
    loaner.save(update_fields=["state"])
    leave(
        "lend", by=by, target=made, order=order, number=made.number, code=loaner.code, device=loaner.name,
        due_on=due_on, name=name, **signed.told,
    )  # fmt: skip
    return made


def why_not_see_to_loan(order_id: int, by: Actor) -> Reason | None:
    """Return why somebody neither lends for this order nor takes back; feeds the pages too."""
    own = repairs.has_own_work(order_id, by.user_id)
    return rules.why_not_see_to_loan(workshop=by.may(Permission.WORKSHOP_WORK), own=own)


def _require_one(by: Actor) -> None:
    if not by.may(Permission.REPAIR_VISIT):
        by.require(Permission.WORKSHOP_WORK)


def _require_hand(order_id: int, by: Actor) -> None:
    if reason := why_not_see_to_loan(order_id, by):
        raise NotAllowed(reason)


def _refuse_unfit(order_id: int, item_id: int | None, due_on: date, signed: Signed, by: Actor) -> None:
    wrong = {}
    if due_on < clock.today(by.zone):
        wrong["due_on"] = say("choose a day that is still to come")
    if due_on > clock.today(by.zone) + LONGEST:
        wrong["due_on"] = say("choose a day within a year")
    if not signed.name.strip():
        wrong["signed_by"] = say("write the name of the person who signs")
    if item_id is not None and not BenchItem.objects.filter(pk=item_id, order_id=order_id).exists():
        wrong["item_id"] = say("this item is not one of the order")
    refuse_wrong(wrong)


@transaction.atomic
def take_loaner_back(*, loan_id: int, condition: str, note: str = "", shelf: str = "", by: Actor) -> Loan:
    """归还备用机: the device is back and has been looked at; damaged or incomplete it is not lent on (procedure 5)."""
    loan = _open_loan(loan_id, by)
    if condition not in Loan.Condition.values:
        raise BadInput({"condition": say("choose how it came back")})
    note = said("note", note, 500, needed=condition != Loan.Condition.GOOD)
    shelf = said("shelf", shelf, 40, needed=False)

    _end(loan, LoanState.RETURNED, note, by, condition=condition)
    fit = condition == Loan.Condition.GOOD
    loan.loaner.state = LoanerState.AVAILABLE if fit else LoanerState.RETIRED
    loan.loaner.shelf, loan.loaner.note = shelf or loan.loaner.shelf, loan.loaner.note if fit else note[:300]
    loan.loaner.save(update_fields=["state", "shelf", "note"])
    leave(
        "take_loaner_back", by=by, target=loan, order=loan.order, number=loan.number, code=loan.loaner.code,
        condition=condition, note=note,
    )  # fmt: skip
    return loan


@transaction.atomic
def report_lost(*, loan_id: int, note: str, by: Actor) -> Loan:
    """备用机丢失: the device does not come back; how, is written down."""
    loan = _open_loan(loan_id, by)
    note = said("note", note, 500)

    _end(loan, LoanState.LOST, note, by)
    loan.loaner.state = LoanerState.LOST
    loan.loaner.save(update_fields=["state"])
    leave("report_lost", by=by, target=loan, order=loan.order, number=loan.number, code=loan.loaner.code, note=note)
    return loan


def _open_loan(loan_id: int, by: Actor) -> Loan:
    _require_one(by)
    loan = queries.lock_loan(loan_id)
    _require_hand(loan.order_id, by)
    refuse(rules.why_not_end_loan(loan.state))
    return loan


def _end(loan: Loan, state: LoanState, note: str, by: Actor, *, condition: str = "") -> None:
    loan.state, loan.ended_at, loan.ended_by_id = state, clock.now(), by.user_id
    loan.condition, loan.ending_note = condition, note
    loan.save(update_fields=["state", "ended_at", "ended_by", "condition", "ending_note"])
