"""`wuxing ledger verify | checkpoint | proof`: the ledger from the command line."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuxing.core.errors import BusinessError
from wuxing.core.ledger import queries
from wuxing.core.ledger.actions import integrate, seal
from wuxing.core.ledger.queries import verification
from wuxing.core.ledger.queries.verification import Verdict
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing.actions import asking

MOST_LINES = 50


class Command(BaseCommand):
    """Verify, sign and prove."""

    help = "Verify the sealed log of every organisation, sign it now, or print the proof of an entry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True)
        verify = ways.add_parser("verify", help="check that the log is intact and complete; exit code 1 when it is not")
        verify.add_argument("--checkpoint", type=Path, help="a checkpoint kept elsewhere, to compare with")
        verify.add_argument("--json", action="store_true", help="print JSON")
        sign = ways.add_parser("checkpoint", help="seal what waits, sign and publish now")
        proof = ways.add_parser("proof", help="print the proof of an entry as a file (c2sp.org/tlog-proof)")
        proof.add_argument("entry", type=int)
        for way in (verify, sign, proof):
            way.add_argument("--tenant", help="the short name of one organisation; all of them otherwise")

    def handle(self, *args: Any, way: str, tenant: str | None, **options: Any) -> None:
        tenants = Tenant.objects.order_by("pk")
        if tenant is not None:
            tenants = tenants.filter(slug=tenant)
            if not tenants:
                raise CommandError(f"there is no organisation {tenant}")
        try:
            code = {"verify": self._verify, "checkpoint": self._checkpoint, "proof": self._proof}[way](
                list(tenants), **options
            )
        except (BusinessError, OSError) as error:
            raise CommandError(str(error)) from error
        if code:
            raise SystemExit(code)

    def _verify(self, tenants: list[Tenant], **options: Any) -> int:
        given = options["checkpoint"]
        if given and len(tenants) != 1:
            raise CommandError("a checkpoint belongs to one organisation; add --tenant")
        note = given.read_text() if given else None
        verdicts = [verification.verify(tenant.pk, note) for tenant in tenants]
        if options["json"]:
            self.stdout.write(json.dumps([as_json(verdict) for verdict in verdicts], indent=2))
        else:
            for verdict in verdicts:
                self.stdout.write("\n".join(lines_of(verdict)))
        return 0 if all(verdict.intact and verdict.complete for verdict in verdicts) else 1

    def _checkpoint(self, tenants: list[Tenant], **options: Any) -> int:
        for tenant in tenants:
            integrate.integrate(tenant.pk)
            if head := seal.checkpoint(tenant.pk):
                asking.cosign_new_head(tenant.pk, tenant.slug)
                self.stdout.write(f"{tenant.slug}: {head.size} entries, root {head.root.hex()}")
        return 0

    def _proof(self, tenants: list[Tenant], **options: Any) -> int:
        for tenant in tenants:
            with in_tenant(tenant.pk):
                try:
                    proof = queries.proof_of(tenant.pk, options["entry"])
                except BusinessError:
                    continue
            steps = ", ".join(f"{step} {answer}" for step, answer in proof.steps.items())
            self.stderr.write(f"{tenant.slug}: {steps}")
            if text := proof.file():
                self.stdout.write(text, ending="")
            return 1 if proof.verdict is queries.Answer.FAILS else 0
        raise CommandError(f"there is no entry {options['entry']}")


def lines_of(verdict: Verdict) -> list[str]:
    """Return a verdict as lines for a person."""
    intact = "intact" if verdict.intact else "NOT INTACT"
    complete = "complete" if verdict.complete else "NOT COMPLETE"
    lines = [
        (
            f"{verdict.slug}: {intact}, {complete}: {verdict.size} entries sealed, {verdict.pending} waiting, "
            f"{verdict.checkpoints} checkpoints"
        )
    ]
    for finding in verdict.findings[:MOST_LINES]:
        place = "" if finding.index is None else f" at {finding.index}"
        lines.append(f"  {finding.fault}{place}: {finding.detail}")
    if len(verdict.findings) > MOST_LINES:
        lines.append(f"  and {len(verdict.findings) - MOST_LINES} more")
    return lines


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON values."""
    return {**asdict(verdict), "intact": verdict.intact, "complete": verdict.complete}
