"""Bundles are made in the background."""

from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.bundles import actions
from wuxing.evidence.bundles.models import Bundle


@background.task("bundle.gather")
def gather(by: Actor, bundle_id: int) -> None:
    """Gather a bundle."""
    actions.gather(bundle_id=bundle_id, by=by)


@background.pulse(2)
def finish_bundles() -> None:
    """Seal the bundles whose entry is signed by now."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with in_tenant(tenant_id):
            for bundle_id in Bundle.objects.filter(state=Bundle.State.SEALING).values_list("pk", flat=True):
                actions.finish(bundle_id=bundle_id, tenant_id=tenant_id)
