"""Read plans, and gather what they are held against, for many cases at a time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from wuxing.certification.agreement.queries import standing_of
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.onsite_audit.models import CycleProgramme, Plan, PlanAnswer, PlanLine
from wuxing.certification.onsite_audit.queries.draws import outlets_open
from wuxing.certification.onsite_audit.queries.scope import applicable, own_of, sites_of, team_of
from wuxing.certification.onsite_audit.rules.planning import Demand, Line
from wuxing.certification.onsite_audit.states import Method, PlanState
from wuxing.certification.people.models import Absence, Certifier
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say

_RUNNING = (Stage.DOCUMENT_REVIEW.value, Stage.PLANNED.value, Stage.ON_SITE.value)


def newest_plans(case_ids: Sequence[int]) -> dict[int, Plan]:
    """Return the newest version of each case's plan."""
    rows = Plan.objects.filter(case_id__in=case_ids).order_by("case_id", "-version").distinct("case_id")
    return {row.case_id: row for row in rows.select_related("made_by", "released_by")}


def plan_of(case_id: int, state: PlanState | None = None) -> Plan | None:
    """Return the newest version of a case's plan, or the newest in a state."""
    rows = Plan.objects.filter(case_id=case_id).select_related("made_by", "released_by").order_by("-version")
    return (rows.filter(state=state.value) if state else rows).first()


def draft_of(case_id: int) -> Plan:
    """Return the draft of a case's plan. Raises NotFound."""
    found = plan_of(case_id)
    if found is None or found.state != PlanState.DRAFT:
        raise NotFound(say("this case has no plan in draft"))
    return found


def lock_plan(case_id: int, state: PlanState) -> Plan:
    """Return the newest plan of a case if it is in `state`, locked. Raises NotFound."""
    found = Plan.objects.select_for_update().filter(case_id=case_id).order_by("-version").first()
    if found is None or found.state != state:
        raise NotFound(say("there is no such plan of this case"))
    return found


def lines_of(plan_ids: Sequence[int]) -> dict[int, list[PlanLine]]:
    """Return the lines of plans in the order of the day."""
    found: dict[int, list[PlanLine]] = defaultdict(list)
    rows = PlanLine.objects.filter(plan_id__in=plan_ids).select_related("site", "certifier")
    for line in rows.order_by("day", "starts", "certifier", "pk"):
        found[line.plan_id].append(line)
    return dict(found)


def last_answers(plan_ids: Sequence[int]) -> dict[int, PlanAnswer]:
    """Return what was said last of each plan."""
    rows = PlanAnswer.objects.filter(plan_id__in=plan_ids).select_related("certifier")
    return {row.plan_id: row for row in rows.order_by("pk")}


def contracted(cases: Sequence[Case]) -> Mapping[int, Decimal]:
    """Return the person-days of the agreement of each case that has one."""
    found = standing_of(cases)
    return {case_id: version.row.days for case_id, version in found.items() if version.stands}


def held_against(cases: Sequence[Case]) -> dict[int, tuple[Plan, list[Line], Demand]]:
    """Return the newest plan of each case that has one, with its lines and what they must hold."""
    ids = [case.pk for case in cases]
    plans = newest_plans(ids)
    lines = lines_of([plan.pk for plan in plans.values()])
    sites, team, leaves = sites_of(ids), team_of(ids), applicable(cases)
    days, undrawn = contracted(cases), outlets_open(cases)
    everybody = {line.certifier_id for several in lines.values() for line in several}
    absent, busy, names = _absences(everybody), _elsewhere(everybody, ids), _names(everybody)
    found = {}
    for case in cases:
        plan = plans.get(case.pk)
        if plan is None:
            continue
        demand = Demand(
            sites={site.pk: site.name for site in sites.get(case.pk, []) if site.chosen},
            leaves=leaves[case.pk],
            team=frozenset(role.certifier_id for role in team.get(case.pk, [])),
            own=own_of(team.get(case.pk, []), without=Part.LEAD),
            contracted=days.get(case.pk),
            absent=absent,
            busy={
                who: [row[1:] for row in busy.get(who, []) if row[0] != case.pk]
                for who in {line.certifier_id for line in lines.get(plan.pk, [])}
            },
            names=names,
            outlets_open=case.pk in undrawn,
        )
        found[case.pk] = (plan, [as_line(one) for one in lines.get(plan.pk, [])], demand)
    return found


def as_line(row: PlanLine) -> Line:
    """Return a line as the rules read it."""
    return Line(row.day, row.starts, row.ends, row.site_id, row.certifier_id, Method(row.method), tuple(row.leaves))


def _absences(certifiers: set[int]) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for row in Absence.objects.filter(certifier_id__in=certifiers):
        found[row.certifier_id].append((row.starts_on, row.ends_on))
    return dict(found)


def _elsewhere(certifiers: set[int], asked: Sequence[int]) -> dict[int, list[tuple[int, date, time, time]]]:
    """Return when people are planned by the newest released plans of running cases: (case, day, from, to)."""
    rows = PlanLine.objects.filter(
        certifier_id__in=certifiers, plan__state=PlanState.RELEASED.value, plan__case__stage__in=_RUNNING
    ).values_list("certifier_id", "plan__case_id", "plan__version", "day", "starts", "ends")
    newest: dict[int, int] = defaultdict(int)
    for _who, case_id, version, *_when in rows:
        newest[case_id] = max(newest[case_id], version)
    found: dict[int, list[tuple[int, date, time, time]]] = defaultdict(list)
    for who, case_id, version, day, starts, ends in rows:
        if version == newest[case_id]:
            found[who].append((case_id, day, starts, ends))
    return dict(found)


def _names(certifiers: set[int]) -> dict[int, str]:
    return dict(Certifier.objects.filter(pk__in=certifiers).values_list("pk", "name"))


def cycle_for(client_id: int) -> CycleProgramme | None:
    """Return the programme of a client's cycle in its newest version."""
    return CycleProgramme.objects.filter(client_id=client_id).select_related("made_by").order_by("-version").first()
