"""Problems and complaints by machine."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from wuxing.core.access import Permission
from wuxing.core.refusals import ANSWERS
from wuxing.service.follow_up import actions, queries
from wuxing.service.follow_up.models import Problem
from wuxing.service.repair.api.shapes import actor_of

router = Router()
Grave = Literal["minor", "major", "critical"]
Note = Annotated[str, Field(max_length=1000)]


class ProblemOut(Schema):
    """A problem as its list shows it."""

    id: int
    number: str
    order_id: int
    kind: str
    state: str
    severity: str
    due_at: datetime


class ProblemsOut(Schema):
    """A page of problems; `next` is the cursor of the page after it, empty on the last."""

    problems: list[ProblemOut]
    next: str


def _out(problem: Problem) -> ProblemOut:
    names = [name for name in ProblemOut.model_fields if name != "id"]
    return ProblemOut(id=problem.pk, **{name: getattr(problem, name) for name in names})


@router.get("/problems", response={200: ProblemsOut, **ANSWERS}, summary="问题清单: overdue first")
def list_problems(
    request: HttpRequest,
    view: Literal["open", "mine", "to_verify", "complaints", "verified"] = "open",
    cursor: Annotated[str, Field(max_length=40)] = "",
) -> ProblemsOut:
    """List problems, 50 a page; never those of one's own work."""
    by = actor_of(request)
    by.require(Permission.FOLLOW_UP)
    page = queries.problems(view, by.user_id, cursor, besides=by.user_id)
    names = [name for name in ProblemOut.model_fields if name != "id"]
    rows = [ProblemOut(id=row["pk"], **{name: row[name] for name in names}) for row in page.rows]
    return ProblemsOut(problems=rows, next=page.next)


class ProblemIn(Schema):
    """What the customer is not content with; `complaint`: formally."""

    text: str = Field(max_length=2000)
    wish: str = Field("", max_length=500)
    severity: Grave = "minor"
    owner_id: int | None = None
    due_at: AwareDatetime | None = None
    complaint: bool = False


@router.post("/orders/{order_id}/problems", response={201: ProblemOut, **ANSWERS}, summary="记录问题, 受理投诉")
def raise_problem(request: HttpRequest, order_id: int, body: ProblemIn) -> Status[ProblemOut]:
    """Write a problem of an order down, or take a complaint."""
    by, said = actor_of(request), body.model_dump(exclude={"complaint"})
    if body.complaint:
        made = actions.take_complaint(order_id=order_id, text=body.text, wish=body.wish, by=by)
    else:
        made = actions.raise_problem(order_id=order_id, by=by, **said)
    return Status(201, _out(made))


class FollowUpNoteIn(Schema):
    """What was said or done."""

    note: Note = ""


@router.post("/problems/{problem_id}/acknowledge", response={200: ProblemOut, **ANSWERS}, summary="受理确认")
def acknowledge(request: HttpRequest, problem_id: int, body: FollowUpNoteIn) -> ProblemOut:
    """Tell the customer that the complaint came in."""
    return _out(actions.acknowledge(problem_id=problem_id, note=body.note, by=actor_of(request)))


@router.post("/problems/{problem_id}/contact", response={200: ProblemOut, **ANSWERS}, summary="联系客户")
def contact(request: HttpRequest, problem_id: int, body: FollowUpNoteIn) -> ProblemOut:
    """Write down the talk with the customer."""
    return _out(actions.contact(problem_id=problem_id, note=body.note, by=actor_of(request)))


@router.post("/problems/{problem_id}/solve", response={200: ProblemOut, **ANSWERS}, summary="解决")
def solve(request: HttpRequest, problem_id: int, body: FollowUpNoteIn) -> ProblemOut:
    """Write down what was done about it."""
    return _out(actions.solve(problem_id=problem_id, note=body.note, by=actor_of(request)))


class AssignIn(Schema):
    """Who sees to it, until when, how grave it is."""

    owner_id: int | None
    due_at: AwareDatetime | None = None
    severity: Grave | Literal[""] = ""


@router.post("/problems/{problem_id}/assign", response={200: ProblemOut, **ANSWERS}, summary="指派")
def assign(request: HttpRequest, problem_id: int, body: AssignIn) -> ProblemOut:
    """Name an owner and a time."""
    return _out(actions.assign(problem_id=problem_id, by=actor_of(request), **body.model_dump()))


class PassIn(Schema):
    """Where it goes, and what the others read."""

    to: Literal["nonconformity", "service_request", "work_order"]
    note: Note


@router.post("/problems/{problem_id}/pass-on", response={200: ProblemOut, **ANSWERS}, summary="转办")
def pass_on(request: HttpRequest, problem_id: int, body: PassIn) -> ProblemOut:
    """Hand a problem on."""
    return _out(actions.pass_on(problem_id=problem_id, by=actor_of(request), **body.model_dump()))


class VerifyIn(Schema):
    """Whether it is well now, says the customer."""

    content: bool
    note: Note = ""


@router.post("/problems/{problem_id}/verify", response={200: ProblemOut, **ANSWERS}, summary="核实")
def verify(request: HttpRequest, problem_id: int, body: VerifyIn) -> ProblemOut:
    """Keep what the customer says; not content opens it again."""
    return _out(actions.verify(problem_id=problem_id, by=actor_of(request), **body.model_dump()))
