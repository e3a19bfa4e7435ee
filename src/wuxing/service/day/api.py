"""The outbox for machines: acts of a device, in their order, each once by its own key."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field, ValidationError

from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.service.day import actions
from wuxing.service.repair.api.steps import STEPS

router = Router()


class ActIn(Schema):
    """One act: a step of an order as in the paths of the steps, with its details, its own key, and when it happened."""

    key: str = Field(min_length=8, max_length=64)
    order_id: int
    step: str
    captured_at: AwareDatetime
    details: dict[str, Any] = {}


class OutboxIn(Schema):
    """What a device kept, in its order; `sent_at` is the device's clock now, so that a wrong clock does no harm."""

    device: str = Field(min_length=1, max_length=64)
    sent_at: AwareDatetime
    acts: list[ActIn] = Field(min_length=1, max_length=50)


class DayAnswerOut(Schema):
    """What became of an act: kept, conflict (a rule refuses), refused (something is missing), held (one before it was not)."""

    key: str
    outcome: str
    reason: str = ""
    fields: dict[str, str] = {}
    happened_at: datetime | None = None


class AnswersOut(Schema):
    """One answer an act."""

    results: list[DayAnswerOut]


@router.post("/outbox", response=AnswersOut, summary="acts that a device kept without a line (outbox)")
def take(request: HttpRequest, body: OutboxIn) -> AnswersOut:
    """Take acts of a technician's device; each has its own answer, and what is sent twice is done once."""
    by = acting(request)

    def run(act: actions.Act) -> object:
        if act.step not in STEPS:
            raise BadInput({"step": say("there is no step %(name)s", name=act.step)})
        action, schema = STEPS[act.step]
        try:
            details = schema.model_validate(act.details)
        except ValidationError as error:
            raise BadInput({".".join(str(part) for part in e["loc"]): e["msg"] for e in error.errors()}) from error
        return action(order_id=act.order_id, by=by, **details.dict())

    acts = [
        actions.Act(
            one.key,
            one.order_id,
            one.step,
            one.captured_at,
            one.details,
            json.dumps(one.details, sort_keys=True).encode(),
        )
        for one in body.acts
    ]
    given = actions.take(acts=acts, device=body.device, sent_at=body.sent_at, run=run, by=by)
    return AnswersOut(
        results=[DayAnswerOut(**{name: getattr(one, name) for name in DayAnswerOut.model_fields}) for one in given]
    )
