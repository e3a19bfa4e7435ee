"""The register kept whole: certificates from before it was there, and columns that time has moved."""

import logging

from django.db import DatabaseError

from wuxing.certification.register import actions
from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.core.background import pulse, task
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

_log = logging.getLogger(__name__)


@task("register.rebuild")
def rebuild_register(by: Actor, after: int) -> None:
    """Draw all entries of a body anew, a batch a job: its name or approval has changed."""
    looked, _changed, last = actions.rebuild(after)
    if looked == actions.BATCH:
        background.defer("register.rebuild", by=by, after=last)


@pulse(600)
def fill_register() -> None:
    """Fill the register of every body, a batch a transaction; what anybody sees is right before this has run."""
    bodies = Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("pk")
    for tenant_id in bodies.values_list("pk", flat=True):
        try:
            while _filled(tenant_id) == actions.BATCH:
                pass
        except DatabaseError as error:
            _log.exception("filling the register of tenant %s failed", tenant_id, exc_info=error)


def _filled(tenant_id: int) -> int:
    with in_tenant(tenant_id):
        return actions.fill()
