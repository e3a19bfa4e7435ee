"""Jobs of quotes."""

import logging

from django.db import DatabaseError

from wuxing.core.actors import system_actor
from wuxing.core.background import pulse
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.service.charges import actions

_log = logging.getLogger(__name__)


@pulse(1800)
def expire() -> None:
    """End the offers whose last day has passed, in every organisation; one that fails does not keep the others waiting."""
    for tenant_id, zone in Tenant.objects.order_by("pk").values_list("pk", "zone"):
        try:
            with in_tenant(tenant_id):
                actions.expire_due(by=system_actor(tenant_id, zone=zone))
        except DatabaseError as error:
            _log.exception("ending quotes of tenant %s failed", tenant_id, exc_info=error)
