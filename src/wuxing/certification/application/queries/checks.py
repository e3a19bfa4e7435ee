"""What an application lacks, many cases at a time; and what the case itself tells the reviewer."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import get_language

from wuxing.certification.application import rules
from wuxing.certification.application.models import Application
from wuxing.certification.application.queries.offers import why_not_offered
from wuxing.certification.application.queries.records import newest_papers
from wuxing.certification.application.rules import Given, Handed, Lack, Needed
from wuxing.certification.application.states import Point
from wuxing.certification.cases.models import Case, Client, Site
from wuxing.certification.cases.states import Kind, Part
from wuxing.certification.cases.words import part as part_word
from wuxing.certification.people import queries as people
from wuxing.certification.programme import queries as programmes
from wuxing.core import clock
from wuxing.core.reasons import Reason, say


def lacks_of(cases: Sequence[Case]) -> dict[int, list[Lack]]:
    """Return what each case's application lacks, by case; cases without application by their kind lack nothing."""
    wanted = [case for case in cases if Kind(case.kind) in rules.APPLIED_FOR]
    if not wanted:
        return {}
    ids = [case.pk for case in wanted]
    clients = {row.pk: row for row in Client.objects.filter(pk__in={case.client_id for case in wanted})}
    applications = {row.case_id: row for row in Application.objects.filter(case_id__in=ids)}
    places = {row["case_id"]: row for row in _places(ids)}
    papers, rule_of = newest_papers(ids), programmes.for_cases(wanted)
    language, today = get_language() or "zh-hans", clock.today()
    found = {}
    for case in wanted:
        given = _given(case, clients[case.client_id], applications.get(case.pk), places.get(case.pk, {}))
        needed = [
            Needed(one.code, one.title.in_language(language))
            for one in rule_of[case.pk].papers
            if one.needed and case.kind in one.kinds
        ]
        handed = {code: Handed(code, row.valid_until) for code, row in papers.get(case.pk, {}).items()}
        found[case.pk] = rules.lacks(given, needed, handed, today)
    return found


def _places(ids: Sequence[int]) -> list[dict[str, Any]]:
    kinds = Site.Kind
    rows: Any = (
        Site.objects.filter(case_id__in=ids)
        .values("case_id")
        .annotate(
            hq=Count("pk", filter=Q(kind=kinds.HEADQUARTERS)),
            outlets=Count("pk", filter=~Q(kind=kinds.HEADQUARTERS)),
            people=Sum("headcount", filter=Q(own=True)),
        )
    )
    return list(rows)


def _given(case: Case, client: Client, application: Application | None, places: dict[str, Any]) -> Given:
    return Given(
        kind=Kind(case.kind),
        name=client.name,
        credit_code=client.credit_code,
        contact=client.contact_name,
        reach=client.phone or client.email,
        target_level=case.target_level,
        products=case.products,
        regions=case.regions,
        headcount=case.headcount,
        running_since=case.running_since,
        headquarters=bool(places.get("hq")),
        outlets=places.get("outlets", 0),
        at_sites=places.get("people", 0) or 0,
        no_outlets=bool(application and application.no_outlets),
        lawful=bool(application and application.lawful),
        no_incident=bool(application and application.no_incident),
        consented=bool(application and application.consented_at),
        claimed_code=application.claimed_code if application else "",
    )


def computed(case: Case) -> dict[Point, Reason | None]:
    """Return what the case itself tells about points of its review: why not, or None for a yes."""
    rule = programmes.for_case(case)
    return {
        Point.INFORMATION: rules.why_not_go_on(lacks_of([case]).get(case.pk, [])),
        Point.OFFERED: why_not_offered(case.scheme),
        Point.COMPETENCE: _why_nobody(case),
        Point.RUNNING: rules.why_not_running(case.running_since, clock.today(), rule.running_months),
    }


_STAFF = (Part.LEAD, Part.REVIEWER, Part.DECIDER)


def _why_nobody(case: Case) -> Reason | None:
    """Return why the body has not the people for a case, or None: one who leads, others who review and decide."""
    bench = people.bench(case)
    fit = {}
    for part in _STAFF:
        able = {one.certifier.pk for one in people.judged(bench, part) if all(o.overridable for o in one.obstacles)}
        if not able:
            return say("nobody of the body can be assigned as %(part)s", part=part_word(part))
        fit[part] = able
    for part in (Part.REVIEWER, Part.DECIDER):
        if len(fit[Part.LEAD] | fit[part]) < 2:
            return say(
                "the one who leads the team cannot also be %(part)s; somebody else is needed", part=part_word(part)
            )
    return None
