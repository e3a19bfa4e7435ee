"""The certification body's pages by themselves: `python -m benchmarks.certifying [--cases N] [--keep DIR]` on a server of its own.

Fills a body with cases in all stages and certificates, then opens board, lists and calendar again and again; prints JSON:
milliseconds as a person's request takes them, in one process.
"""

import os
import time
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks import apart

ROUNDS = 40


def main() -> None:
    """Start a server, fill it once as its owner, measure as the application."""
    apart.run("certifying", __doc__, "cases", 5_000, fill, measure)


def fill(count: int) -> None:
    """Make the body with `count` cases in all stages, four in ten of them ended, and a finding in every third."""
    from django.db import connection

    from tests.packs import gbt
    from wuxing.certification.cases.models import Case, Client
    from wuxing.certification.cases.states import Stage
    from wuxing.certification.findings.models import Finding
    from wuxing.core import clock
    from wuxing.core.models import Membership, Tenant, User
    from wuxing.core.tenants import in_tenant
    from wuxing.schemes.conditions import catalogue
    from wuxing.schemes.editions import actions as editions

    if Tenant.objects.filter(slug="bench").exists():
        return
    now, random = clock.now(), Random(5)
    body = Tenant.objects.create(slug="bench", name="基准认证", kind="certification_body", created_at=now)
    officer = User.objects.create(username="officer", name="杜宁")
    edition = editions.keep_edition(gbt(), catalogue.declared())[0]
    with in_tenant(body.pk):
        Membership.objects.create(tenant=body, user=officer, roles=["certification_officer"])
        clients = Client.objects.bulk_create(
            Client(tenant=body, name=f"委托人 {n:05d}", city="福州市", headcount=50, created_at=now)
            for n in range(count)
        )
        stages = [stage for stage in Stage if stage not in {Stage.CERTIFIED, Stage.WITHDRAWN}]
        cases = Case.objects.bulk_create(
            Case(
                tenant=body, number=f"CA-2026-{n:06d}", client=client, kind=("initial", "surveillance", "renewal")[n % 3],
                stage=(Stage.CERTIFIED if n % 10 < 4 else stages[n % len(stages)]).value, stage_since=now,
                due_on=date(2026, 11, 1) + timedelta(days=random.randrange(90)), scheme="cn.gbt.27922",
                pack=f"cn.gbt.27922@{edition.edition}#{edition.sha256}", target_level="star4", trade_code="SC03",
                headcount=50, officer=officer, created_at=now, submitted_at=now,
            )
            for n, client in enumerate(clients)
        )  # fmt: skip
        Finding.objects.bulk_create(
            Finding(
                tenant=body, case=case, number=1, kind="deduction", grade="minor", leaf="5.2.4-b", text="缺收费说明",
                sample_size=20, failures=2, source="on_site", raised_at=now, due_on=date(2026, 12, 1),
            )
            for case in cases[::3]
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure() -> dict[str, Any]:
    """Return for each page the middle and the slow requests, in milliseconds."""
    from django.test import Client
    from django.urls import reverse

    from wuxing.certification.cases.models import Case
    from wuxing.core.models import Tenant, User
    from wuxing.core.tenants import in_tenant

    client = Client()
    client.force_login(User.objects.get(username="officer"))
    body = Tenant.objects.get(slug="bench")
    with in_tenant(body.pk):
        count, one = Case.objects.count(), Case.objects.filter(stage="on_site").latest("pk").pk
    pages = {
        "board": reverse("certification:board"),
        "cases": reverse("certification:cases"),
        "cases, searched": reverse("certification:cases") + "?q=00042",
        "one case": reverse("certification:case", args=[one]),
        "open findings": reverse("certification:findings"),
        "clients": reverse("certification:clients"),
        "certificates": reverse("certification:certificates"),
        "calendar": reverse("certification:surveillance"),
        "office": reverse("certification:office"),
    }
    found: dict[str, Any] = {"cases": count, "load": os.getloadavg()[0]}
    for name, path in pages.items():
        answer = client.get(path)
        assert answer.status_code == 200, (name, answer.status_code)
        took = sorted(_once(client, path) for _ in range(ROUNDS))
        found[name] = {
            "p50_ms": round(took[ROUNDS // 2], 1),
            "p95_ms": round(took[int(ROUNDS * 0.95)], 1),
            "kib": round(len(answer.content) / 1024),
        }
    return found


def _once(client: Any, path: str) -> float:
    begin = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
