"""Jobs of procedure 22."""

import logging

from django.db import DatabaseError

from wuxing.core.actors import system_actor
from wuxing.core.background import pulse
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.nonconformity import actions

_log = logging.getLogger(__name__)


@pulse(600)
def escalate() -> None:
    """Put what is late before the manager, in every organisation; one that fails does not keep the others waiting."""
    for tenant_id, zone in Tenant.objects.order_by("pk").values_list("pk", "zone"):
        try:
            with in_tenant(tenant_id):
                actions.escalate_late(by=system_actor(tenant_id, zone=zone))
        except DatabaseError as error:
            _log.exception("escalating what is late in tenant %s failed", tenant_id, exc_info=error)
