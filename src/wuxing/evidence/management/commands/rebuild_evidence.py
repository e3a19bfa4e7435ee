"""`wuxing manage rebuild_evidence [TENANT …]`: judge every record anew."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wuxing.core import clock
from wuxing.core.actors import system_actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.metrics import actions
from wuxing.evidence.readiness.queries import adopted_pack


class Command(BaseCommand):
    """Rebuild judgments and sums from the records."""

    help = "Judge every record of the named organisations (all, when none is named) anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tenants", nargs="*", help="slugs of organisations")

    def handle(self, *args: Any, tenants: list[str], **options: Any) -> None:
        found = Tenant.objects.order_by("slug")
        for tenant in found.filter(slug__in=tenants) if tenants else found:
            start = time.monotonic()
            with in_tenant(tenant.pk):
                pack = adopted_pack(system_actor(tenant.pk, zone=tenant.zone), clock.today(tenant.zone))
            count = actions.rebuild_apart(tenant_id=tenant.pk, pack=pack)
            self.stdout.write(f"{tenant.slug}: {count} records judged in {time.monotonic() - start:.1f} s")
