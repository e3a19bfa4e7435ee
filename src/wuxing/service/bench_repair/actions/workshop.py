"""检修: found out on the bench, approved, repaired, waiting for parts, tested, ready (procedure 5)."""

from collections.abc import Mapping

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.notices import actions as notices
from wuxing.core.notices.recipients import customer
from wuxing.core.reasons import say
from wuxing.customers.entitlement import rules as entitlement
from wuxing.service.bench_repair import queries, rules
from wuxing.service.bench_repair.actions.handing import pass_on
from wuxing.service.bench_repair.actions.trace import (
    leave_of,
    move,
    note_step,
    refuse,
    refuse_quoted,
    refuse_wrong,
    said,
)
from wuxing.service.bench_repair.models import BenchItem
from wuxing.service.bench_repair.states import Holder, ItemState
from wuxing.service.charges.queries import current_quote
from wuxing.service.repair.actions.trace import save_order
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.states import OrderState


def _on_bench(item_id: int, to: ItemState, by: Actor) -> BenchItem:
    """Return an item, locked, that may become `to` and lies in a hand that has confirmed it."""
    by.require(Permission.WORKSHOP_WORK)
    item = queries.lock_item(item_id)
    refuse(rules.why_not_change_item(item.state, to))
    held = queries.lock_custody(item)
    refuse(rules.why_not_work(queries.hand_of(held), confirmed=held.confirmed_at is not None, doer=queries.doer_of(by)))
    return item


def _speaks(by: Actor) -> None:
    """What the customer says is noted by the workshop, or by whoever quotes."""
    if not by.may(Permission.QUOTE_MANAGE):
        by.require(Permission.WORKSHOP_WORK)


def set_order_working(order: WorkOrder) -> None:
    """Let a dispatched order be in progress once the workshop has begun."""
    if order.state == OrderState.DISPATCHED:
        order.state = OrderState.IN_PROGRESS
        save_order(order, "state")


@transaction.atomic
def diagnose_item(*, item_id: int, cause: str, finding: str, by: Actor) -> BenchItem:
    """检修判断: what is wrong, found on the bench; a better finding may follow until it is repaired (procedure 5).

    Raises NotAllowed, NotFound, BadInput, RuleBroken (not on a bench; past that).
    """
    item = _on_bench(item_id, ItemState.DIAGNOSED, by)
    cause, finding = said("cause", cause, 40), said("finding", finding, 1000)
    before = {"cause": item.cause, "finding": item.finding}

    item.cause, item.finding, item.diagnosed_at = cause, finding, clock.now()
    item.technician = queries.person_of(by) or item.technician
    move(item, ItemState.DIAGNOSED, "diagnose", "cause", "finding", "diagnosed_at", "technician", by=by, cause=cause)
    set_order_working(item.order)
    leave_of("diagnose", item, by=by, cause=cause, finding=finding, before=before if before["cause"] else None)
    return item


def is_free(item: BenchItem) -> bool:
    """Say whether the repair costs the customer nothing, by the warranty decision of the case."""
    decision = item.order.request.entitlement
    if decision is None:
        return False
    covered = (decision.covered_parts, decision.covered_labour, decision.covered_travel)
    return not entitlement.is_costly(decision.outcome, covered)


@transaction.atomic
def approve_item(*, item_id: int, note: str = "", by: Actor) -> BenchItem:
    """同意维修: free of charge, or by the customer's acceptance of the quote (procedure 5).

    Raises NotAllowed, NotFound, RuleBroken (it costs money and no quote is accepted).
    """
    _speaks(by)
    item = queries.lock_item(item_id)
    refuse(rules.why_not_change_item(item.state, ItemState.APPROVED))
    quote = current_quote((queries.KIND, item.pk))
    refuse(rules.why_not_approve(free=is_free(item), quote=quote.state if quote else None))
    note = said("note", note, 300, needed=False)

    item.approved_at = clock.now()
    ground = quote.number if quote and quote.state == "accepted" else "free"
    move(item, ItemState.APPROVED, "approve", "approved_at", by=by, ground=ground)
    leave_of("approve", item, by=by, ground=ground, note=note)
    return item


