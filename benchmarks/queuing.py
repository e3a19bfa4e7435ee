"""The dispatcher's queue: `python -m benchmarks.queuing [--orders N] [--keep DIR]` on a server of its own.

5,000 open orders in every kind of trouble beside N closed ones (a million unless said); the page as a dispatcher opens it, through
the whole product but the socket. The goal is 120 ms for 95 of 100. Prints JSON.
"""

import sys
import time
from typing import Any

from benchmarks import apart
from benchmarks.judging import fill as fill_closed

OPEN, ROUNDS = 5_000, 200
PAGES = {
    "queue": "/queue/",
    "late only": "/queue/?cause=late",
    "unassigned only": "/queue/?cause=unassigned",
    "parts only": "/queue/?cause=parts",
    "an outlet": "/queue/?outlet={outlet}",
    "dispatch board": "/board/",
}
# the newest orders are opened again: states in turn, promises around now, half of those with somebody have a visit
_OPENED = """
WITH chosen AS (SELECT id, row_number() OVER (ORDER BY id DESC) AS n FROM service_workorder ORDER BY id DESC LIMIT %(open)s)
UPDATE service_workorder o SET
    state = (ARRAY['draft','qualified','scheduled','dispatched','in_progress','on_hold','work_done','reviewed'])[1 + n %% 8],
    hold_reason = CASE WHEN n %% 8 = 5 THEN (ARRAY['waiting_parts','waiting_customer'])[1 + n / 8 %% 2] ELSE '' END,
    held_at = CASE WHEN n %% 8 = 5 THEN now() - n * interval '1 minute' END,
    closed_at = NULL, resolved_at = NULL, accepted_at = NULL,
    technician_id = CASE WHEN n %% 8 > 2 THEN %(person)s END,
    trade = (ARRAY['refrigeration','gas'])[1 + n %% 2], skill_level = 1 + n %% 3,
    written_at = now() - n * interval '2 minutes', dispatched_at = CASE WHEN n %% 8 > 2 THEN now() - n * interval '1 minute' END,
    next_due_at = CASE WHEN n %% 5 > 0 THEN now() + (n - 1500) * interval '1 minute' END, next_due_kind = 'arrive'
FROM chosen WHERE chosen.id = o.id"""
_CLOSED = """
UPDATE service_workorder SET state = 'closed', closed_at = coalesce(closed_at, now()), next_due_at = NULL
WHERE state NOT IN ('closed', 'cancelled', 'cannot_complete')"""
_VISITS = """
INSERT INTO service_appointment (tenant_id, order_id, sequence, state, technician_id, slot, checklist, note,
                                 reschedule_reason, reschedule_asked_by)
SELECT tenant_id, id, 100, 'accepted', %(person)s,
       tstzrange(now() + (row_number() OVER () - 300) * interval '1 hour',
                 now() + (row_number() OVER () - 299) * interval '1 hour'),
       '{}', '', '', ''
FROM service_workorder WHERE state IN ('dispatched', 'in_progress') AND id %% 2 = 0"""


def main() -> None:
    """Start a server, fill it once as its owner, measure as the application."""
    apart.run("queuing", __doc__, "orders", 1_000_000, fill, measure)


def fill(count: int) -> None:
    """Make the closed orders, then open the newest 5,000 again."""
    from django.db import connection

    from wuxing.core.access import Role
    from wuxing.core.models import Membership, Tenant, User
    from wuxing.core.tenants import in_tenant
    from wuxing.resources.models import Outlet, Person

    fill_closed(count)
    tenant = Tenant.objects.get(slug="bench")
    with in_tenant(tenant.pk), connection.cursor() as cursor:
        if Membership.objects.filter(tenant=tenant).exists():
            return
        user = User.objects.create(username="dispatcher", name="派工")
        Membership.objects.create(tenant=tenant, user=user, roles=[Role.DISPATCHER])
        outlet = Outlet.objects.filter(tenant=tenant).first()
        assert outlet
        person = Person.objects.create(tenant=tenant, number="P1", name="陈伟", outlet=outlet)
        cursor.execute(_CLOSED)
        cursor.execute(_OPENED, {"open": OPEN, "person": person.pk})
        cursor.execute(_VISITS, {"person": person.pk})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measure() -> dict[str, Any]:
    """Open each page many times, one after another; milliseconds."""
    from django.test import Client

    from wuxing.core.models import Tenant, User
    from wuxing.core.tenants import in_tenant
    from wuxing.resources.models import Outlet
    from wuxing.service.repair.models import WorkOrder
    from wuxing.service.repair.states import OPEN_ORDERS

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username="dispatcher"))
    tenant = Tenant.objects.get(slug="bench")
    with in_tenant(tenant.pk):
        outlet = Outlet.objects.values_list("pk", flat=True)[0]
        found: dict[str, Any] = {
            "orders": WorkOrder.objects.count(),
            "open": WorkOrder.objects.filter(state__in=sorted(OPEN_ORDERS)).count(),
        }
    for name, address in PAGES.items():
        times = []
        for _round in range(ROUNDS + 5):
            begin = time.perf_counter()
            answer = client.get(address.format(outlet=outlet))
            times.append(time.perf_counter() - begin)
            assert answer.status_code == 200, answer.status_code
        times = sorted(times[5:])
        found[name] = {
            "median ms": round(1000 * times[ROUNDS // 2], 1),
            "p95 ms": round(1000 * times[ROUNDS * 95 // 100], 1),
        }
        print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    main()
