"""`wuxing bundle export [--assessment ID | --last] --out FILE`: an assessment in one file that can be checked anywhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuxing.core.actors import Channel, system_actor
from wuxing.core.errors import BusinessError
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.core.wording import text
from wuxing.evidence.assessments import queries
from wuxing.evidence.assessments.models import Assessment
from wuxing.evidence.bundles import exporting


class Command(BaseCommand):
    """Export a bundle."""

    help = "Export an assessment with pack, inputs, sampled records, proofs and report as one file; `wuxing verify` checks it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        export = ways.add_parser("export", help="write the bundle of an assessment")
        which = export.add_mutually_exclusive_group()
        which.add_argument("--assessment", help="its number, such as AS-2026-000001")
        which.add_argument("--last", action="store_true", help="the newest one (default)")
        export.add_argument("--out", type=Path, required=True, help="the file to write; it must not exist")
        export.add_argument("--records", type=int, default=exporting.EACH, help="records drawn of every metric (50)")
        export.add_argument("--tenant", help="the short name of the organisation; needed where there are several")

    def handle(self, *args: Any, way: str, **options: Any) -> None:
        out: Path = options["out"]
        if out.exists():
            raise CommandError(f"{out} exists; choose another name")
        by = system_actor(
            (tenant := _tenant(options["tenant"], options["assessment"])).pk, channel=Channel.COMMAND, zone=tenant.zone
        )
        try:
            with in_tenant(tenant.pk):
                number = options["assessment"]
                kept = Assessment.objects.filter(number=number).first() if number else queries.newest_assessment(by)
            if kept is None:
                raise CommandError(f"there is no assessment {options['assessment']}")
            bundle = exporting.export(assessment_id=kept.pk, each=options["records"], by=by)
            out.write_bytes(bundle.content)
        except BusinessError as error:
            raise CommandError(text(error.reason)) from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{out}: {kept.number}, {len(bundle.content):,} bytes; check it with: wuxing verify {out}")


def _tenant(slug: str | None, number: str | None) -> Tenant:
    """Return the organisation that was named, or the only one with such an assessment."""
    tenants = Tenant.objects.order_by("pk")
    if slug is not None:
        found = tenants.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"there is no organisation {slug}")
        return found
    having = [tenant for tenant in tenants if _has(tenant, number)]
    if len(having) == 1:
        return having[0]
    if not having:
        raise CommandError("no such assessment is kept yet; keep one on the readiness page first")
    names = ", ".join(tenant.slug for tenant in having)
    raise CommandError(f"several organisations have assessments ({names}); add --tenant")


def _has(tenant: Tenant, number: str | None) -> bool:
    with in_tenant(tenant.pk):
        kept = Assessment.objects.filter(number=number) if number else Assessment.objects.all()
        return kept.exists()
