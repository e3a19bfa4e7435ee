"""Steps by machine: one POST an action."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from wuxing.core.refusals import ANSWERS
from wuxing.governance.nonconformity import actions
from wuxing.governance.nonconformity.actions import ToDo
from wuxing.governance.nonconformity.api.reading import ToDoIn, TreatmentOut, actor_of, whole

router = Router()


class NoDetailsIn(Schema):
    """No details."""


class WhyIn(Schema):
    """Why."""

    reason: str


class ContainIn(Schema):
    """What was done at once."""

    what: str
    done_at: AwareDatetime | None = None


class AnalyseIn(Schema):
    """The chain, the fishbone by its bones, the root cause and what shows it."""

    root_cause: str
    category: str
    evidence: str
    whys: list[str] = []
    causes: dict[str, list[str]] = {}


class PlanIn(Schema):
    """The actions, and by what their effect is seen from which day."""

    actions: list[ToDoIn] = Field(max_length=20)
    criterion: str
    check_on: date


class CompleteIn(Schema):
    """What came of an action."""

    action_id: int
    result: str
    record: str = ""


class StruckActionIn(Schema):
    """An action to be struck."""

    action_id: int
    reason: str


class CheckIn(Schema):
    """The verdict on the effect."""

    verdict: Literal["effective", "not_effective"]
    evidence: str
    record: str = ""


class CloseIn(Schema):
    """A remark."""

    note: str = ""


class SeverityIn(Schema):
    """Another severity, and why."""

    severity: Literal["minor", "major", "critical"]
    reason: str


class OwnerIn(Schema):
    """Who owns it."""

    owner_id: int


class MoveDueIn(Schema):
    """Another day for a running stage, and why."""

    stage: str
    due_on: date
    reason: str


class GroundIn(Schema):
    """The ground of a special deduction."""

    ground: str


STEPS: dict[str, tuple[Callable[..., Any], type[Schema]]] = {
    "contain": (actions.contain, ContainIn),
    "analyse": (actions.analyse, AnalyseIn),
    "plan": (actions.plan, PlanIn),
    "start": (actions.start, NoDetailsIn),
    "add_action": (actions.add_action, ToDoIn),
    "strike_action": (actions.strike_action, StruckActionIn),
    "complete_action": (actions.complete_action, CompleteIn),
    "check_effectiveness": (actions.check_effectiveness, CheckIn),
    "close": (actions.close, CloseIn),
    "reopen": (actions.reopen, WhyIn),
    "cancel": (actions.cancel, WhyIn),
    "correct_severity": (actions.correct_severity, SeverityIn),
    "assign": (actions.assign, OwnerIn),
    "move_due": (actions.move_due, MoveDueIn),
    "mark_deduction": (actions.mark_deduction, GroundIn),
    "unmark_deduction": (actions.unmark_deduction, WhyIn),
}


def _details(step: str, body: Any) -> dict[str, Any]:
    """Return what the action takes by name."""
    if step == "add_action":
        return {"todo": ToDo(**body.model_dump())}
    given: dict[str, Any] = body.model_dump()
    if step == "plan":
        given["actions"] = [ToDo(**row) for row in given["actions"]]
    return given


def _door(step: str, details: type[Schema]) -> Callable[..., TreatmentOut]:
    def door(request: HttpRequest, nonconformity_id: int, body: Any) -> TreatmentOut:
        STEPS[step][0](nonconformity_id=nonconformity_id, by=actor_of(request), **_details(step, body))
        return whole(nonconformity_id)

    door.__annotations__["body"] = details
    door.__name__ = step
    door.__doc__ = STEPS[step][0].__doc__
    return door


for _step, (_action, _schema) in STEPS.items():
    router.post(
        f"/nonconformities/{{nonconformity_id}}/{_step}",
        response={200: TreatmentOut, **ANSWERS},
        summary=(_action.__doc__ or "").partition(".")[0].partition("\n")[0],
        operation_id=f"nonconformity_{_step}",
    )(_door(_step, _schema))
