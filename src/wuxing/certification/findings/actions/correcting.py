"""整改: the client plans and shows, the team accepts, verifies or returns; every step is kept."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings import queries, rules
from wuxing.certification.findings.actions import filing, trace
from wuxing.certification.findings.actions.filing import Upload
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Grade, Kind, Source, State, Step
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.models import Attachment
from wuxing.core.reasons import Reason, say


@transaction.atomic
def plan(
    *, finding_id: int, client_id: int, correction: str, cause: str, action: str, due_on: date, by: Actor
) -> Finding:
    """整改计划: the client says how it corrects, why it came about, what keeps it from coming again, until when.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (not asked, not now).
    """
    _case, found = _may_go_on(*trace.of_client(client_id, finding_id, by))
    texts = trace.said(correction=(correction, 4000), cause=(cause, 2000), action=(action, 2000))
    if reason := rules.why_not_plan_for(due_on, clock.today(by.zone), found.due_on):
        raise BadInput({"due_on": reason})

    trace.step(
        found, Step.PLAN, State.PLANNED, by=by, text=texts["correction"], cause=texts["cause"], action=texts["action"],
        due_on=due_on,
    )  # fmt: skip
    return found


@transaction.atomic
def accept_plan(*, finding_id: int, by: Actor) -> Finding:
    """接受整改计划. Raises NotAllowed (not of the team), NotFound, RuleBroken."""
    _case, found = _for_team(finding_id, by)
    trace.step(found, Step.ACCEPT_PLAN, State.ACCEPTED, by=by)
    return found


@transaction.atomic
def return_plan(*, finding_id: int, reason: str, by: Actor) -> Finding:
    """退回整改计划: with the reason. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    return _returned(finding_id, reason, Step.RETURN_PLAN, State.PLANNED, say("there is no plan to return"), by)


@transaction.atomic
def answer(*, finding_id: int, client_id: int, text: str, sent: Sequence[Upload] = (), by: Actor) -> Finding:
    """整改证据: the client shows that it corrected; a major or special finding needs a file.

    Raises NotAllowed, NotFound, BadInput, RuleBroken.
    """
    case, found = _may_go_on(*trace.of_client(client_id, finding_id, by))
    words = trace.said(text=(text, 4000))["text"]
    _ask_for_file(found, sent)
    if found.state != State.ACCEPTED:
        trace.refuse(say("send the evidence when the plan is accepted"))

    made = trace.step(found, Step.ANSWER, State.ANSWERED, by=by, text=words, files=len(sent))
    filing.keep(sent, target=made, by=by, case_id=case.pk)
    return found


@transaction.atomic
def verify(*, finding_id: int, text: str, by: Actor) -> Finding:
    """验证关闭: somebody of the team says what was seen; the finding is closed for good.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (nothing to verify; a major or special one without evidence).
    """
    _case, found = _for_team(finding_id, by)
    words = trace.said(text=(text, 4000))["text"]
    if found.state != State.ANSWERED:
        trace.refuse(say("there is no evidence to verify yet"))
    shown = bool(queries.evidence_of([found.pk]).get(found.pk))
    trace.refuse(rules.why_not_verify(Kind(found.kind), _grade(found), shown=shown))

    trace.step(found, Step.VERIFY, State.CLOSED, by=by, text=words)
    return found


@transaction.atomic
def return_answer(*, finding_id: int, reason: str, by: Actor) -> Finding:
    """退回整改证据: with the reason. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    return _returned(finding_id, reason, Step.RETURN_ANSWER, State.ANSWERED, say("there is no evidence to return"), by)


@transaction.atomic
def close_on_the_spot(*, finding_id: int, text: str, sent: Sequence[Upload] = (), by: Actor) -> Finding:
    """现场整改: corrected while the team was there, and seen by it; before the closing meeting only.

    Raises NotAllowed, NotFound, BadInput (no words; a major or special one without a file), RuleBroken.
    """
    case, found = trace.both(finding_id)
    trace.of_team(case.pk, by)
    trace.refuse(rules.why_not_on_the_spot(Source(found.source), Stage(case.stage), closed=case.closing_at is not None))
    trace.refuse(rules.why_not_ask(Kind(found.kind), Source(found.source)))
    words = trace.said(text=(text, 4000))["text"]
    _ask_for_file(found, sent)

    made = trace.step(found, Step.ON_THE_SPOT, State.CLOSED, by=by, text=words, files=len(sent))
    filing.keep(sent, target=made, by=by, case_id=case.pk)
    return found


@transaction.atomic
def attach(*, finding_id: int, sent: Sequence[Upload], by: Actor) -> list[Attachment]:
    """附证据: put files beside a finding before the closing meeting. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    case, found = trace.both(finding_id)
    trace.of_team(case.pk, by)
    trace.refuse(rules.why_not_change(State(found.state), closed=case.closing_at is not None))
    if not sent:
        raise BadInput({"sent": say("choose a file")})
    return filing.keep(sent, target=found, by=by, case_id=case.pk)


_BACK = {Step.RETURN_PLAN: State.OPEN, Step.RETURN_ANSWER: State.ACCEPTED}


def _returned(finding_id: int, reason: str, step: Step, here: State, nothing: Reason, by: Actor) -> Finding:
    _case, found = _for_team(finding_id, by)
    text = trace.said(reason=(reason, 2000))["reason"]
    if found.state != here:
        trace.refuse(nothing)

    trace.step(found, step, _BACK[step], by=by, text=text)
    return found


def _for_team(finding_id: int, by: Actor) -> tuple[Case, Finding]:
    """Return a finding that is corrected now and its case, both locked, for its team. Raises NotAllowed, RuleBroken."""
    case, found = trace.both(finding_id)
    trace.of_team(case.pk, by)
    return _may_go_on(case, found)


def _may_go_on(case: Case, found: Finding) -> tuple[Case, Finding]:
    """Return both again. Raises RuleBroken when nothing has to be corrected here, or not now."""
    trace.refuse(rules.why_not_ask(Kind(found.kind), Source(found.source)))
    trace.refuse(rules.why_not_correct(Stage(case.stage)))
    return case, found


def _grade(found: Finding) -> Grade | None:
    return Grade(found.grade) if found.grade else None


def _ask_for_file(found: Finding, sent: Sequence[Upload]) -> None:
    if reason := rules.why_not_verify(Kind(found.kind), _grade(found), shown=bool(sent)):
        raise BadInput({"sent": reason})
