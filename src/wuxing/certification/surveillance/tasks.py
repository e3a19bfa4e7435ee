"""What is due for certificates, followed on its own."""

import logging

from django.db import DatabaseError

from wuxing.certification.surveillance import actions
from wuxing.core.actors import system_actor
from wuxing.core.background import pulse
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

_log = logging.getLogger(__name__)


@pulse(1800)
def follow_certificates() -> None:
    """Follow the certificates of every body; one that fails does not keep the others waiting."""
    bodies = Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("pk")
    for tenant_id, zone in bodies.values_list("pk", "zone"):
        try:
            with in_tenant(tenant_id):
                actions.follow(by=system_actor(tenant_id, zone=zone))
        except DatabaseError as error:
            _log.exception("following the certificates of tenant %s failed", tenant_id, exc_info=error)
