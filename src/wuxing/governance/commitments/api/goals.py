"""Goals by machine: those of a period with what was reached, set, ended."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.refusals import ANSWERS
from wuxing.governance.commitments import actions, queries
from wuxing.governance.commitments.actions.goals import Aim
from wuxing.governance.commitments.models import Goal

router = Router()
Month = Annotated[int, Field(ge=0, le=12)]


class GoalOut(Schema):
    """A goal; `month` 0 is the whole year, `holder_type` is company, outlet or person."""

    id: int
    kind: str
    area: str
    product_line: str
    tier: str
    holder_type: str
    holder_id: int
    holder_name: str
    year: int
    month: int
    share: Decimal
    owner_id: int
    version: int
    made_at: datetime
    ended_at: datetime | None
    reason: str


class GoalReachedOut(GoalOut):
    """A goal with what was reached; `percent` is null while nothing can be judged."""

    kept: int
    judged: int
    running: int
    late: int
    percent: Decimal | None


class GoalsOut(Schema):
    """A page of goals; `after` asks for the next one."""

    goals: list[GoalReachedOut]
    after: str


class HolderIn(Schema):
    """Who keeps it: ("company", 0), or an outlet or a person by number."""

    type: Annotated[str, Field(max_length=20)]
    id: int = 0


class GoalsIn(Schema):
    """One share of a promise for several holders and periods."""

    promise_id: int
    holders: Annotated[list[HolderIn], Field(max_length=2000)]
    year: int
    months: Annotated[list[int], Field(max_length=13)]
    share: Decimal
    owner_id: int
    reason: str = ""


class GoalReasonIn(Schema):
    """Why a goal ends."""

    reason: str


@router.get("/goals", response={200: GoalsOut, **ANSWERS}, summary="goals of a period with what was reached")
def list_goals(
    request: HttpRequest,
    year: Annotated[int | None, Field(ge=2000, le=2100)] = None,
    month: Month | None = None,
    holder_type: Annotated[str, Field(max_length=20)] = "",
    after: Annotated[str, Field(max_length=20)] = "",
) -> GoalsOut:
    """List the goals of a year or a month of it, 50 a page, what was reached live from the clocks."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found = queries.goals_of(year or clock.today(by.zone).year, month, holder_type)
    page = queries.page_of_goals(found, after)
    shares = queries.reached(page.rows, by.zone)
    names = ("kept", "judged", "running", "late", "percent")
    return GoalsOut(
        goals=[
            GoalReachedOut(**out(one).dict(), **{name: getattr(shares[one.pk], name) for name in names})
            for one in page.rows
        ],
        after=page.after,
    )


def out(one: Goal) -> GoalOut:
    """Return a goal as it is given."""
    return GoalOut(id=one.pk, **{name: getattr(one, name) for name in GoalOut.model_fields if name != "id"})


@router.post("/goals", response={201: list[GoalOut], **ANSWERS}, summary="set goals")
def set_goals(request: HttpRequest, given: GoalsIn) -> Status[list[GoalOut]]:
    """Set a share for several holders and periods; returns the versions that are new."""
    said = given.dict() | {"holders": [(one.type, one.id) for one in given.holders]}
    return Status(201, [out(one) for one in actions.set_goals(aim=Aim(**said), by=acting(request))])


@router.post("/goals/{goal_id}/end", response={200: GoalOut, **ANSWERS}, summary="end a goal")
def end_goal(request: HttpRequest, goal_id: int, given: GoalReasonIn) -> GoalOut:
    """End a goal."""
    return out(actions.end_goal(goal_id=goal_id, reason=given.reason, by=acting(request)))
