"""The evidence engine by itself: `python -m benchmarks.judging [--orders N] [--keep DIR]` on a server of its own.

Measures the full rebuild, the step of a few records, the sums and the re-scoring, and a past day; prints JSON.
"""

import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from benchmarks import apart

CHUNK = 100_000
# every day of a year revised on each of the fifteen days after it
_YEAR_OF_REVISIONS = """
INSERT INTO evidence_revision (tenant_id, rulebook_id, metric, known_on, day, n, ok, undecided, late, imported)
SELECT b.tenant_id, b.id, m, %(day)s - d + l, %(day)s - d, 0, 0, 0, 0, 0
FROM evidence_rulebook b CROSS JOIN LATERAL generate_series(-2, cardinality(b.metrics) - 1) m,
     generate_series(1, 365) d, generate_series(1, 15) l
WHERE b.picture_id IS NULL AND l <= d
ON CONFLICT DO NOTHING"""


def main() -> None:
    """Start a server, fill it once as its owner, measure as the application."""
    apart.run("judging", __doc__, "orders", 100_000, fill, measure)


def fill(count: int) -> None:
    """Make the orders, without triggers and checks, until there are `count`."""
    from django.db import connection

    from tests.evidence.factory import orders
    from wuxing.core import clock
    from wuxing.core.models import Tenant
    from wuxing.core.tenants import in_tenant
    from wuxing.schemes.conditions import catalogue
    from wuxing.schemes.editions import actions as editions
    from wuxing.schemes.packs import loading, shipped

    tenant, _made = Tenant.objects.get_or_create(
        slug="bench", defaults={"name": "量测", "kind": Tenant.Kind.COMPANY, "created_at": clock.now()}
    )
    for folder in shipped.directories():
        if folder.name.startswith("gbt27922"):
            editions.keep_edition(loading.draft(folder), catalogue.declared())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT count(*) FROM service_workorder")
        there = cursor.fetchone()[0]
        for start in range(there, count, CHUNK):
            with in_tenant(tenant.pk):
                size = min(CHUNK, count - start)
                orders(tenant, size, until=clock.now(), assets=size // 2, prefix=f"{start}-", seed=start / count)
        if there < count:
            cursor.execute("VACUUM ANALYZE")


def measure() -> dict[str, Any]:
    """Judge everything anew, then a few; read and score today and a past day."""
    from django.db import connection

    from wuxing.core import clock
    from wuxing.core.access import Role
    from wuxing.core.actors import Channel, actor_for
    from wuxing.core.models import Tenant
    from wuxing.core.tenants import in_tenant
    from wuxing.evidence.metrics import actions
    from wuxing.evidence.metrics.models import Picture, Rulebook
    from wuxing.evidence.readiness import queries
    from wuxing.service.repair.models import WorkOrder

    tenant = Tenant.objects.get(slug="bench")
    by = actor_for(tenant_id=tenant.pk, user_id=None, name="bench", roles=frozenset({Role.SERVICE_MANAGER}),
                   channel=Channel.COMMAND, zone=tenant.zone)  # fmt: skip
    found: dict[str, Any] = {}

    def timed(name: str, work: Callable[[], Any], *, inside: bool = True) -> Any:
        begin = time.perf_counter()
        with in_tenant(tenant.pk) if inside else nullcontext():
            result = work()
        found[name] = round(time.perf_counter() - begin, 4)
        print(f"{name}: {found[name]} s", file=sys.stderr, flush=True)
        return result

    with in_tenant(tenant.pk):
        found["orders"] = WorkOrder.objects.count()
        pack = queries.adopted_pack(by, clock.today(by.zone))
        found["metrics"] = len(pack.metrics)
        ids = list(WorkOrder.objects.order_by("-pk").values_list("pk", flat=True)[:5000])
    with in_tenant(tenant.pk):
        Rulebook.objects.update(kept_on=None, built_at=None)  # as for the first time
    timed("rebuild", lambda: actions.rebuild_apart(tenant_id=tenant.pk, pack=pack), inside=False)
    timed("rebuild again", lambda: actions.rebuild(tenant_id=tenant.pk, pack=pack))
    for count in (1, 5000):
        timed(
            f"change {count}",
            lambda count=count: WorkOrder.objects.filter(pk__in=ids[:count]).update(
                outcome="fixed", signed_at=clock.now()
            ),
        )
        timed(f"judge {count}", lambda: actions.judge_waiting(tenant_id=tenant.pk, pack=pack))
    day = clock.today(by.zone)
    then = day - timedelta(days=90)
    with in_tenant(tenant.pk), connection.cursor() as cursor:
        Rulebook.objects.filter(picture=None).update(kept_on=then - timedelta(days=1))
        cursor.execute(_YEAR_OF_REVISIONS, {"day": day})
    for name, asked, basis in (
        ("today", day, "now"),
        ("90 days ago", then, "now"),
        ("known 90 days ago", then, "known"),
    ):
        times = []
        for _round in range(15):
            queries._scored.cache_clear()  # noqa: SLF001  # what is measured is the scoring
            begin = time.perf_counter()
            with in_tenant(tenant.pk):
                assert queries.report_for(by, asked, basis).is_built
            times.append(time.perf_counter() - begin)
        found[f"report {name}, median ms"] = round(1000 * sorted(times)[7], 1)
        found[f"report {name}, worst ms"] = round(1000 * max(times), 1)
    with in_tenant(tenant.pk):
        queries.report_for(by, then, "true")
        picture = Picture.objects.get(basis="true")
    timed("picture of what was true", lambda: actions.make_picture(picture_id=picture.pk, pack=pack, by=by))
    return found


if __name__ == "__main__":
    main()
