"""How the actions of findings begin and end: who may, what was said, the step and the trace."""

from datetime import date
from typing import Any

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part
from wuxing.certification.findings import queries, states
from wuxing.certification.findings.models import Finding, FindingStep
from wuxing.certification.findings.states import DONE, State, Step
from wuxing.certification.people.models import Certifier
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor, Channel
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say


def refuse(reason: Reason | None) -> None:
    """Raise RuleBroken with a reason, if there is one."""
    if reason:
        raise RuleBroken(reason)


def said(**texts: tuple[str, int]) -> dict[str, str]:
    """Return what somebody wrote, each without spaces around it. Raises BadInput: nothing, or too long."""
    faults: dict[str, Reason] = {}
    for name, (text, most) in texts.items():
        if not text.strip():
            faults[name] = say("fill this in")
        elif len(text.strip()) > most:
            faults[name] = say("at most %(limit)s characters", limit=most)
    if faults:
        raise BadInput(faults)
    return {name: text.strip() for name, (text, _most) in texts.items()}


def of_team(case_id: int, by: Actor) -> Certifier:
    """Return who acts when they evaluate the case, as leader or member. Raises NotAllowed."""
    by.require(Permission.CASE_EVALUATE)
    return cases.require_part(case_id, by, Part.LEAD, Part.EVALUATOR)


def both(finding_id: int) -> tuple[Case, Finding]:
    """Return a finding and its case, both locked, the case first. Raises NotFound."""
    case = cases.lock(queries.finding(finding_id).case_id)
    return case, queries.lock(finding_id)


def of_client(client_id: int, finding_id: int, by: Actor) -> tuple[Case, Finding]:
    """Return a finding of a client's case, both locked, for the client. Raises NotAllowed, NotFound."""
    by.require(Permission.CASE_CLIENT)
    case, found = both(finding_id)
    if case.client_id != client_id:
        raise NotFound(say("there is no such finding here"))
    return case, found


def step(
    found: Finding, step: Step, to: State, *, by: Actor, text: str = "", cause: str = "", action: str = "",
    due_on: date | None = None, **payload: Any,
) -> FindingStep:  # fmt: skip
    """Bring a locked finding to a state, or let it stay there, and keep the step that did it. Raises RuleBroken."""
    here, now = State(found.state), clock.now()
    if to is not here:
        refuse(states.why_not_move(here, to))
        found.state = to.value
        found.closed_at = now if to in DONE else None
        found.save(update_fields=["state", "closed_at"])
    made = FindingStep.objects.create(
        tenant_id=by.tenant_id, finding=found, step=step.value, before=here.value, after=to.value, text=text,
        cause=cause, action=action, due_on=due_on, by_client=by.channel is Channel.PORTAL, by_user_id=by.user_id,
        by_name=by.name[:100], at=now,
    )  # fmt: skip
    told = {"text": text, "cause": cause, "action": action, "due_on": due_on} | payload
    leave(step.value, found, by, before=here, after=to, **{name: value for name, value in told.items() if value})
    return made


def leave(verb: str, found: Finding, by: Actor, **payload: Any) -> int:
    """Leave the trace of an action in the case's timeline."""
    return ledger.record(
        f"finding.{verb}", by=by, target=found, case=("case", found.case_id), number=found.number, **payload
    )
