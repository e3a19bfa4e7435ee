"""Draw the public register anew: `wuxing manage rebuild_register`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wuxing.certification.register import actions
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant


class Command(BaseCommand):
    help = "Draw the entries of the public register anew from the certificates: all bodies, or those named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bodies", nargs="*", help="short names of certification bodies; without any, all")

    def handle(self, *args: Any, bodies: list[str], **options: Any) -> None:
        rows = Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("pk")
        for body in rows.filter(slug__in=bodies) if bodies else rows:
            seen = changed = after = 0
            looked = actions.BATCH
            while looked == actions.BATCH:
                with in_tenant(body.pk):
                    looked, moved, after = actions.rebuild(after)
                seen, changed = seen + looked, changed + moved
            self.stdout.write(f"{body.slug}: {seen} certificates, {changed} entries changed")
