"""What people a case needs before it goes on: a team that covers it, a reviewer, a quorum; nobody with a conflict."""

from collections.abc import Mapping, Sequence

from wuxing.certification.cases.gates import before
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import TEAM, Part, Stage
from wuxing.certification.people import queries
from wuxing.certification.people.rules import assigning, graph
from wuxing.certification.programme.queries import for_case
from wuxing.core import clock
from wuxing.core.errors import NotFound
from wuxing.core.reasons import Reason, say


@before(Stage.PLANNED)
def team_covers(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """A registered leader, and a team that is competent for scheme and trade (6.1, 7.3.1)."""
    found = {}
    for case_id, members in queries.staffed(cases, clock.today()).items():
        team = [(person, task) for role, person, task in members if role.part in TEAM]
        if reason := assigning.why_not_cover(team):
            found[case_id] = reason
    return found


@before(Stage.PLANNED)
def everybody_declared(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Everybody of the team has declared to be impartial, for this year or for the case (4.2.6)."""
    team = [role for role in queries.open_roles([case.pk for case in cases]) if role.part in TEAM]
    return {
        case_id: say("no declaration of impartiality from: %(names)s", names=", ".join(names))
        for case_id, names in queries.undeclared(team, clock.today().year).items()
    }


@before(Stage.UNDER_REVIEW)
def reviewer_is_there(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Somebody is assigned to review; that they stand apart was asked when they were (7.5)."""
    have = {role.case_id for role in queries.open_roles([case.pk for case in cases]) if role.part == Part.REVIEWER}
    return {case.pk: say("assign a reviewer who did not evaluate this case") for case in cases if case.pk not in have}


@before(Stage.DECISION)
def committee_is_there(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """As many decision makers as the body's rule asks for (7.6)."""
    have = [role.case_id for role in queries.open_roles([case.pk for case in cases]) if role.part == Part.DECIDER]
    quorums = {rule: _quorum(case) for rule, case in {(case.scheme, case.programme_id): case for case in cases}.items()}
    found: dict[int, Reason] = {}
    for case in cases:
        count, quorum = have.count(case.pk), quorums[case.scheme, case.programme_id]
        if isinstance(quorum, Reason):
            found[case.pk] = quorum
        elif count < quorum:
            found[case.pk] = say("assign decision makers: %(count)s of at least %(quorum)s", count=count, quorum=quorum)
    return found


def _quorum(case: Case) -> int | Reason:
    try:
        return for_case(case).quorum
    except NotFound as error:
        return Reason(error.reason) if not isinstance(error.reason, Reason) else error.reason


@before(Stage.PLANNED, Stage.ON_SITE, Stage.UNDER_REVIEW, Stage.DECISION, Stage.GRANTED, Stage.NOT_GRANTED)
def nobody_is_tied(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """A tie that came to light after the assignment keeps the case where it is until the part is ended (4.2)."""
    found: dict[int, Reason] = {}
    members_of = queries.staffed(cases, clock.today())
    tied = any(person.ties for members in members_of.values() for _role, person, _task in members)
    relations = queries.relations() if tied else ()
    for case in cases:
        for _role, person, task in members_of[case.pk]:
            if not person.ties:
                continue
            ways = graph.ways_to(f"client:{case.client_id}", relations, task.window)
            if reason := assigning.why_not_impartial(person, task.window, ways):
                found[case.pk] = say("%(name)s %(reason)s", name=person.name, reason=reason)
                break
    return found
