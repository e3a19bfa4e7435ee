"""Jobs of procedure 20."""

from wuxing.core.actors import Actor, system_actor
from wuxing.core.background import pulse, task
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.documents import actions


@task("documents.preview")
def make_preview(by: Actor, *, file_id: int) -> None:
    """Make the preview of a file."""
    actions.make_preview(file_id=file_id, by=by)


@pulse(600)
def follow_members() -> None:
    """Ask people who came, or whose role changed, to read what goes to them."""
    for tenant_id, zone in Tenant.objects.order_by("pk").values_list("pk", "zone"):
        with in_tenant(tenant_id):
            actions.follow_members(by=system_actor(tenant_id, zone=zone))
