"""Jobs of procedure 21."""

import logging

from django.db import DatabaseError

from wuxing.core.actors import Actor, system_actor
from wuxing.core.background import pulse, task
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.records.actions import counting, executing

_log = logging.getLogger(__name__)


@task("records.destroy")
def destroy(by: Actor, destruction_id: int) -> None:
    """Destroy the next batch of an approved proposal."""
    executing.destroy_batch(destruction_id=destruction_id, by=by)


@task("records.count")
def count(by: Actor, record_class: str) -> None:
    """Count a class of records."""
    counting.count_class(record_class=record_class, by=by)


@task("records.count_all")
def count_all(by: Actor) -> None:
    """Count every class of records."""
    counting.count_all(by=by)


@pulse(300)
def keep_figures() -> None:
    """Count the records of organisations whose figures are a day old; one that fails does not keep the others waiting."""
    for tenant_id, zone in Tenant.objects.order_by("pk").values_list("pk", "zone"):
        try:
            with in_tenant(tenant_id):
                counting.count_if_stale(by=system_actor(tenant_id, zone=zone))
        except DatabaseError as error:
            _log.exception("counting the records of tenant %s failed", tenant_id, exc_info=error)
