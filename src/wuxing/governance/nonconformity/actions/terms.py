"""阶段时限: the company decides how long a stage may take; and what is late is put before the manager."""

from datetime import datetime

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity import queries
from wuxing.governance.nonconformity.actions.trace import leave, said
from wuxing.governance.nonconformity.models import Nonconformity, StageClock, StageTerm
from wuxing.governance.nonconformity.states import ENDED, Severity, Term, Unit

MOST = 100  # escalated at once; the rest in the next round


@transaction.atomic
def change_term(*, stage: str, severity: str, count: int, unit: str, reason: str, by: Actor) -> StageTerm:
    """改变阶段时限: what runs keeps its day; what begins from now on goes by the new one.

    Raises NotAllowed, BadInput (unknown stage, severity or unit; not between 1 and 365; no reason).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    wrong: dict[str, Reason | str] = {
        name: say("choose one of the list")
        for name, value, codes in (("stage", stage, Term), ("severity", severity, Severity), ("unit", unit, Unit))
        if value not in list(codes)
    }
    if not 1 <= count <= 365:
        wrong["count"] = say("write a number from 1 to 365")
    if wrong:
        raise BadInput(wrong)
    reason = said("reason", reason, 300)
    now = clock.now()
    current = StageTerm.objects.select_for_update().filter(stage=stage, severity=severity, ends_at=None).first()
    before = queries.terms_in_force()[Severity(severity)][Term(stage)]

    if current is not None:
        current.ends_at = now
        current.save(update_fields=["ends_at"])
    made = StageTerm.objects.create(
        tenant_id=by.tenant_id, stage=stage, severity=severity, count=count, unit=unit, reason=reason, starts_at=now
    )
    ledger.record(
        "nonconformity.change_term",
        by=by,
        target=made,
        stage=stage,
        severity=severity,
        before={"count": before.count, "unit": before.unit},
        after={"count": count, "unit": unit},
        reason=reason,
    )
    return made


@transaction.atomic
def escalate_late(*, by: Actor) -> int:
    """升级: put every stage that ran past its day before the manager, once; return how many. Safe to repeat.

    Raises NotAllowed.
    """
    by.require(Permission.NONCONFORMITY_MANAGE)
    now = clock.now()
    rows = StageClock.objects.filter(ended_at=None, escalated_at=None, counts_until__lt=now)
    ids = list(rows.order_by("counts_until").values_list("nonconformity_id", flat=True)[:MOST])
    return sum(_escalate(pk, now, by) for pk in sorted(set(ids)))


def _escalate(nonconformity_id: int, now: datetime, by: Actor) -> int:
    found: Nonconformity = queries.lock_nonconformity(nonconformity_id)
    late = [one for one in queries.lock_clocks(found) if one.escalated_at is None and one.counts_until < now]
    if found.state in ENDED:
        return 0
    for running in late:
        running.escalated_at = now
        running.save(update_fields=["escalated_at"])
        leave("escalate", by=by, found=found, stage=running.stage, due=running.counts_until)
    return len(late)
