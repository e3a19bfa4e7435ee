"""Step 5, 判断与处理: what is wrong, which of the four ways on, and the parts and charges."""

from typing import Any

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.service.repair import queries, rules
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long, save_order
from wuxing.service.repair.actions.warranty import decide_again
from wuxing.service.repair.models import Appointment, Diagnosis, WorkOrder
from wuxing.service.repair.states import Branch, OrderState, Outcome, VisitState

_VISIT_AFTER = {
    Branch.FIX_NOW: None,
    Branch.TAKE_BACK: None,  # the visit ends with the receipt (procedure 5)
    Branch.ANOTHER_VISIT: VisitState.PARTIAL,
    Branch.ADVISE_REPLACING: VisitState.COMPLETED,
}
_OUTCOME_AFTER = {
    Branch.FIX_NOW: Outcome.FIXED,
    Branch.ADVISE_REPLACING: Outcome.REPLACE_ADVISED,
}


def _checked(cause: str, finding: str, remedy: str, branch: str, symptom: str = "") -> None:
    wrong = {}
    if not cause.strip():
        wrong["cause"] = say("choose or write the cause")
    if not finding.strip():
        wrong["finding"] = say("write what you found")
    if branch not in set(Branch):
        wrong["branch"] = say("choose how it goes on: fix now, take back, another visit, or advise replacing")
    if wrong:
        raise BadInput(wrong)
    refuse_long(cause=(cause, 40), finding=(finding, 1000), remedy=(remedy, 40), symptom=(symptom, 40))


@transaction.atomic
def diagnose(
    *,
    order_id: int,
    cause: str,
    finding: str,
    branch: str,
    symptom: str = "",
    remedy: str = "",
    items_taken: str = "",
    by: Actor,
) -> Diagnosis:
    """故障判断: the finding and the way on; a visit that takes back ends with its receipt (step 5, procedure 5).

    Raises NotAllowed, NotFound, BadInput, RuleBroken (no visit under way; warranty and fee not told).
    """
    by.require(Permission.REPAIR_VISIT)
    _checked(cause, finding, remedy, branch, symptom)
    order = queries.lock_order_of_technician(order_id, by)
    to = _VISIT_AFTER[Branch(branch)]
    visit = _visit_under_way(order, to)
    now = clock.happening()

    kept: dict[str, Any] = {"cause": cause.strip(), "remedy": remedy.strip(), "finding": finding.strip()}
    kept |= {"branch": branch, "symptom": symptom or order.symptom}
    made = Diagnosis.objects.create(tenant_id=by.tenant_id, order=order, appointment=visit, made_at=now, **kept)
    if to:
        visit.state, visit.ended_at = to, now
        visit.save(update_fields=["state", "ended_at"])
    order.outcome = _OUTCOME_AFTER.get(Branch(branch), "")
    order.symptom = made.symptom
    save_order(order, "outcome", "symptom")
    leave(
        "repair.diagnose",
        by=by,
        target=made,
        request_id=order.request_id,
        items_taken=items_taken.strip(),
        **kept,
    )
    decide_again(order, made.cause, by)
    return made


def _visit_under_way(order: WorkOrder, to: VisitState | None) -> Appointment:
    """Return the visit on which the diagnosis is made; only a visit that ends without work needs none begun."""
    visit = queries.lock_visit(order)
    if visit is None or visit.state not in (VisitState.ARRIVED, VisitState.WORKING):
        raise RuleBroken(say("first check in on site"))
    if to != VisitState.PARTIAL and visit.state != VisitState.WORKING:
        refuse(say("first start the work: warranty and fee are told before it"))
    return visit


@transaction.atomic
def correct_diagnosis(
    *, order_id: int, cause: str, finding: str, remedy: str = "", reason: str, by: Actor
) -> Diagnosis:
    """更正判断: a new diagnosis beside the old one, with the reason; nothing is rewritten (step 5)."""
    by.require(Permission.REPAIR_VISIT)
    if not reason.strip():
        raise BadInput({"reason": say("say what showed that the first finding was wrong")})
    order = queries.lock_order_of_technician(order_id, by)
    old = order.diagnoses.order_by("-pk").first()
    if old is None:
        raise NotFound(say("there is no diagnosis to correct yet"))
    if order.state not in (OrderState.IN_PROGRESS, OrderState.ON_HOLD, OrderState.WORK_DONE):
        refuse(say("an order that is %(state)s is not worked on", state=rules.STATE_WORDS[order.state]))
    _checked(cause, finding, remedy, old.branch)

    made = Diagnosis.objects.create(
        tenant_id=by.tenant_id,
        order=order,
        appointment=old.appointment,
        symptom=old.symptom,
        cause=cause.strip(),
        remedy=remedy.strip() or old.remedy,
        finding=finding.strip(),
        branch=old.branch,
        corrects=old,
        made_at=clock.happening(),
    )
    save_order(order)
    leave(
        "repair.correct_diagnosis",
        by=by,
        target=made,
        request_id=order.request_id,
        before={"cause": old.cause, "finding": old.finding},
        after={"cause": made.cause, "finding": made.finding},
        reason=reason.strip(),
    )
    decide_again(order, made.cause, by)
    return made
