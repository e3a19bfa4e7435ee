"""Who was called up about the promises of a story, as the worker would have: for the record, nobody is told any more."""

from collections.abc import Sequence
from datetime import datetime

from wuxing.core.actors import Actor
from wuxing.core.ledger import EntryDraft
from wuxing.governance.commitments.actions import reminding
from wuxing.governance.commitments.models import Escalation, Target
from wuxing.governance.commitments.states import Recipient
from wuxing.service.repair.actions.history_parts.bound import Bound
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.rules.history import Called, TargetFact, called_up

Written = tuple[Bound, TargetFact, Target]
People = list[tuple[int, str]]


def write_reminders(written: Sequence[Written], now: datetime, by: Actor) -> list[EntryDraft]:
    """提醒与升级: write what had gone out for the promises of all cases, and return the traces of it."""
    by_role = {recipient: reminding.people_called(recipient, by) for recipient in Recipient}
    made = [
        (b, fact, one, _row(target, one, _people(b, one, by_role), by))
        for b, fact, target in written
        for one in called_up(fact, now)
    ]
    Escalation.objects.bulk_create([row for _b, _fact, _one, row in made], batch_size=1000)
    return [
        EntryDraft(
            reminding.called_event(one.percent),
            ("escalation", row.pk),
            (CASE, b.request.pk),
            one.at,
            {
                "kind": fact.terms.kind,
                "percent": one.percent,
                "to": one.recipient.value,
                "names": row.names,
                "due": one.due,
            },
        )
        for b, fact, one, row in made
    ]


def _row(target: Target, one: Called, people: People, by: Actor) -> Escalation:
    return Escalation(
        tenant_id=by.tenant_id,
        target=target,
        step=one.step,
        percent=one.percent,
        recipient=one.recipient,
        user_ids=[user_id for user_id, _name in people],
        names=reminding.names_of(people),
        planned_at=one.at,
        at=one.at,
    )


def _people(b: Bound, one: Called, by_role: dict[Recipient, People]) -> People:
    """Return whom a step reached: who had the order in hand by then, else those of the role."""
    given = b.order.dispatched_at if b.order else None
    who = b.order.technician if b.order and given and given <= one.at else None
    if one.recipient == Recipient.ASSIGNEE and who and who.user_id:
        return [(who.user_id, who.name)]
    return by_role[one.recipient]
