"""The API of scores kept: the score of every day, assessments, and what people rule on."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.evidence.assessments import actions, queries
from wuxing.evidence.assessments.models import Assessment
from wuxing.evidence.readiness.queries import adopted_pack, report_for
from wuxing.evidence.readiness.views.asked import asked_of
from wuxing.evidence.rulings import actions as rulings

router = Router()
Number = Annotated[int, Field(ge=1, le=2**62)]


class DayOut(Schema):
    """The score of a day; `afterwards` says that it was computed later, from what is on record."""

    day: date
    low: Decimal
    likely: Decimal | None
    high: Decimal
    level: str
    rehearsal: bool
    afterwards: bool


class KeepIn(Schema):
    """Which score is to be kept."""

    title: Annotated[str, Field(max_length=200)] = ""
    as_of: str = ""
    basis: str = "now"


class AssessmentOut(Schema):
    """An assessment without what it depends on."""

    id: int
    number: str
    title: str
    purpose: str
    as_of: date
    basis: str
    pack: str
    low: Decimal
    likely: Decimal | None
    high: Decimal
    level: str
    rehearsal: bool


class RulingIn(Schema):
    """What somebody proposes of an indicator: the share that is met, from 0 to 1."""

    leaf: Annotated[str, Field(max_length=40)]
    kind: str = "manual"
    ratio: Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)]
    reason: Annotated[str, Field(max_length=2000)]
    valid_from: date | None = None
    valid_until: date | None = None


class SaidOut(Schema):
    """A proposal, by its number."""

    id: int


def _actor(request: HttpRequest) -> Actor:
    return acting(request)


@router.get("/history", response=list[DayOut], summary="每日得分: the score of every day")
def history(request: HttpRequest, since: date | None = None, until: date | None = None) -> list[Any]:
    """Return the scores of the days, oldest first; a year at most."""
    by = _actor(request)
    by.require(Permission.EVIDENCE_READ)
    last = until or clock.today(by.zone)
    first = since or last - timedelta(days=180)
    if not 0 <= (last - first).days <= 366:
        raise BadInput({"since": say("ask for a year at most")})
    return list(queries.history(adopted_pack(by, clock.today(by.zone)).id, first, last))


@router.get("/assessments", response=list[AssessmentOut], summary="评定: assessments kept, newest first")
def assessments(request: HttpRequest, before: Number | None = None) -> list[Assessment]:
    """Return 50 assessments; `before` asks for older ones."""
    return queries.assessments(_actor(request), before=before)


@router.post("/assessments", response={201: AssessmentOut}, summary="留存评定: keep the score as it stands")
def keep(request: HttpRequest, data: KeepIn) -> Status[Any]:
    """Keep the score of a day under a number."""
    by = _actor(request)
    day, basis = asked_of({"as_of": data.as_of, "basis": data.basis}, by)
    return Status(201, actions.keep_assessment(report=report_for(by, day, basis), title=data.title, by=by))


@router.get("/assessments/{assessment_id}", summary="one assessment, with everything it depends on")
def assessment(request: HttpRequest, assessment_id: Number) -> dict[str, Any]:
    """Return an assessment with its inputs and its result."""
    kept = queries.assessment(_actor(request), assessment_id)
    told = AssessmentOut.from_orm(kept).model_dump(mode="json")
    return {**told, "inputs": json.loads(kept.inputs), "result": json.loads(kept.result), "log_size": kept.log_size}


@router.post("/rulings", response={201: SaidOut}, summary="评定: propose a ruling; a second person confirms it")
def propose_ruling(request: HttpRequest, data: RulingIn) -> Status[Any]:
    """Propose a ruling on an indicator, or an override of its records."""
    by = _actor(request)
    today = clock.today(by.zone)
    made = rulings.propose_ruling(
        pack=adopted_pack(by, today),
        leaf=data.leaf,
        kind=data.kind,
        ratio=data.ratio,
        reason=data.reason,
        valid_from=data.valid_from or today,
        valid_until=data.valid_until,
        by=by,
    )
    return Status(201, made)


@router.post("/{what}/{row_id}/confirm", response=SaidOut, summary="确认: confirm as the second person")
def confirm(request: HttpRequest, what: str, row_id: Number) -> Any:
    """Confirm a ruling, exclusion, special_item or evidence_item that somebody else proposed."""
    return rulings.confirm(what=what, row_id=row_id, by=_actor(request))
