"""问题与投诉: written down from a call, an answer or the tracking page; then step by step until the customer says it is well."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.core import clock, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.governance.commitments import actions as commitments
from wuxing.governance.commitments.models import Promise
from wuxing.service.follow_up import queries, rules, sending
from wuxing.service.follow_up.actions.trace import leave, refuse, said
from wuxing.service.follow_up.models import FollowUpCall, Problem, ProblemStep, SurveyAnswer
from wuxing.service.follow_up.queries.rows import workers_of
from wuxing.service.follow_up.states import (
    ASPECTS,
    CallKind,
    CallState,
    ProblemKind,
    ProblemState,
    Severity,
)
from wuxing.service.repair.actions.heard import ONLINE, PHONE, heard
from wuxing.service.repair.models import WorkOrder

TEXT, WISH, NOTE = 2000, 500, 1000
WITHOUT_PROMISE = timedelta(hours=48)  # where no promise says until when
CALL_BACK = Promise.Kind.CALL_BACK.value


@transaction.atomic
def raise_problem(
    *,
    order_id: int,
    text: str,
    wish: str = "",
    severity: str = Severity.MINOR,
    owner_id: int | None = None,
    due_at: datetime | None = None,
    by: Actor,
) -> Problem:
    """记录问题: write down what the customer is not content with, heard in a call. Raises NotAllowed, NotFound, BadInput."""
    by.require(Permission.FOLLOW_UP)
    words, wanted = said("text", text, TEXT), said("wish", wish, WISH, required=False)
    _refuse_fields(severity, owner_id, due_at)
    order = queries.lock_order(order_id)
    heard(request_id=order.request_id, channel=PHONE, by=by)
    return begin(
        order, ProblemKind.CALL, words, by=by, wish=wanted, severity=severity, owner_id=owner_id, due_at=due_at
    )


@transaction.atomic
def complain(*, order_id: int, text: str, wish: str = "", by: Actor) -> Problem:
    """投诉: the customer complains on the tracking page; received with a number, and acknowledged at once.

    Raises NotAllowed, NotFound, BadInput (no words).
    """
    by.require(Permission.OWN_ORDER)
    words, wanted = said("text", text, TEXT), said("wish", wish, WISH, required=False)
    order = queries.lock_order(order_id)
    made = begin(order, ProblemKind.COMPLAINT, words, by=by, wish=wanted, severity=Severity.MAJOR)
    heard(request_id=order.request_id, channel=ONLINE, by=by)
    _move(made, ProblemState.ACKNOWLEDGED, "acknowledge", by, acknowledged_at=clock.now())
    return made


@transaction.atomic
def take_complaint(*, order_id: int, text: str, wish: str = "", by: Actor) -> Problem:
    """受理投诉: a complaint by telephone or at the counter is written down; it is received, not acknowledged yet."""
    by.require(Permission.FOLLOW_UP)
    words, wanted = said("text", text, TEXT), said("wish", wish, WISH, required=False)
    order = queries.lock_order(order_id)
    heard(request_id=order.request_id, channel=PHONE, by=by)
    return begin(order, ProblemKind.COMPLAINT, words, by=by, wish=wanted, severity=Severity.MAJOR)


def raise_from_answer(answer: SurveyAnswer, by: Actor) -> Problem | None:
    """Open a problem for a low answer, or one that asks for a call; None for the others. A step of answering."""
    plan = queries.terms_of(queries.plan_in_force())
    marks = [getattr(answer, name) for name in ASPECTS]
    low = rules.is_low(marks, answer.recommend, low_score=plan.low_score, low_recommend=plan.low_recommend)
    if not low and not answer.wants_call:
        return None
    severity = rules.severity_for(marks, answer.recommend) if low else Severity.MINOR
    order = queries.lock_order(answer.order_id)
    return begin(order, ProblemKind.SURVEY, answer.comment or "", by=by, severity=severity, answer=answer)


def begin(
    order: WorkOrder,
    kind: ProblemKind,
    text: str,
    *,
    by: Actor,
    wish: str = "",
    severity: str = Severity.MINOR,
    owner_id: int | None = None,
    due_at: datetime | None = None,
    answer: SurveyAnswer | None = None,
) -> Problem:
    """Write a problem down, promise to call back, and put the call on the list. A step of other actions."""
    now = clock.now()
    number = numbering.next_number("PB", by=by, year=now.astimezone(ZoneInfo(by.zone)).year)
    made = Problem.objects.create(
        tenant_id=by.tenant_id,
        number=number,
        kind=kind,
        state=ProblemState.RECEIVED if kind == ProblemKind.COMPLAINT else ProblemState.OPEN,
        severity=severity,
        order=order,
        answer=answer,
        text=text,
        wish=wish,
        owner_id=owner_id,
        raised_at=now,
        raised_by_id=by.user_id,
        due_at=due_at or now + WITHOUT_PROMISE,
        updated_at=now,
    )
    targets = commitments.open_targets([CALL_BACK], subject=("problem", made.pk), start=now, rural=False, by=by)
    if targets and due_at is None:
        made.due_at = targets[0].due_at
        made.save(update_fields=["due_at"])
    waiting = FollowUpCall.objects.filter(order=order, kind=CallKind.CALL_BACK, state=CallState.PLANNED)
    if kind != ProblemKind.CALL and not waiting.exists():  # who is on the line need not be called back
        FollowUpCall.objects.create(
            tenant_id=by.tenant_id,
            kind=CallKind.CALL_BACK,
            order=order,
            problem=made,
            script=None,
            planned_at=now,
            due_at=made.due_at,
        )
    leave("problem.raise", by=by, target=made, case=("problem", made.pk), number=number, kind=kind, severity=severity)
    sending.tell_problem(made, by)
    return made


@transaction.atomic
def acknowledge(*, problem_id: int, note: str = "", by: Actor) -> Problem:
    """受理确认: the customer hears that the complaint came in, and its number. Raises NotAllowed, NotFound, RuleBroken."""
    by.require(Permission.FOLLOW_UP)
    words = said("note", note, NOTE, required=False)
    problem = queries.lock_problem(problem_id, by)
    return _move(problem, ProblemState.ACKNOWLEDGED, "acknowledge", by, note=words, acknowledged_at=clock.now())


@transaction.atomic
def assign(
    *, problem_id: int, owner_id: int | None, due_at: datetime | None = None, severity: str = "", by: Actor
) -> Problem:
    """指派: name who sees to it, until when, and how grave it is. Raises NotAllowed, NotFound, BadInput, RuleBroken (over)."""
    by.require(Permission.FOLLOW_UP)
    problem = queries.lock_problem(problem_id, by)
    _refuse_fields(severity or problem.severity, owner_id, due_at)
    if problem.state == ProblemState.VERIFIED:
        refuse(say("the customer confirmed it; it is over"))

    problem.owner_id, problem.due_at = owner_id, due_at or problem.due_at
    problem.severity, problem.updated_at = severity or problem.severity, clock.now()
    problem.save(update_fields=["owner", "due_at", "severity", "updated_at"])
    record_step(problem, "assign", by, owner_id=owner_id, due_at=problem.due_at, severity=problem.severity)
    return problem


@transaction.atomic
def contact(*, problem_id: int, note: str, by: Actor) -> Problem:
    """联系客户: somebody talked with the customer about it; the promise to call back ends. Raises as `acknowledge`, BadInput."""
    by.require(Permission.FOLLOW_UP)
    words = said("note", note, NOTE)
    problem = queries.lock_problem(problem_id, by)
    now = clock.now()
    moved = _move(problem, ProblemState.CONTACTED, "contact", by, note=words, contacted_at=problem.contacted_at or now)
    targets = commitments.open_of(("problem", problem.pk))
    commitments.stop(targets, CALL_BACK, at=now)
    FollowUpCall.objects.filter(problem=problem, state=CallState.PLANNED).update(
        state=CallState.REACHED, ended_at=now, ended_by_id=by.user_id
    )
    return moved


@transaction.atomic
def solve(*, problem_id: int, note: str, by: Actor) -> Problem:
    """解决: what was done about it. Raises NotAllowed, NotFound, BadInput (no words), RuleBroken (nobody called yet)."""
    by.require(Permission.FOLLOW_UP)
    words = said("note", note, NOTE)
    problem = queries.lock_problem(problem_id, by)
    return _move(problem, ProblemState.SOLVED, "solve", by, note=words, solved_at=clock.now(), solved_by_id=by.user_id)


@transaction.atomic
def verify(*, problem_id: int, content: bool, note: str = "", by: Actor) -> Problem:
    """核实: the customer says whether it is well now; if not, it is open again. By nobody who worked on it.

    Raises NotAllowed, NotFound, BadInput (not content, and no words why), RuleBroken.
    """
    by.require(Permission.FOLLOW_UP)
    words = said("note", note, NOTE, required=not content)
    problem = queries.lock_problem(problem_id, by)
    refuse(rules.why_not_step(ProblemState(problem.state), ProblemState.VERIFIED))
    if not content:
        return _move(problem, ProblemState.CONTACTED, "return", by, note=words, solved_at=None, solved_by_id=None)
    refuse(rules.why_not_verify(workers=workers_of(problem.pk), by=by.user_id))
    return _move(
        problem, ProblemState.VERIFIED, "verify", by, note=words, verified_at=clock.now(), verified_by_id=by.user_id
    )


def _move(problem: Problem, to: ProblemState, step: str, by: Actor, *, note: str = "", **facts: Any) -> Problem:
    """Take a step of a problem and leave its trace; the caller asked for the permission."""
    refuse(rules.why_not_step(ProblemState(problem.state), to))
    problem.state, problem.updated_at = to, clock.now()
    for name, value in facts.items():
        setattr(problem, name, value)
    problem.save(update_fields=["state", "updated_at", *(name.removesuffix("_id") for name in facts)])
    record_step(problem, step, by, note=note)
    return problem


def record_step(
    problem: Problem, step: str, by: Actor, *, note: str = "", passed: tuple[str, int, str] = ("", 0, ""), **told: Any
) -> None:
    """Write a step of a problem down, with its trace. A step of other actions."""
    ProblemStep.objects.create(
        tenant_id=by.tenant_id,
        problem=problem,
        step=step,
        at=clock.now(),
        by_id=by.user_id,
        note=note,
        passed_to=passed[0],
        passed_id=passed[1] or None,
        passed_number=passed[2],
    )
    passed_on = {"to": passed[0], "passed_number": passed[2]} if passed[0] else {}
    leave(f"problem.{step}", by=by, target=problem, case=("problem", problem.pk), **told, **passed_on)


def _refuse_fields(severity: str, owner_id: int | None, due_at: datetime | None) -> None:
    wrong: dict[str, Reason | str] = {}
    if severity not in set(Severity):
        wrong["severity"] = say("choose one of the list")
    if owner_id is not None and not queries.is_member(owner_id):
        wrong["owner_id"] = say("choose a member of the organisation")
    if due_at is not None and due_at <= clock.now():
        wrong["due_at"] = say("choose a time to come")
    if wrong:
        raise BadInput(wrong)
