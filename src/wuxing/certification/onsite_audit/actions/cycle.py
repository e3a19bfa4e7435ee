"""Lay down what is looked at over the cycle."""

from django.db import transaction

from wuxing.certification.cases.states import Kind, Part
from wuxing.certification.onsite_audit import queries
from wuxing.certification.onsite_audit.actions.trace import leave, refuse, team
from wuxing.certification.onsite_audit.models import CycleProgramme
from wuxing.certification.onsite_audit.rules import cycle, drawing
from wuxing.certification.programme import queries as programmes
from wuxing.core import clock
from wuxing.core.actors import Actor


@transaction.atomic
def keep_cycle(*, case_id: int, by: Actor) -> CycleProgramme:
    """周期方案: lay down the programme of the cycle from what is known now: findings, outlets, the body's rule.

    Indicators with findings are looked at closely every year. Raises NotAllowed (not the team leader), NotFound, RuleBroken.
    """
    case, certifier = team(case_id, by, Part.LEAD)
    rule = programmes.for_case(case)
    outlets = queries.outlets_of(queries.sites_of([case.pk]).get(case.pk, []))
    leaves = [leaf.id for leaf in queries.pack(case).leaves if leaf.id in queries.applicable_of(case)]
    factor = rule.site_sampling.factor.get(Kind.SURVEILLANCE.value) or rule.site_sampling.factor[Kind.INITIAL.value]
    years = cycle.proposed(
        leaves=leaves,
        weak=[leaf for leaf in leaves if leaf in queries.failures_of([case.pk]).get(case.pk, {})],
        outlets=[site.name for site in outlets],
        visited=[site.name for site in outlets if site.chosen],
        a_visit=drawing.sites_drawn(factor, rule.site_sampling.least, len(outlets)),
        cycle_months=rule.cycle_months,
        surveillance_months=rule.surveillance_months,
    )
    refuse(cycle.why_not_keep(years, leaves, [site.name for site in outlets]))
    last = queries.cycle_for(case.client_id)

    made = CycleProgramme.objects.create(
        tenant_id=by.tenant_id, client_id=case.client_id, case=case, certificate_id=case.certificate_id,
        version=last.version + 1 if last else 1, years=cycle.kept(years), made_by=certifier, made_at=clock.now(),
    )  # fmt: skip
    leave("cycle", made, case, by, version=made.version, years=made.years)
    return made
