"""Step 1, the other ways on: a call answered, logged twice, or not ours; and the warranty that a person overrides."""

from collections.abc import Sequence

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.customers.entitlement import actions as entitlement
from wuxing.customers.entitlement import rules as entitlement_rules
from wuxing.customers.entitlement.queries import is_told
from wuxing.customers.models import EntitlementDecision
from wuxing.governance.commitments import actions as commitments
from wuxing.service.repair import queries, rules
from wuxing.service.repair.actions import promising
from wuxing.service.repair.actions.heard import heard
from wuxing.service.repair.actions.trace import leave, refuse, subject
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.rules.history import PROMISED_AT_INTAKE
from wuxing.service.repair.states import RequestState


def _end(request_id: int, to: RequestState, *, kept: bool, by: Actor) -> ServiceRequest:
    request = queries.lock_request(request_id)
    refuse(rules.why_not_change_request(request.state, to))
    targets = commitments.open_of(subject(request))
    if kept:
        for target in targets:
            commitments.stop(targets, target.kind, at=clock.now())
    else:
        commitments.drop(targets, at=clock.now())
    request.state = to
    return request


def _said(field: str, words: str) -> str:
    if not words.strip():
        raise BadInput({field: say("say why, in a sentence that others understand")})
    return words.strip()[:500]


@transaction.atomic
def answer_remotely(*, request_id: int, answer: str, by: Actor) -> ServiceRequest:
    """远程解决: the customer was helped on the telephone; no visit is needed (procedure 4, step 1).

    Raises NotAllowed, NotFound, BadInput (no answer written), RuleBroken (past that).
    """
    by.require(Permission.REPAIR_INTAKE)
    answer = _said("answer", answer)

    request = _end(request_id, RequestState.ANSWERED_REMOTELY, kept=True, by=by)
    request.closing_note = answer
    request.save(update_fields=["state", "closing_note"])
    leave("repair.answer_remotely", by=by, target=request, request_id=request.pk, answer=answer)
    return request


@transaction.atomic
def reject_request(*, request_id: int, reason: str, by: Actor) -> ServiceRequest:
    """不予受理: the request is not ours to serve; the reason stays (procedure 4, step 1). Raises as answer_remotely."""
    by.require(Permission.REPAIR_INTAKE)
    reason = _said("reason", reason)

    request = _end(request_id, RequestState.REJECTED, kept=False, by=by)
    request.closing_note = reason
    request.save(update_fields=["state", "closing_note"])
    leave("repair.reject", by=by, target=request, request_id=request.pk, reason=reason)
    return request


@transaction.atomic
def take_up_request(*, request_id: int, reason: str, by: Actor) -> ServiceRequest:
    """重新受理: an answered or rejected request goes on after all; its promises begin anew, the old verdicts stay (step 1).

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (it was neither answered nor rejected).
    """
    by.require(Permission.REPAIR_INTAKE)
    reason = _said("reason", reason)
    request = queries.lock_request(request_id)
    refuse(rules.why_not_take_up(request.state))
    now = clock.now()

    request.state, request.closing_note = RequestState.TRIAGED, ""
    request.save(update_fields=["state", "closing_note"])
    promising.open_for(request, PROMISED_AT_INTAKE, start=now, by=by)
    leave("repair.take_up", by=by, target=request, request_id=request.pk, reason=reason)
    return request


@transaction.atomic
def merge_request(*, request_id: int, into_id: int, by: Actor) -> ServiceRequest:
    """合并: the same call was logged twice; this one points to the other, and both stay (procedure 4, step 1).

    Raises NotAllowed, NotFound, RuleBroken (into itself, into a merged one, or past that).
    """
    by.require(Permission.REPAIR_INTAKE)
    if request_id == into_id:
        refuse(say("a request cannot be merged into itself"))
    first, second = (queries.lock_request(pk) for pk in sorted((request_id, into_id)))  # in one order: no deadlock
    other = first if first.pk == into_id else second
    if other.state in (RequestState.MERGED, RequestState.REJECTED):
        refuse(say("merge it into a request that is still served"))

    request = _end(request_id, RequestState.MERGED, kept=False, by=by)
    request.merged_into = other
    request.save(update_fields=["state", "merged_into"])
    leave("repair.merge", by=by, target=request, request_id=request.pk, into=other.number, into_id=other.pk)
    leave("repair.absorb", by=by, target=other, request_id=other.pk, number=request.number)
    heard(request_id=other.pk, channel=request.channel, by=by)  # they called again: no wait for them
    return request


@transaction.atomic
def override_warranty(
    *, request_id: int, outcome: str, reason: str, evidence_ids: Sequence[int] = (), by: Actor
) -> EntitlementDecision:
    """改判保修: a person decides otherwise than the rule; both values and the reason stay (states.md section 3).

    Raises NotAllowed, NotFound, BadInput (no reason, no such outcome, nothing decided yet).
    """
    by.require(Permission.ENTITLEMENT_OVERRIDE)
    if wrong := entitlement_rules.why_not_override(outcome, reason):
        raise BadInput(dict(wrong))
    request = queries.lock_request(request_id)
    old = request.entitlement
    if old is None:
        raise BadInput({"outcome": say("first choose the product, so that the rule can decide")})
    order = request.orders.order_by("-pk").first()

    decision = entitlement.override(
        decision_id=old.pk,
        outcome=outcome,
        reason=reason,
        evidence_ids=evidence_ids,
        told=is_told(old, order.warranty_explained_at if order else None),
        by=by,
        traced=False,
    )
    request.entitlement = decision
    request.save(update_fields=["entitlement"])
    leave(
        "repair.override_warranty",
        by=by,
        target=request,
        request_id=request.pk,
        before=old.outcome,
        after=outcome,
        proposed=old.proposed,
        reason=decision.override_reason,
    )
    return decision
