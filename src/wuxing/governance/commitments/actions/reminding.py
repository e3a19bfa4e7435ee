"""Reminders and escalations: each goes out once, in working time unless it is about safety, and stays on the record."""

from datetime import datetime

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Membership
from wuxing.core.notices import actions as notices
from wuxing.core.notices.recipients import member
from wuxing.core.worktime import is_worked, next_worked
from wuxing.governance.commitments import queries, subjects
from wuxing.governance.commitments.actions.clocks import plan_reminder
from wuxing.governance.commitments.models import Escalation, Target
from wuxing.governance.commitments.states import Recipient

BATCH = 200
ROLES = {Recipient.DISPATCHER: Role.DISPATCHER, Recipient.MANAGER: Role.SERVICE_MANAGER}


@transaction.atomic
def remind_due(*, by: Actor, most: int = BATCH) -> int:
    """提醒与升级: send what is due by now for running targets, and return how many went out (procedure 2).

    What falls outside working hours waits for them, unless it is about safety. Called by the background worker.
    """
    now = clock.now()
    due = list(
        Target.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("promise")
        .filter(remind_at__lte=now, stopped_at=None)
        .order_by("remind_at", "pk")[:most]
    )
    return sum(_remind(target, now, by) for target in due)


def _remind(target: Target, now: datetime, by: Actor) -> bool:
    hours = queries.calendar_of(target.hours_version_id)
    if not target.safety and not is_worked(now, hours):
        target.remind_at = next_worked(now, hours)
        target.save(update_fields=["remind_at"])
        return False
    steps = queries.terms_of(target).steps
    percent, recipient = steps[target.step]
    planned = target.remind_at or now
    case = subjects.read(target.subject_type, [target.subject_id]).get(target.subject_id)
    people = _people(recipient, case, by)
    made = Escalation.objects.create(
        tenant_id=target.tenant_id,
        target=target,
        step=target.step,
        percent=percent,
        recipient=recipient,
        user_ids=[user_id for user_id, _name in people],
        names=names_of(people),
        planned_at=planned,
        at=now,
    )
    target.step += 1
    pauses = queries.pauses_of(target.pk)
    plan_reminder(target, steps, pauses)
    target.save(update_fields=["step", "remind_at"])
    ledger.record(
        called_event(percent),
        by=by,
        target=made,
        case=(target.subject_type, target.subject_id),
        kind=target.kind,
        percent=percent,
        to=recipient.value,
        names=made.names,
        due=target.effective_due_at,
    )
    _tell(target, made, case, people, by)
    return True


def _people(recipient: Recipient, case: subjects.Case | None, by: Actor) -> list[tuple[int, str]]:
    """Return whom a step reaches: who has the case in hand, else the dispatchers; dispatchers or managers by role."""
    if recipient == Recipient.ASSIGNEE and case and case.user_id:
        return [(case.user_id, case.user_name)]
    return people_called(recipient, by)


def people_called(recipient: Recipient, by: Actor) -> list[tuple[int, str]]:
    """Return whom a step reaches by role, for nobody has the case in hand: number and name."""
    role = ROLES.get(recipient, Role.DISPATCHER)
    rows = Membership.objects.filter(tenant_id=by.tenant_id, active=True, roles__contains=[role.value])
    return list(rows.order_by("user_id").values_list("user_id", "user__name"))


def names_of(people: list[tuple[int, str]]) -> str:
    """Return who was called up, as it stays on the record."""
    return "、".join(name for _user_id, name in people)[:300]


def called_event(percent: int) -> str:
    """Return what the ledger calls a step: a reminder before the promised time, an escalation from it on."""
    return "promise.remind" if percent < 100 else "promise.escalate"


def _tell(
    target: Target, made: Escalation, case: subjects.Case | None, people: list[tuple[int, str]], by: Actor
) -> None:
    """Put the notice into the outbox; one about safety is urgent, so quiet hours do not hold it."""
    if not people:
        return
    notices.send(
        called_event(made.percent),
        to=[member(user_id, name) for user_id, name in people],
        facts={
            "number": case.number if case else f"{target.subject_type} {target.subject_id}",
            "title": case.title if case else "",
            "promise": target.promise.text,
            "due": target.effective_due_at,
            "percent": made.percent,
        },
        by=by,
        target=(target.subject_type, target.subject_id),
        urgent=target.safety,
    )
