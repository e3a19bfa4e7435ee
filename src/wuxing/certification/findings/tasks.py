"""Jobs of findings."""

import logging

from django.db import DatabaseError

from wuxing.certification.findings import actions
from wuxing.core.actors import system_actor
from wuxing.core.background import pulse
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

_log = logging.getLogger(__name__)


@pulse(3600)
def remind() -> None:
    """Remind the clients of every certification body of what is late; one that fails does not keep the others waiting."""
    bodies = Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("pk")
    for tenant_id, zone in bodies.values_list("pk", "zone"):
        try:
            with in_tenant(tenant_id):
                actions.escalate(by=system_actor(tenant_id, zone=zone))
        except DatabaseError as error:
            _log.exception("reminding clients of tenant %s failed", tenant_id, exc_info=error)
