"""The score of each day is kept on its own."""

import logging

from django.db import DatabaseError

from wuxing.core import background, clock
from wuxing.core.actors import system_actor
from wuxing.core.errors import BusinessError
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments import actions
from wuxing.evidence.assessments.models import DayScore
from wuxing.evidence.readiness.queries import report_for

_log = logging.getLogger(__name__)


@background.pulse(300)
def keep_scores() -> None:
    """Keep today's score of every organisation; one that fails does not keep the others waiting."""
    for tenant_id, zone in Tenant.objects.values_list("pk", "zone"):
        try:
            keep_score(tenant_id, zone)
        except (BusinessError, DatabaseError):
            _log.warning("the day's score of tenant %s was not kept", tenant_id, exc_info=True)


def keep_score(tenant_id: int, zone: str) -> bool:
    """Keep today's score of one organisation, and the days before the first; say whether there was anything to keep."""
    with in_tenant(tenant_id):
        by = system_actor(tenant_id, zone=zone)
        report = report_for(by)
        if not report.is_built or not report.records:
            return False
        today = clock.today(zone)
        if not DayScore.objects.filter(scheme=report.pack.id, day__lt=today).exists():
            actions.keep_days_before(by)
        actions.keep_day(report, by)
        return True