@transaction.atomic
def decline_item(*, item_id: int, reason: str, by: Actor) -> BenchItem:
    """不修: the customer does not want the repair; the item goes home as it is (procedure 5)."""
    _speaks(by)
    item = queries.lock_item(item_id)
    refuse(rules.why_not_change_item(item.state, ItemState.DECLINED))
    refuse_quoted(item)
    reason = said("reason", reason, 300)

    move(item, ItemState.DECLINED, "decline", by=by, reason=reason)
    leave_of("decline", item, by=by, reason=reason)
    return item


@transaction.atomic
def start_repair(*, item_id: int, note: str = "", by: Actor) -> BenchItem:
    """开始维修: the repair begins, goes on when the parts are there, or is taken up again after a test."""
    item = _on_bench(item_id, ItemState.REPAIRING, by)
    was, note = item.state, said("note", note, 300, needed=False)

    item.technician = queries.person_of(by) or item.technician
    item.tested_at = item.tested_by = item.ready_at = None
    move(item, ItemState.REPAIRING, "repair", "technician", "tested_at", "tested_by", "ready_at", by=by, note=note)
    leave_of("start_repair", item, by=by, before=was, note=note)
    return item


@transaction.atomic
def wait_for_parts(*, item_id: int, part: str, by: Actor) -> BenchItem:
    """等件: which part is lacking; the law's 90 days are watched (procedure 5)."""
    by.require(Permission.WORKSHOP_WORK)
    item = queries.lock_item(item_id)
    refuse(rules.why_not_change_item(item.state, ItemState.WAITING_PARTS))
    part = said("part", part, 200)

    move(item, ItemState.WAITING_PARTS, "wait", by=by, part=part)
    leave_of("wait_for_parts", item, by=by, part=part)
    return item


@transaction.atomic
def check_item(*, item_id: int, checks: Mapping[str, bool], note: str = "", by: Actor) -> BenchItem:
    """检验: the checklist, gone through by a person; what is not met sends it back to the repair (procedure 5).

    Raises NotAllowed, NotFound, BadInput (no such check), RuleBroken (not repaired yet; not on a bench).
    """
    item = _on_bench(item_id, ItemState.TESTED, by)
    refuse_wrong(rules.why_not_test(checks))
    missing, note = rules.missing_checks(checks), said("note", note, 300, needed=not all(checks.values()))
    passed, kept = not missing, {name: bool(done) for name, done in checks.items()}

    if passed:
        item.tested_at, item.tested_by_id = clock.now(), by.user_id
        move(item, ItemState.TESTED, "test", "tested_at", "tested_by", by=by, checks=kept, note=note)
    else:
        note_step(item, item.state, "test_failed", by=by, checks=kept, note=note)
    leave_of("test", item, by=by, passed=passed, checks=kept, note=note)
    return item


@transaction.atomic
def make_ready(*, item_id: int, shelf: str, by: Actor) -> BenchItem:
    """待返还: tested, or declined, it stands on its shelf for the way home; the days of repair end (procedure 5)."""
    by.require(Permission.WORKSHOP_WORK)
    item = queries.lock_item(item_id)
    refuse(rules.why_not_ready(state=item.state, tested=item.tested_at is not None))
    shelf = said("shelf", shelf, 40)
    held = queries.lock_custody(item)
    hand, doer = rules.Hand(Holder.SHELF, None, shelf), queries.doer_of(by)
    there = queries.hand_of(held) == hand
    if there:
        refuse(None if held.confirmed_at else say("%(name)s has to confirm the receipt first", name=shelf))
    else:
        confirmed = held.confirmed_at is not None
        refuse(
            rules.why_not_hand_over(
                state=item.state, held=queries.hand_of(held), confirmed=confirmed, to=hand, doer=doer
            )
        )

    item.ready_at = clock.now()
    move(item, ItemState.READY, "ready", "ready_at", by=by, shelf=shelf)
    if not there:
        pass_on(item, held, hand, by=by, at_once=True)
    leave_of("ready", item, by=by, shelf=shelf)
    _tell_ready(item, by)
    return item


def _tell_ready(item: BenchItem, by: Actor) -> None:
    """Tell the customer that the item is ready, once a customer is known."""
    order = item.order
    contact = order.request.contact
    if order.customer_id is None:
        return
    notices.send(
        "bench.ready",
        to=customer(order.customer_id, contact.name if contact else "", contact.phone if contact else ""),
        facts={
            "name": contact.name if contact else "",
            "number": item.number,
            "item": item.name,
            "order": order.number,
        },
        by=by,
        target=(queries.KIND, item.pk),
        case=(CASE, order.request_id),
    )
