"""人日: who is on site for how many person-days in which month; the one way in which every page counts them."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wuxing.certification.agreement.models import Agreement
from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import TEAM, Stage
from wuxing.certification.onsite_audit.models import Plan, PlanLine
from wuxing.certification.onsite_audit.rules import planning
from wuxing.certification.onsite_audit.states import Method, PlanState

_AWAITS_PLAN = (Stage.CONTRACTED.value, Stage.DOCUMENT_REVIEW.value)


@dataclass(slots=True)
class Load:
    """Somebody's person-days by month, as 2026-12, and for which cases they are."""

    days: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    cases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def loads(
    first: date, last: date, today: date, *, only: Collection[int] | None = None, but: int | None = None
) -> dict[int, Load]:
    """Return the person-days of people from a day to a day: by the released plan, else an even share of what is agreed.

    What no plan has days for yet falls on the working days from the first one on site, if it is known, else from today.
    `only`: these people; `but`: a case that is left out. Its queries do not grow with people or cases.
    """
    found: dict[int, Load] = defaultdict(Load)
    released = Plan.objects.filter(state=PlanState.RELEASED.value)
    _planned(found, released, (first, last), only, but)
    _agreed(found, _without(released, today, first, last, but), today, only)
    return dict(found)


def _planned(
    found: dict[int, Load], released: QuerySet[Plan], days: tuple[date, date], only: Collection[int] | None,
    but: int | None,
) -> None:  # fmt: skip
    later = released.filter(case_id=OuterRef("case_id"), version__gt=OuterRef("version"))
    newest = released.exclude(case__stage=Stage.WITHDRAWN.value).exclude(case_id=but or 0).exclude(Exists(later))
    rows = PlanLine.objects.filter(plan__in=newest.values("pk"), day__range=days)
    lines: dict[int, list[planning.Line]] = defaultdict(list)
    for row in (rows if only is None else rows.filter(certifier_id__in=only)).annotate(number=F("plan__case__number")):
        lines[row.certifier_id].append(
            planning.Line(row.day, row.starts, row.ends, row.site_id, row.certifier_id, Method(row.method), ())
        )
        found[row.certifier_id].cases[f"{row.day:%Y-%m}"].add(row.number)
    for who, several in lines.items():
        found[who].days |= planning.by_month(several)


def _without(released: QuerySet[Plan], today: date, first: date, last: date, but: int | None) -> dict[int, Case]:
    """Return the cases that are agreed and have no released plan, whose days may fall into the time asked for."""
    waits = Q(stage__in=_AWAITS_PLAN, evaluated_from=None) if today <= last else Q(pk=None)
    known = Q(evaluated_from__lte=last, evaluated_until__gte=first)
    rows = Case.objects.filter(waits | known).exclude(stage=Stage.WITHDRAWN.value).exclude(pk=but or 0)
    return {case.pk: case for case in rows.exclude(Exists(released.filter(case_id=OuterRef("pk"))))}


def _agreed(found: dict[int, Load], cases: dict[int, Case], today: date, only: Collection[int] | None) -> None:
    if not cases:
        return
    roles = list(CaseRole.objects.filter(case_id__in=cases, part__in=TEAM, ended_at__isnull=True))
    people = {(role.case_id, role.certifier_id) for role in roles}
    team = Counter(case_id for case_id, _who in people)
    agreed = agreed_days(cases)
    for case_id, who in sorted(people):
        if case_id not in agreed or (only is not None and who not in only):
            continue
        case = cases[case_id]
        share = planning.spread(agreed[case_id] / team[case_id], case.evaluated_from or today)
        for month, days in share.items():
            found[who].days[month] += days
            found[who].cases[month].add(case.number)


def share_of(case: Case) -> dict[str, Decimal]:
    """Return what one more member of a case's team has to give, by month: an even share of what is agreed."""
    agreed = agreed_days([case.pk]).get(case.pk)
    if agreed is None or case.evaluated_from is None:
        return {}
    roles = CaseRole.objects.filter(case=case, part__in=TEAM, ended_at__isnull=True)
    team = len(set(roles.values_list("certifier_id", flat=True)))
    return planning.spread(agreed / (team + 1), case.evaluated_from)


def agreed_days(case_ids: Collection[int]) -> dict[int, Decimal]:
    """Return the person-days of the newest agreement of each case."""
    rows = Agreement.objects.filter(case_id__in=case_ids).order_by("case_id", "-version").distinct("case_id")
    return dict(rows.values_list("case_id", "days"))
