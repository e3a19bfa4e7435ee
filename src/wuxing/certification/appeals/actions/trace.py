"""Every step of an appeal is kept, with who took it."""

from typing import Any

from wuxing.certification.appeals import rules, states
from wuxing.certification.appeals.models import Appeal, AppealStep
from wuxing.certification.appeals.states import ENDS, State
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken


def step(
    found: Appeal, name: str, to: State, *, by: Actor, text: str = "", outcome: str = "", facts: Any = None,
    **payload: Any,
) -> AppealStep:  # fmt: skip
    """Bring a locked appeal to a state, keep the step and leave its trace. Raises RuleBroken (not next)."""
    here = State(found.state)
    if reason := states.why_not_move(here, to):
        raise RuleBroken(reason)
    now = clock.now()
    made = AppealStep.objects.create(
        tenant_id=by.tenant_id, appeal=found, step=name, before=here.value, after=to.value, outcome=outcome,
        text=text, facts=facts or {}, by_user_id=by.user_id, by_name=by.name[:100], at=now,
    )  # fmt: skip
    found.state, found.due_on = to.value, None if to in ENDS else rules.due_after(name, clock.today(by.zone))
    changed = ["state", "due_on"]
    if to is State.DECIDED:
        found.decided_at = now
        changed += ["decided_at", "outcome", "reasons"]
    if to in ENDS:
        found.ended_at = now
        changed.append("ended_at")
    found.save(update_fields=changed)
    record(found, name, by, before=here, after=to, outcome=outcome, **payload)
    return made


def record(found: Appeal, name: str, by: Actor, **payload: Any) -> None:
    """Leave the trace of a step: in the case's history, where there is a case. Never who complained."""
    about = ("case", found.case_id) if found.case_id else ("appeal", found.pk)
    ledger.record(f"appeal.{name}", by=by, target=found, case=about, number=found.number, **payload)


def refuse(reason: Any) -> None:
    """Raise RuleBroken with a reason, if there is one."""
    if reason:
        raise RuleBroken(reason)
