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
    """Raise the alarms of items that lie too long, in every organisation; one that fails keeps no other waiting."""
    for tenant_id, zone in Tenant.objects.order_by("pk").values_list("pk", "zone"):
        try:
            with in_tenant(tenant_id):
                actions.raise_alarms(by=system_actor(tenant_id, zone=zone))
        except DatabaseError as error:
            _log.exception("raising alarms of the workshop in tenant %s failed", tenant_id, exc_info=error)
