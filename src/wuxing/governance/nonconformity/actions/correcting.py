"""What is set right beside the steps: severity, owner, due days, special deductions, and that it was none at all."""

from datetime import date

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.governance.nonconformity import queries, rules
from wuxing.governance.nonconformity.actions import clocks
from wuxing.governance.nonconformity.actions.trace import leave, refuse, said, save
from wuxing.governance.nonconformity.models import Nonconformity, Regrading, StageClock
from wuxing.governance.nonconformity.rules import terms
from wuxing.governance.nonconformity.states import Ground, Severity, State


@transaction.atomic
def correct_severity(*, nonconformity_id: int, severity: str, reason: str, by: Actor) -> Nonconformity:
    """更正严重程度: both values and the reason stay; running clocks keep their day, later ones go by the new severity.

    Raises NotAllowed, NotFound, BadInput (no reason, unknown), RuleBroken (ended, or nothing changes).
    """
    by.require(Permission.NONCONFORMITY_VERIFY)
    found = queries.lock_nonconformity(nonconformity_id)
    if severity not in list(Severity):
        raise BadInput({"severity": say("choose one of the list")})
    refuse(rules.why_not_regrade(found.state, found.severity, severity))
    reason = said("reason", reason, 500)
    before = found.severity

    Regrading.objects.create(
        tenant_id=by.tenant_id,
        nonconformity=found,
        round=found.round,
        before=before,
        after=severity,
        reason=reason,
        by_id=by.user_id,
        at=clock.now(),
    )
    found.severity = severity
    save(found, "severity")
    leave("correct_severity", by=by, found=found, before=before, after=severity, reason=reason)
    return found


@transaction.atomic
def cancel(*, nonconformity_id: int, reason: str, by: Actor) -> Nonconformity:
    """判定不构成不符合: another person looked and found it to be none; it stays, with the reason.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (actions are planned; one's own).
    """
    by.require(Permission.NONCONFORMITY_VERIFY)
    found = queries.lock_nonconformity(nonconformity_id)
    refuse(rules.why_not_cancel(found.state, person=by.user_id, reporter=found.reported_by_id, owner=found.owner_id))
    reason = said("reason", reason, 500)
    now = clock.now()

    found.state, found.cancelled_at = State.CANCELLED, now
    found.cancelled_by_id, found.cancel_reason = by.user_id, reason
    clocks.drop(found, at=now)
    save(found, "state", "cancelled_at", "cancelled_by", "cancel_reason")
    leave("cancel", by=by, found=found, reason=reason)
    return found


@transaction.atomic
def assign(*, nonconformity_id: int, owner_id: int, by: Actor) -> Nonconformity:
    """指定责任人: name who answers for the treatment. Raises NotAllowed, NotFound, BadInput, RuleBroken (too late)."""
    by.require(Permission.NONCONFORMITY_MANAGE)
    found = queries.lock_nonconformity(nonconformity_id)
    refuse(rules.why_not_assign(found.state))
    if not queries.is_member(owner_id):
        raise BadInput({"owner_id": say("choose a member of the organisation")})
    before = found.owner_id

    found.owner_id = owner_id
    save(found, "owner")
    leave("assign", by=by, found=found, before=before, after=owner_id, owner=dict(queries.people())[owner_id])
    return found


@transaction.atomic
def move_due(*, nonconformity_id: int, stage: str, due_on: date, reason: str, by: Actor) -> StageClock:
    """延期: the day by which a running stage is due is moved by somebody else than its owner; the first day stays beside it.

    Raises NotAllowed, NotFound, BadInput (no reason, a past day, no such stage running), RuleBroken (one's own).
    """
    by.require(Permission.NONCONFORMITY_VERIFY)
    found = queries.lock_nonconformity(nonconformity_id)
    refuse(rules.why_not_move_due(found.state, person=by.user_id, owner=found.owner_id))
    running = next((one for one in queries.lock_clocks(found) if one.stage == stage), None)
    if running is None:
        raise BadInput({"stage": say("this stage does not run now")})
    if due_on < clock.today(by.zone):
        raise BadInput({"due_on": say("choose today or a later day")})
    reason = said("reason", reason, 300)
    before = running.counts_until

    running.counts_until, running.moved_at = terms.end_of(due_on, by.zone), clock.now()
    running.moved_by_id, running.move_reason, running.escalated_at = by.user_id, reason, None
    running.save(update_fields=["counts_until", "moved_at", "moved_by", "move_reason", "escalated_at"])
    clocks.note_due(found)
    save(found)
    leave("move_due", by=by, found=found, stage=stage, before=before, after=running.counts_until, reason=reason)
    return running


@transaction.atomic
def mark_deduction(*, nonconformity_id: int, ground: str, by: Actor) -> Nonconformity:
    """列为特殊扣分项: it costs a point of its own until its correction is proven. Raises as assign."""
    by.require(Permission.NONCONFORMITY_MANAGE)
    found = queries.lock_nonconformity(nonconformity_id)
    refuse(rules.why_not_mark_deduction(found.state, found.deduction_ground))
    if ground not in list(Ground):
        raise BadInput({"ground": say("choose one of the list")})

    found.deduction_ground, found.deduction_at = ground, clock.now()
    save(found, "deduction_ground", "deduction_at")
    leave("mark_deduction", by=by, found=found, ground=ground)
    return found


@transaction.atomic
def unmark_deduction(*, nonconformity_id: int, reason: str, by: Actor) -> Nonconformity:
    """取消特殊扣分项: it was named one by mistake; somebody else than its owner says so, with the reason. Raises as cancel."""
    by.require(Permission.NONCONFORMITY_VERIFY)
    found = queries.lock_nonconformity(nonconformity_id)
    refuse(rules.why_not_unmark_deduction(found.deduction_ground, person=by.user_id, owner=found.owner_id))
    reason = said("reason", reason, 500)
    before = found.deduction_ground

    found.deduction_ground, found.deduction_at = "", None
    save(found, "deduction_ground", "deduction_at")
    leave("unmark_deduction", by=by, found=found, before=before, reason=reason)
    return found
