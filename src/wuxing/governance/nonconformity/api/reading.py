"""Nonconformities by machine: list, one with its treatment, report."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.core.searching import search_for
from wuxing.governance.nonconformity import actions, queries
from wuxing.governance.nonconformity.actions import Finding
from wuxing.governance.nonconformity.models import Nonconformity
from wuxing.governance.nonconformity.queries import lists, pages

router = Router()
PAGE = 50
NEWEST = 2**62


class NonconformityOut(Schema):
    """A nonconformity, as its list shows it."""

    id: int
    number: str
    title: str
    kind: str
    state: str
    severity: str
    reported_severity: str
    source: str
    origin_type: str
    origin_id: int | None
    origin_number: str
    leaves: list[str]
    product_id: int | None
    product_name: str
    outlet_id: int | None
    outlet_name: str
    owner_id: int | None
    found_at: datetime
    recorded_at: datetime
    round: int
    root_cause: str
    cause_category: str
    deduction_ground: str
    next_due_at: datetime | None
    late_stages: int
    closed_at: datetime | None
    updated_at: datetime


class ActionOut(Schema):
    """A planned action."""

    id: int
    round: int
    kind: str
    what: str
    responsible_id: int
    due_on: date
    done_at: datetime | None
    result: str
    record: str
    struck_at: datetime | None


class ClockOut(Schema):
    """A stage against its clock."""

    stage: str
    round: int
    starts_at: datetime
    due_at: datetime
    counts_until: datetime
    ended_at: datetime | None
    kept: bool | None


class TreatmentOut(Schema):
    """One nonconformity with its treatment."""

    nonconformity: NonconformityOut
    description: str
    actions: list[ActionOut]
    clocks: list[ClockOut]


class FindingIn(Schema):
    """What was found; raised from a record when `origin_type` and `origin_id` name one."""

    title: str
    description: str
    source: str = ""
    kind: str = "nonconformity"
    severity: str = "minor"
    origin_type: str = ""
    origin_id: int | None = None
    leaves: list[str] = []
    product_id: int | None = None
    product_name: str = ""
    outlet_id: int | None = None
    outlet_name: str = ""
    found_at: AwareDatetime | None = None
    found_by: str = ""
    owner_id: int | None = None
    deduction_ground: str = ""


class ToDoIn(Schema):
    """One action as it is planned."""

    what: str
    responsible_id: int
    due_on: date
    kind: Literal["correction", "corrective", "preventive"] = "corrective"


def actor_of(request: HttpRequest) -> Actor:
    """Return who calls; the door has put it there."""
    return acting(request)


def out(found: Nonconformity) -> NonconformityOut:
    """Return a nonconformity as it is given."""
    names = (name for name in NonconformityOut.model_fields if name != "id")
    return NonconformityOut(id=found.pk, **{name: getattr(found, name) for name in names})


def whole(nonconformity_id: int) -> TreatmentOut:
    """Return a nonconformity with its actions and clocks."""
    found = queries.one(nonconformity_id)
    return TreatmentOut(
        nonconformity=out(found),
        description=found.description,
        actions=[
            ActionOut(id=row.pk, **{name: getattr(row, name) for name in ActionOut.model_fields if name != "id"})
            for row in sorted(pages.actions_of(found), key=lambda row: row.pk)
        ],
        clocks=[
            ClockOut(**{name: getattr(row, name) for name in ClockOut.model_fields}) for row in pages.clocks_of(found)
        ],
    )


@router.get(
    "/nonconformities", response={200: list[NonconformityOut], **ANSWERS}, summary="newest nonconformities, 50 a page"
)
def list_nonconformities(
    request: HttpRequest,
    q: Annotated[str, Field(max_length=100)] = "",
    state: Annotated[str, Field(max_length=20)] = "",
    source: Annotated[str, Field(max_length=20)] = "",
    leaf: Annotated[str, Field(max_length=40)] = "",
    before: Annotated[int, Field(ge=1, le=NEWEST)] = NEWEST,
) -> list[NonconformityOut]:
    """List nonconformities, newest first; `before` is the id of the last one seen; `q` searches, Chinese too."""
    actor_of(request).require(Permission.GOVERNANCE_READ)
    asked = {"state": state, "source": source, "leaves__contains": [leaf] if leaf else None}
    found = Nonconformity.objects.filter(pk__lt=before, **{name: value for name, value in asked.items() if value})
    if q:
        search = search_for(q)
        if search is None:
            raise BadInput({"q": say("type at least two signs to search")})
        states = [state] if state else None
        found = found.filter(pk__in=lists.matching(search, before=before, states=states, most=PAGE))
    return [out(row) for row in found.order_by("-pk")[:PAGE]]


@router.get("/nonconformities/{nonconformity_id}", response={200: TreatmentOut, **ANSWERS}, summary="one nonconformity")
def one_nonconformity(request: HttpRequest, nonconformity_id: int) -> TreatmentOut:
    """Return one nonconformity with its actions and clocks."""
    actor_of(request).require(Permission.GOVERNANCE_READ)
    return whole(nonconformity_id)


@router.post("/nonconformities", response={201: TreatmentOut, **ANSWERS}, summary="不符合报告: report one")
def report(request: HttpRequest, body: FindingIn) -> Status[TreatmentOut]:
    """Report a nonconformity; the clocks of its stages begin."""
    made = actions.report(finding=Finding(**body.model_dump()), by=actor_of(request))
    return Status(201, whole(made.pk))
