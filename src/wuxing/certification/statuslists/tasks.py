"""Lists that stay fresh, and certificates from before there were lists."""

import logging

from django.db import DatabaseError

from wuxing.certification.statuslists import actions
from wuxing.core.actors import Actor, system_actor
from wuxing.core.background import pulse, task
from wuxing.core.errors import BusinessError
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

_log = logging.getLogger(__name__)


@pulse(900)
def keep_status_lists() -> None:
    """Keep the lists of every body fresh; one that fails does not keep the others waiting."""
    bodies = Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("pk")
    for tenant_id, zone in bodies.values_list("pk", "zone"):
        by = system_actor(tenant_id, zone=zone)
        try:
            while _filled(by) == actions.BATCH:
                pass
            with in_tenant(tenant_id):
                actions.sign_due(by=by)
        except (DatabaseError, BusinessError) as error:
            _log.exception("the status lists of tenant %s are not kept fresh", tenant_id, exc_info=error)


@task("status_list.sign_anew")
def sign_anew(by: Actor, rehearsal: int) -> None:
    """Sign every list with the new key."""
    actions.sign_anew(by=by, rehearsal=bool(rehearsal))


def _filled(by: Actor) -> int:
    with in_tenant(by.tenant_id):
        return actions.fill(by=by)
