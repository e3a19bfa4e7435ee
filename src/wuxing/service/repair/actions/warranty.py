"""保修判定与告知 on the way of an order: decided again when the cause is found, told, or excepted by name (steps 3 to 5)."""

from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.customers.entitlement import actions as entitlement
from wuxing.customers.entitlement import rules as entitlement_rules
from wuxing.customers.entitlement.rulesets import edition_named
from wuxing.customers.models import EntitlementDecision
from wuxing.service.charges import queries as charges
from wuxing.service.repair import queries, rules, states
from wuxing.service.repair.actions.parties import decide_warranty
from wuxing.service.repair.actions.trace import leave, refuse, save_order
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.rules import steps

BEFORE_ANY_WORD = frozenset({"danger", "authority"})
"""Exceptions in which the work goes on though a quote waits for the customer's word."""


def tell(order: WorkOrder, *, how: str, by: Actor, fee_told: str = "") -> None:
    """Note on order and decision that the customer was told; the caller saves and leaves the trace."""
    order.warranty_explained_at = order.warranty_explained_at or clock.happening()
    decision = order.request.entitlement
    if decision is not None and decision.explained_at is None:
        order.request.entitlement = entitlement.explain(
            decision_id=decision.pk, how=how, fee_told=fee_told, by=by, traced=False
        )


def decide_again(order: WorkOrder, cause: str, by: Actor) -> None:
    """保修复判: the cause is known now; what may cost the customer more must be told anew (procedure 4, step 5)."""
    request, old = order.request, order.request.entitlement
    if old is None or old.cause == cause:
        return
    today = clock.now().astimezone(ZoneInfo(by.zone)).date()
    made = decide_warranty(request, by, today, cause=cause, before=old, told=queries.is_told(order))
    if made is None:
        return
    request.entitlement = made
    request.save(update_fields=["entitlement"])
    if made.outcome != old.outcome or made.retell:
        leave(
            "repair.decide_again",
            by=by,
            target=request,
            request_id=request.pk,
            before=old.outcome,
            after=made.outcome,
            cause=cause,
            retell=made.retell,
        )


def why_not_costly(order: WorkOrder) -> str | None:
    """Return why work that costs the customer money may not go on: told first, or a named exception; no quote waits."""
    decision = order.request.entitlement
    excepted = decision is not None and decision.exception in BEFORE_ANY_WORD
    if not excepted and (waits := charges.why_not_work((charges.ORDER, order.pk))):
        return waits
    covered = (decision.covered_parts, decision.covered_labour, decision.covered_travel) if decision else (0, 0, 0)
    return entitlement_rules.why_not_start_costly(
        decision.outcome if decision else None,
        covered,
        explained=queries.is_told(order),
        exception=decision.exception if decision else "",
    )


@transaction.atomic
def explain_warranty(*, order_id: int, fee_told: str = "", how: str = "", by: Actor) -> WorkOrder:
    """告知保修与收费: the customer hears whether it is in warranty and what it costs, before the work (steps 3 and 4).

    `how`: phone, on_site, link or paper; left open, on site after the arrival and by phone before it.
    """
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    if order.state not in states.OPEN_ORDERS:
        refuse(say("an order that is %(state)s is not worked on", state=rules.STATE_WORDS[order.state]))
    if how and (wrong := entitlement_rules.why_not_explain(how)):
        raise BadInput({"how": wrong})
    decision = order.request.entitlement

    how = how or ("on_site" if order.arrived_at else "phone")
    tell(order, how=how, fee_told=fee_told, by=by)
    save_order(order, "warranty_explained_at")
    leave(
        "repair.explain_warranty",
        by=by,
        target=order,
        request_id=order.request_id,
        outcome=decision.outcome if decision else "unknown",
        fee_told=fee_told.strip(),
    )
    return order


@transaction.atomic
def note_law_facts(
    *,
    order_id: int,
    kilometres: int | None = None,
    serious_fault: bool | None = None,
    safety_repairs: int | None = None,
    assembly_changes: int | None = None,
    part_changes: int | None = None,
    by: Actor,
) -> EntitlementDecision:
    """三包事实: what the law asks about these goods and no record knows is said, and it is decided again (steps 3 to 5).

    Raises NotAllowed, NotFound, BadInput (the law does not ask it, below zero), RuleBroken (order over, no product yet).
    """
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    request, old = order.request, order.request.entitlement
    refuse(steps.why_not_work_on(order.state))
    said = (kilometres, serious_fault, safety_repairs, assembly_changes, part_changes)
    facts = {name: int(value) for name, value in zip(entitlement_rules.TOLD, said, strict=True) if value is not None}
    asked = entitlement_rules.asked_by(edition_named(old.law) if old else None)
    refuse(entitlement_rules.why_not_ask(asked))
    if wrong := entitlement_rules.why_not_facts(facts, asked):
        raise BadInput(dict(wrong))
    assert old is not None  # else the law asks nothing

    today = clock.now().astimezone(ZoneInfo(by.zone)).date()
    told = queries.is_told(order)
    made = decide_warranty(request, by, today, cause=old.cause, before=old, told=told, facts=facts)
    assert made is not None
    request.entitlement = made
    request.save(update_fields=["entitlement"])
    leave(
        "repair.note_law_facts", by=by, target=request, request_id=request.pk, law=made.law, facts=facts,
        before=old.outcome, after=made.outcome, remedies=[one["code"] for one in made.remedies], retell=made.retell,
    )  # fmt: skip
    return made


@transaction.atomic
def except_telling(*, order_id: int, exception: str, reason: str, by: Actor) -> EntitlementDecision:
    """例外: the work begins before the customer was told, in a named case and with its reason; telling stays due (step 4).

    Raises NotAllowed, NotFound, BadInput (no such exception, no reason), RuleBroken (the order is over; told already).
    """
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    if order.state not in states.OPEN_ORDERS:
        refuse(say("an order that is %(state)s is not worked on", state=rules.STATE_WORDS[order.state]))
    refuse(steps.why_not_except(told=queries.is_told(order)))
    request, decision = order.request, order.request.entitlement
    if decision is None:  # no product is known yet: that it is not clear is what the exception is about
        today = clock.now().astimezone(ZoneInfo(by.zone)).date()
        subject = (queries.CASE, request.pk)
        decision = entitlement.decide(subject=subject, asset=None, product=None, on=today, by=by, traced=False)
        request.entitlement = decision
        request.save(update_fields=["entitlement"])

    made = entitlement.except_telling(decision_id=decision.pk, exception=exception, reason=reason, by=by, traced=False)
    save_order(order)
    leave(
        "repair.except_telling",
        by=by,
        target=order,
        request_id=order.request_id,
        exception=exception,
        reason=made.exception_reason,
        outcome=made.outcome,
    )
    return made
