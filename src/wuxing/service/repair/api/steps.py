"""Steps by machine: one POST an action, or several at once, all or none (the outbox)."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.service.day import actions as day
from wuxing.service.repair import actions
from wuxing.service.repair.actions.signing import sign_with_drawing
from wuxing.service.repair.api.details import (
    AppointmentIn,
    AskForPartIn,
    ChecklistIn,
    ContactIn,
    CorrectionIn,
    DiagnosisIn,
    DispatchIn,
    ExceptIn,
    FeeIn,
    FollowUpIn,
    LawFactsIn,
    LineIn,
    NoteIn,
    NothingIn,
    PhotoIn,
    ReasonIn,
    RescheduleIn,
    SignatureIn,
    StrikeIn,
    UsePartIn,
    VisitEndIn,
)
from wuxing.service.repair.api.shapes import StepOut, actor_of, order_of, order_out
from wuxing.service.repair.models import WorkOrder

router = Router()

STEPS: dict[str, tuple[Callable[..., Any], type[Schema]]] = {
    "dispatch": (actions.dispatch_order, DispatchIn),
    "accept": (actions.accept_order, NothingIn),
    "decline": (actions.decline_order, ReasonIn),
    "contact": (actions.record_contact, ContactIn),
    "agree_appointment": (actions.agree_appointment, AppointmentIn),
    "reschedule": (actions.reschedule_appointment, RescheduleIn),
    "depart": (actions.depart, NothingIn),
    "arrive": (actions.arrive, NothingIn),
    "confirm_problem": (actions.confirm_problem, ChecklistIn),
    "explain_warranty": (actions.explain_warranty, FeeIn),
    "except_telling": (actions.except_telling, ExceptIn),
    "note_law_facts": (actions.note_law_facts, LawFactsIn),
    "start_work": (actions.start_work, NothingIn),
    "diagnose": (actions.diagnose, DiagnosisIn),
    "correct_diagnosis": (actions.correct_diagnosis, CorrectionIn),
    "add_line": (actions.add_line, LineIn),
    "strike_line": (actions.strike_line, StrikeIn),
    "finish_visit": (actions.finish_visit, VisitEndIn),
    "no_access": (actions.report_no_access, NoteIn),
    "use_part": (day.use_part, UsePartIn),
    "ask_for_part": (day.ask_for_part, AskForPartIn),
    "photo": (day.add_photo_as_text, PhotoIn),
    "sign": (sign_with_drawing, SignatureIn),
    "finish_work": (actions.finish_work, NothingIn),
    "review": (actions.review_order, NoteIn),
    "close": (actions.close_order, NothingIn),
    "follow_up": (actions.record_follow_up, FollowUpIn),
    "hold": (actions.hold_order, ReasonIn),
    "resume": (actions.resume_order, NoteIn),
    "cancel": (actions.cancel_order, ReasonIn),
    "give_up": (actions.give_up_order, ReasonIn),
    "reopen": (actions.reopen_order, ReasonIn),
}


def _take(order_id: int, step: str, details: Schema, by: Actor) -> Any:
    action, _schema = STEPS[step]
    return action(order_id=order_id, by=by, **details.dict())


def _door(step: str, details: type[Schema]) -> Callable[..., StepOut]:
    def door(request: HttpRequest, order_id: int, body: Any) -> StepOut:
        made = _take(order_id, step, body, actor_of(request))
        order = made if isinstance(made, WorkOrder) else order_of(order_id)
        return StepOut(order=order_out(order), made=None if made is order else made.pk)

    door.__annotations__["body"] = details
    door.__name__ = step
    door.__doc__ = STEPS[step][0].__doc__
    return door


for _step, (_action, _schema) in STEPS.items():
    router.post(
        f"/orders/{{order_id}}/{_step}",
        response={200: StepOut, **ANSWERS},
        summary=(_action.__doc__ or "").partition(".")[0],
        operation_id=f"repair_{_step}",
    )(_door(_step, _schema))


class StepIn(Schema):
    """One step of several: its name, as in the paths, and its details."""

    step: str
    details: dict[str, Any] = {}


class StepsIn(Schema):
    """Steps to be taken in order; all of them or none."""

    steps: list[StepIn] = Field(min_length=1, max_length=50)


@router.post("/orders/{order_id}/steps", response={200: StepOut, **ANSWERS}, summary="several steps at once (outbox)")
def take_steps(request: HttpRequest, order_id: int, body: StepsIn) -> StepOut:
    """Take several steps in one transaction: what a technician's phone kept while it had no network."""
    by = actor_of(request)
    made: Any = None
    with transaction.atomic():
        for place, one in enumerate(body.steps):
            if one.step not in STEPS:
                raise BadInput({f"steps.{place}.step": say("there is no step %(name)s", name=one.step)})
            made = _take(order_id, one.step, STEPS[one.step][1].model_validate(one.details), by)
    order = made if isinstance(made, WorkOrder) else order_of(order_id)
    return StepOut(order=order_out(order), made=None if made is order else made.pk)
