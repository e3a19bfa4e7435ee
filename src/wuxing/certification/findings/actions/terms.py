"""Days and the end: corrections asked for after the closing meeting, extended, reminded of, and all verified."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import ENDS, Stage
from wuxing.certification.findings import queries, rules
from wuxing.certification.findings.actions import trace
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Source, State, Step
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind as Letter
from wuxing.certification.programme import queries as programmes
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput


def ask_for_corrections(*, case: Case, by: Actor) -> date | None:
    """要求整改: count the days of every open finding from the closing meeting, and tell the client by letter.

    For the action that closes the meeting, which has locked the case; returns the last day, None when nothing is open.
    """
    due = clock.today(by.zone) + timedelta(days=programmes.for_case(case).windows.correction)
    waiting = list(queries.open_of(case.pk).exclude(source=Source.DOCUMENT_REVIEW).order_by("number"))
    if not waiting:
        return None
    for one in waiting:
        one.due_on = due
    Finding.objects.bulk_update(waiting, ["due_on"])
    letters.write(Letter.CORRECTIONS_DUE, by=by, case=case, due=due.isoformat(), **_facts(case, waiting))
    return due


@transaction.atomic
def extend(*, finding_id: int, due_on: date, reason: str, by: Actor) -> Finding:
    """延期: give more time, with the reason; at most three months more. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    case, found = trace.both(finding_id)
    trace.of_team(case.pk, by)
    text = trace.said(reason=(reason, 1000))["reason"]
    trace.refuse(rules.why_not_extend(State(found.state), found.due_on))
    if fault := rules.why_not_extend_to(due_on, found.due_on, clock.today(by.zone)):
        raise BadInput({"due_on": fault})
    before = found.due_on

    found.due_on = due_on
    found.save(update_fields=["due_on"])
    trace.step(found, Step.EXTEND, State(found.state), by=by, text=text, due_on=due_on, was=before)
    return found


@transaction.atomic
def finish(*, case_id: int, by: Actor) -> Case:
    """整改完成: every correction is verified; the report may be written. Raises NotAllowed, NotFound, RuleBroken."""
    case = case_queries.lock(case_id)
    trace.of_team(case_id, by)
    return cases.advance(case, Stage.REPORT, by=by)


@transaction.atomic
def escalate(*, by: Actor) -> int:
    """逾期催办: remind each client once of what is late, and note it on the findings; return how many. Safe to repeat."""
    by.require(Permission.CASE_MANAGE)
    late = queries.to_remind(clock.today(by.zone)).exclude(case__stage__in=[stage.value for stage in ENDS])
    told: dict[int, list[Finding]] = defaultdict(list)
    for case_id in sorted(set(late.values_list("case_id", flat=True))):
        case_queries.lock(case_id)
        told[case_id] = list(late.filter(case_id=case_id).order_by("number"))
    for case_id, several in told.items():
        case = case_queries.case(case_id)
        for one in several:
            trace.step(one, Step.OVERDUE, State(one.state), by=by, due_on=one.due_on)
        first = min(one.due_on for one in several if one.due_on).isoformat()
        letters.write(Letter.CORRECTIONS_OVERDUE, by=by, case=case, due=first, **_facts(case, several))
    return sum(len(several) for several in told.values())


def _facts(case: Case, several: list[Finding]) -> dict[str, Any]:
    """Return the lines of a letter about findings, in the language of the case."""
    with translation.override(case.language):
        label = _("Finding %(number)s")
        return {
            label % {"number": one.number}: f"{one.leaf} {one.text}".strip()
            + (f" ({one.due_on.isoformat()})" if one.due_on else "")
            for one in several
        }
