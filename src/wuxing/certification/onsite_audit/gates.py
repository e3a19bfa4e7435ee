"""What stands before a plan is released, before the team is on site, and before the closing meeting ends."""

from collections.abc import Mapping, Sequence

from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import queries
from wuxing.certification.onsite_audit.rules import meetings, planning, sheets
from wuxing.certification.onsite_audit.states import Answer, MeetingKind, PlanState, Remote
from wuxing.core.reasons import Reason, say


@gates.before(Stage.PLANNED)
def planned(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for a plan that holds: every chosen site and indicator, the person-days, a team that is free (7.4)."""
    held = queries.held_against(cases)
    found: dict[int, Reason] = {}
    for case in cases:
        if case.pk not in held:
            found[case.pk] = say("there is no plan of the evaluation yet")
            continue
        plan, lines, demand = held[case.pk]
        unsaid = case.short_notice and not plan.short_notice_reason
        if gaps := planning.gaps(lines, demand, remote=Remote(plan.remote), short_notice_unsaid=unsaid):
            found[case.pk] = gaps[0]
    return found


@gates.before(Stage.ON_SITE)
def agreed(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for a released plan to which the client does not object, and for the opening meeting with both sides."""
    plans = queries.newest_plans([case.pk for case in cases])
    answers = queries.last_answers([plan.pk for plan in plans.values()])
    found = dict(_held(cases, MeetingKind.OPENING))
    for case in cases:
        plan = plans.get(case.pk)
        answer = answers.get(plan.pk) if plan else None
        if plan is None or plan.state != PlanState.RELEASED:
            found[case.pk] = say("release the newest version of the plan first")
        elif answer and answer.answer == Answer.OBJECTED:
            found[case.pk] = say("the client objects to the plan; change it, or overrule with a reason")
    return found


@gates.before(Stage.FINDINGS)
def seen(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask that every applicable indicator is seen, by two persons where people alone decide."""
    leaves, stand = queries.applicable(cases), queries.seen_in(cases)
    found: dict[int, Reason] = {}
    for case in (one for one in cases if one.stage == Stage.ON_SITE):
        if gaps := sheets.gaps(stand.get(case.pk, {}), leaves[case.pk]):
            found[case.pk] = gaps[0]
    return found


@gates.before(Stage.FINDINGS)
def closed(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for the closing meeting: minutes, and both sides' signatures."""
    return _held([case for case in cases if case.stage == Stage.ON_SITE], MeetingKind.CLOSING)


def _held(cases: Sequence[Case], kind: MeetingKind) -> Mapping[int, Reason]:
    held = queries.meetings_of([case.pk for case in cases])
    signed = queries.sides_of([one[kind].pk for one in held.values() if kind in one])
    found: dict[int, Reason] = {}
    for case in cases:
        meeting = held.get(case.pk, {}).get(kind)
        sides = signed.get(meeting.pk, frozenset()) if meeting else frozenset()
        reason = meetings.why_not_confirm(kind, minutes=bool(meeting and meeting.minutes), sides=sides)
        if reason:
            found[case.pk] = reason
    return found
