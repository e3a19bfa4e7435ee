"""A bundle of evidence with 10,000 records: `python -m benchmarks.bundle [--orders N]` on a server of its own.

Exports one with as many records, each with its entry in the log, and checks it as `wuxing verify` does; prints JSON, seconds.
"""

import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from benchmarks import apart, judging

RECORDS = 10_000


def main() -> None:
    """Start a server, fill it once as its owner, measure as the application."""
    apart.run("bundle", __doc__, "orders", 30_000, judging.fill, measure)


def measure() -> dict[str, Any]:
    """Give every order an entry, judge, keep a score, export a bundle of it and check that."""
    from wuxing.core import clock, ledger
    from wuxing.core.access import Role
    from wuxing.core.actors import Channel, actor_for
    from wuxing.core.ledger.actions import integrate, seal
    from wuxing.core.ledger.actions.record import EntryDraft
    from wuxing.core.models import Tenant
    from wuxing.core.tenants import in_tenant
    from wuxing.evidence.assessments.actions import keep_assessment
    from wuxing.evidence.bundles import exporting
    from wuxing.evidence.metrics import actions
    from wuxing.evidence.readiness import queries
    from wuxing.service.repair.models import WorkOrder

    tenant = Tenant.objects.get(slug="bench")
    roles = frozenset({Role.SERVICE_MANAGER, Role.QUALITY_MANAGER})
    by = actor_for(
        tenant_id=tenant.pk, user_id=None, name="bench", roles=roles, channel=Channel.COMMAND, zone=tenant.zone
    )
    with in_tenant(tenant.pk):
        pairs = WorkOrder.objects.values_list("pk", "request_id")
        ledger.record_many(
            [EntryDraft("work_order.close", ("work_order", one), ("service_request", case)) for one, case in pairs],
            by=by,
        )
    while integrate.integrate(tenant.pk):
        pass
    seal.checkpoint(tenant.pk)
    with in_tenant(tenant.pk):
        pack = queries.adopted_pack(by, clock.today(by.zone))
    actions.rebuild_apart(tenant_id=tenant.pk, pack=pack)
    with in_tenant(tenant.pk):
        kept = keep_assessment(report=queries.report_for(by, clock.today(by.zone), "now"), by=by)

    begin = time.perf_counter()
    made = exporting.export(assessment_id=kept.pk, each=exporting.MOST_EACH, by=by)
    found: dict[str, Any] = {"export": round(time.perf_counter() - begin, 2), "bytes": len(made.content)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / made.name
        file.write_bytes(made.content)
        with zipfile.ZipFile(file) as bundle:
            names = [name for name in bundle.namelist() if name.startswith("records/")]
            found["records"] = sum(len(bundle.read(name).splitlines()) for name in names)
        assert found["records"] >= RECORDS, found
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "wuxing.web.cli", "verify", str(file)], check=True, stdout=sys.stderr)
        found["verify"] = round(time.perf_counter() - begin, 2)
    found["verify, of 10,000"] = round(found["verify"] * RECORDS / found["records"], 2)
    return found


if __name__ == "__main__":
    main()
