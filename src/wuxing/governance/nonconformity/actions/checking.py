"""有效性验证: the effect is judged by somebody else; closed when proven, opened again when not."""

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity import queries, rules
from wuxing.governance.nonconformity.actions import clocks
from wuxing.governance.nonconformity.actions.trace import leave, refuse, said, save
from wuxing.governance.nonconformity.models import Closing, Effectiveness, Nonconformity, Reopening
from wuxing.governance.nonconformity.states import Stage, State, Verdict


@transaction.atomic
def check_effectiveness(
    *, nonconformity_id: int, verdict: str, evidence: str, record: str = "", by: Actor
) -> Effectiveness:
    """有效性验证: say whether the actions worked, and what shows it; not effective opens it again.

    Raises:
        NotAllowed, NotFound, BadInput (no verdict, no evidence).
        RuleBroken: actions are open, the day has not come, or the actor owns it or did one of the actions.
    """
    by.require(Permission.NONCONFORMITY_VERIFY)
    found = queries.lock_nonconformity(nonconformity_id)
    refuse(_why_not_judge(found, by))
    if verdict not in list(Verdict):
        raise BadInput({"verdict": say("choose one of the list")})
    evidence = said("evidence", evidence, 1000)
    if len(record.strip()) > 120:
        raise BadInput({"record": say("at most %(limit)s characters", limit=120)})
    now = clock.now()

    made = Effectiveness.objects.create(
        tenant_id=by.tenant_id,
        nonconformity=found,
        round=found.round,
        verdict=verdict,
        evidence=evidence,
        record=record.strip(),
        by_id=by.user_id,
        at=now,
    )
    told = {"verdict": verdict, "evidence": evidence, "record": made.record, "round": found.round}
    if verdict == Verdict.EFFECTIVE:
        found.verified_at, found.verified_by_id = now, by.user_id
        save(found, "verified_at", "verified_by")
    leave("check_effectiveness", by=by, found=found, **told)
    if verdict == Verdict.NOT_EFFECTIVE:
        _reopen(found, evidence[:500], by=by)
    return made


def _why_not_judge(found: Nonconformity, by: Actor) -> Reason | None:
    actions = queries.standing_actions(found)
    made = queries.plan_of(found)
    return rules.why_not_verify(
        found.state,
        open_actions=sum(1 for action in actions if action.done_at is None),
        check_on=made.check_on if made else None,
        today=clock.today(by.zone),
        person=by.user_id,
        owner=found.owner_id,
        doers=queries.doers_of(actions),
    )


@transaction.atomic
def close(*, nonconformity_id: int, note: str = "", by: Actor) -> Nonconformity:
    """关闭: every action is done and the effect is proven. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.NONCONFORMITY_VERIFY)
    found = queries.lock_nonconformity(nonconformity_id)
    checked = queries.check_of(found)
    open_actions = sum(1 for action in queries.standing_actions(found) if action.done_at is None)
    verdict = checked.verdict if checked else None
    refuse(rules.why_not_close(found.state, open_actions=open_actions, verdict=verdict))
    note = said("note", note, 500) if note.strip() else ""
    now = clock.now()

    Closing.objects.create(
        tenant_id=by.tenant_id, nonconformity=found, round=found.round, note=note, by_id=by.user_id, at=now
    )
    found.state, found.closed_at = State.CLOSED, now
    clocks.end(found, Stage.VERIFY, at=now)
    save(found, "state", "closed_at")
    leave("close", by=by, found=found, round=found.round, text=note)
    return found


@transaction.atomic
def reopen(*, nonconformity_id: int, reason: str, by: Actor) -> Nonconformity:
    """重新打开: it came back; a new round begins with the cause, and the old one stays.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (it is not closed).
    """
    by.require(Permission.NONCONFORMITY_VERIFY)
    found = queries.lock_nonconformity(nonconformity_id)
    refuse(rules.why_not_reopen(found.state))
    _reopen(found, said("reason", reason, 500), by=by)
    return found


def _reopen(found: Nonconformity, reason: str, *, by: Actor) -> None:
    now = clock.now()
    clocks.end(found, Stage.VERIFY, at=now)
    found.round += 1
    Reopening.objects.create(
        tenant_id=by.tenant_id, nonconformity=found, round=found.round, reason=reason, by_id=by.user_id, at=now
    )
    found.state, found.reopened_at = State.REOPENED, now
    again = ("closed_at", "verified_at", "verified_by", "analysed_at", "planned_at", "started_at", "done_at")
    found.closed_at = found.verified_at = found.verified_by = None
    found.analysed_at = found.planned_at = found.started_at = found.done_at = None
    clocks.begin_round(found, at=now, by=by)
    save(found, "state", "round", "reopened_at", *again)
    leave("reopen", by=by, found=found, round=found.round, reason=reason)
