"""Jobs of procedure 2."""

import logging

from django.db import DatabaseError

from wuxing.core.actors import system_actor
from wuxing.core.background import pulse
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.commitments import actions

_log = logging.getLogger(__name__)


@pulse(60)
def remind() -> None:
    """Send the reminders and escalations that are due, in every organisation; one that fails does not hold the others."""
    for tenant_id, zone in Tenant.objects.order_by("pk").values_list("pk", "zone"):
        try:
            with in_tenant(tenant_id):
                actions.remind_due(by=system_actor(tenant_id, zone=zone))
        except DatabaseError as error:
            _log.exception("reminding of promises in tenant %s failed", tenant_id, exc_info=error)
