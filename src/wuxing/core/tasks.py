"""Jobs of the core."""

from datetime import timedelta

from wuxing.core import clock
from wuxing.core.background import pulse
from wuxing.core.models import IdempotencyKey, Tenant
from wuxing.core.tenants import in_tenant

ANSWERS_KEPT = timedelta(days=30)


@pulse(3600)
def forget_answers() -> None:
    """Remove the kept answers of requests that nobody will ask again."""
    for tenant_id in Tenant.objects.order_by("pk").values_list("pk", flat=True):
        with in_tenant(tenant_id):
            IdempotencyKey.objects.filter(created_at__lt=clock.now() - ANSWERS_KEPT).delete()
