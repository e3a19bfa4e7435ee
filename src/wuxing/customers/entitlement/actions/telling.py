"""告知保修与收费: that the customer was told, measurably; or a named exception, with its reason (procedure 4)."""

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.customers.entitlement import queries, rules
from wuxing.customers.entitlement.models import EntitlementDecision


@transaction.atomic
def explain(*, decision_id: int, how: str, by: Actor, fee_told: str = "", traced: bool = True) -> EntitlementDecision:
    """告知: the customer was told this decision and the fee; the first telling counts, a later one is recorded too.

    Raises NotAllowed, NotFound, BadInput (how is not one of phone, on_site, link, paper).
    """
    if not by.may(Permission.REPAIR_INTAKE):
        by.require(Permission.REPAIR_VISIT)
    if wrong := rules.why_not_explain(how):
        raise BadInput({"how": wrong})
    decision = queries.lock_decision(decision_id)

    if decision.explained_at is None:
        decision.explained_at, decision.explained_by_id, decision.explained_how = clock.now(), by.user_id, how
        decision.fee_told = fee_told.strip()[:300]
        decision.save(update_fields=["explained_at", "explained_by", "explained_how", "fee_told"])
    if traced:
        case = (decision.subject_type, decision.subject_id)
        ledger.record(
            "entitlement.explain",
            by=by,
            target=decision,
            case=case,
            outcome=decision.outcome,
            how=how,
            fee_told=fee_told.strip(),
        )
    return decision


@transaction.atomic
def except_telling(
    *, decision_id: int, exception: str, reason: str, by: Actor, traced: bool = True
) -> EntitlementDecision:
    """例外: work may begin before the customer was told, in a named case and with its reason; telling stays due.

    Raises NotAllowed, NotFound, BadInput (no such exception, no reason).
    """
    by.require(Permission.REPAIR_VISIT)
    if wrong := rules.why_not_except(exception, reason):
        raise BadInput(dict(wrong))
    decision = queries.lock_decision(decision_id)

    decision.exception, decision.exception_reason = exception, reason.strip()[:300]
    decision.exception_by_id, decision.exception_at = by.user_id, clock.now()
    decision.save(update_fields=["exception", "exception_reason", "exception_by", "exception_at"])
    if traced:
        ledger.record(
            "entitlement.except",
            by=by,
            target=decision,
            case=(decision.subject_type, decision.subject_id),
            exception=exception,
            reason=decision.exception_reason,
        )
    return decision
