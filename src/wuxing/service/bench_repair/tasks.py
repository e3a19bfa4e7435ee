"""Jobs of procedure 5."""

import logging

from django.db import DatabaseError

from wuxing.core.actors import system_actor
from wuxing.core.background import pulse
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.service.bench_repair import actions

_log = logging.getLogger(__name__)


@pulse(3600)
def watch_days() -> None:
    """Raise the alarms of items that lie too long and of overdue loaners, in every organisation; none keeps another waiting."""
    for tenant_id, zone in Tenant.objects.order_by("pk").values_list("pk", "zone"):
        try:
            with in_tenant(tenant_id):
                by = system_actor(tenant_id, zone=zone)
                actions.raise_alarms(by=by)
                actions.tell_overdue(by=by)
        except DatabaseError as error:
            _log.exception("raising alarms of the workshop in tenant %s failed", tenant_id, exc_info=error)
