"""Populations are frozen as soon as the ledger has signed the commitment."""

from wuxing.core import background
from wuxing.core.actors import system_actor
from wuxing.core.errors import RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.sampling import actions, queries


@background.pulse(5)
def freeze_populations() -> None:
    """Freeze what waits and is sealed."""
    for tenant_id, zone in Tenant.objects.values_list("pk", "zone"):
        with in_tenant(tenant_id):
            waiting = queries.unfrozen()
        for sample_id in waiting:
            with in_tenant(tenant_id):
                try:
                    actions.freeze(sample_id=sample_id, by=system_actor(tenant_id, zone=zone))
                except RuleBroken:
                    continue
