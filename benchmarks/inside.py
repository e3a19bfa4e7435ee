"""Tasks that need the application's own code and database: `python -m benchmarks.inside TASK …` prints JSON."""
# ruff: noqa: E501  # tables, one thing a line

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wuxing.web.running.attached import attached

SLUG = "yunling"


def keys() -> dict[str, Any]:
    """Make a person of every role with a key and a session, and say what the cases need to know."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from wuxing.core import tokens
    from wuxing.core.access import Role
    from wuxing.core.actors import Channel, actor_for
    from wuxing.core.models import Membership, User
    from wuxing.core.tenants import in_tenant
    from wuxing.customers.models import Product
    from wuxing.resources.models import Person
    from wuxing.service.repair.models import WorkOrder

    tenant = _tenant()
    user, made = User.objects.get_or_create(username="bench", defaults={"name": "量测"})
    with in_tenant(tenant.pk):
        roles = [Role.AGENT, Role.DISPATCHER, Role.TECHNICIAN, Role.SERVICE_MANAGER]
        if made:
            Membership.objects.create(tenant=tenant, user=user, roles=[role.value for role in roles])
        by = actor_for(
            tenant_id=tenant.pk, user_id=user.pk, name=user.name, roles=frozenset(roles), channel=Channel.COMMAND, zone=tenant.zone
        )  # fmt: skip
        token = tokens.issue_token(user_id=user.pk, name="bench", by=by)
        product = Product.objects.filter(trade="refrigeration", skill_level=1).first() or Product.objects.first()
        technicians = Person.objects.filter(skills__trade=product.trade, skills__level__gte=product.skill_level)  # type: ignore[union-attr]
        people = [
            row
            for row in technicians
            if not row.skills.filter(trade=product.trade, valid_until__lt="2027-06-01").exists()
        ]  # type: ignore[union-attr]
        orders = WorkOrder.objects.count()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {
        "token": token, "session": session.session_key, "tenant": tenant.pk, "orders": orders, "product": product.pk,  # type: ignore[union-attr]
        "technicians": [row.pk for row in people], "app": os.environ["WUXING_DATABASE"], "owner": os.environ["WUXING_DATABASE_OWNER"],
    }  # fmt: skip


def proof(count: str) -> dict[str, Any]:
    """Prove entries all over the log; return the time of one in ms."""
    import random

    from django.db import connection

    from wuxing.core.ledger.queries import proof as proofs
    from wuxing.core.tenants import in_tenant

    tenant = _tenant()
    times = []
    with in_tenant(tenant.pk):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_leaf WHERE tenant_id = %s", [tenant.pk])
            size = cursor.fetchone()[0]
            places = [random.randrange(size) for _ in range(int(count))]
            cursor.execute(
                "SELECT entry_id FROM core_leaf WHERE tenant_id = %s AND index = ANY(%s)", [tenant.pk, places]
            )
            entries = [number for (number,) in cursor.fetchall()]
        for entry in entries:
            begin = time.perf_counter()
            found = proofs.proof_of(tenant.pk, entry)
            times.append(1000 * (time.perf_counter() - begin))
            assert found.verdict == "holds", found.steps
    times.sort()
    return {"size": size, "p50_ms": times[len(times) // 2], "p95_ms": times[int(0.95 * len(times))]}


def ledger(seconds: str) -> dict[str, Any]:
    """Commit entries one a transaction from four connections; return how many a second, and when all were provable."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    from wuxing.core import ledger as entries
    from wuxing.core.actors import system_actor
    from wuxing.core.tenants import in_tenant

    tenant = _tenant()
    by = system_actor(tenant.pk)
    end = time.perf_counter() + float(seconds)

    def commit(_place: int) -> tuple[int, int]:
        count = last = 0
        while time.perf_counter() < end:
            with in_tenant(tenant.pk):
                last = entries.record("bench.entry", by=by, target=tenant, number=count)
            count += 1
        connection.close()
        return count, last

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(commit, range(4)))
    stopped = time.perf_counter()
    while _waits(tenant.pk, max(last for _count, last in done)):
        time.sleep(0.05)
        if time.perf_counter() - stopped > 120:
            break
    return {
        "entries_per_s": sum(count for count, _last in done) / float(seconds),
        "provable_after_s": time.perf_counter() - stopped,
    }


def _waits(tenant_id: int, entry: int) -> bool:
    from wuxing.core.ledger.queries.proof import proof_of
    from wuxing.core.tenants import in_tenant

    with in_tenant(tenant_id):
        found = proof_of(tenant_id, entry)
        return found.file() is None


def judge() -> dict[str, Any]:
    """Judge all records anew, as for the first time; return the seconds."""
    from wuxing.core.tenants import in_tenant
    from wuxing.evidence.metrics import actions
    from wuxing.evidence.metrics.models import Rulebook
    from wuxing.schemes.editions import queries

    tenant = _tenant()
    with in_tenant(tenant.pk):
        pack = queries.pack_of(queries.newest_edition("cn.gbt.27922").sha256)
        Rulebook.objects.update(kept_on=None, built_at=None)
    begin = time.perf_counter()
    count = actions.rebuild_apart(tenant_id=tenant.pk, pack=pack)
    return {"records": count, "seconds": time.perf_counter() - begin}


def one_more() -> float:
    """Write one order, a copy of the newest, then read the report; return the seconds until its numbers have it."""
    from wuxing.core import clock
    from wuxing.core.actors import system_actor
    from wuxing.core.tenants import in_tenant
    from wuxing.evidence.readiness.queries import report_for
    from wuxing.service.repair.models import WorkOrder

    tenant = _tenant()
    by = system_actor(tenant.pk, zone=tenant.zone)
    with in_tenant(tenant.pk):
        before = report_for(by)
    with in_tenant(tenant.pk):
        order = WorkOrder.objects.select_related("request").latest("pk")
        request, number = order.request, f"bench-{time.time_ns()}"
        request.pk = order.pk = None
        request.number = order.number = number
        request.external_id, request.received_at, request.recorded_at = number, clock.now(), clock.now()
        request.save()
        order.request = request
        order.save()
    begin = time.perf_counter()
    with in_tenant(tenant.pk):
        after = report_for(by)
    assert after.tallies["repair_order"].n == before.tallies["repair_order"].n + 1
    return time.perf_counter() - begin


def _tenant() -> Any:
    from wuxing.core.models import Tenant

    return Tenant.objects.get(slug=SLUG)


TASKS: dict[str, Callable[..., Any]] = {
    "keys": keys,
    "proof": proof,
    "ledger": ledger,
    "judge": judge,
    "one_more": one_more,
}


def main() -> None:
    """Run one task against the running product's database."""
    os.environ["WUXING_POOL"] = "0"
    with attached(Path(os.environ["WUXING_DATA"])):
        import django

        django.setup()
        print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))


if __name__ == "__main__":
    main()
