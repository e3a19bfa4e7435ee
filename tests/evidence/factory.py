"""Orders by the thousand, made in the database: a company's year of repairs in a handful of statements."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wuxing.core.models import Tenant
from wuxing.resources.outlets.models import Outlet

_ORDERS = """
WITH made AS (
    SELECT g AS i, %(until)s::timestamptz - (random() * %(days)s) * interval '1 day' AS received_at
    FROM generate_series(1, %(count)s) g
), requests AS (
    INSERT INTO service_servicerequest (tenant_id, number, state, channel, work_type, received_at, recorded_at, passed_on_by,
        serial_unknown, purchase_unknown, symptom, fault, urgent, complete, closing_note, source, external_id, search,
        product_id, asset_id)
    SELECT %(tenant)s, %(prefix)s || 'SR-' || i, 'converted', (ARRAY['hotline', 'qr', 'online'])[1 + i %% 3], 'onsite',
        received_at, received_at + (CASE WHEN random() < 0.03 THEN 80 ELSE 0.1 END) * interval '1 hour', '',
        false, false, 'E' || (i %% 7), '', false, random() < 0.97, '', '', '', '',
        p.id, NULL
    FROM made
    JOIN LATERAL (
        SELECT id FROM customers_product WHERE tenant_id = %(tenant)s ORDER BY id OFFSET i %% %(products)s LIMIT 1) p ON true
    ORDER BY received_at
    RETURNING id, received_at, product_id, symptom
), numbered AS (
    SELECT *, random() AS luck, received_at < %(until)s::timestamptz - interval '2 days' AS old FROM requests
)
INSERT INTO service_workorder (tenant_id, number, request_id, state, label, work_type, title, trade, skill_level, symptom,
    outlet_id, technician_id, hold_reason, written_at, recorded_at, dispatched_at, contacted_at, arrived_at, work_started_at,
    warranty_explained_at, resolved_at, outcome, visits, checklist_complete, signed_at, closed_at, followed_up_at,
    cancelled_at, next_due_kind, broken, updated_at, product_id, asset_id)
SELECT %(tenant)s, %(prefix)s || 'WO-' || id, id,
    CASE WHEN luck < 0.02 THEN 'cancelled' WHEN old THEN 'closed' ELSE 'qualified' END, '', 'onsite', '', '', 1, symptom,
    (SELECT o.id FROM resources_outlet o WHERE o.tenant_id = %(tenant)s ORDER BY o.id OFFSET n.id %% %(outlets)s LIMIT 1),
    NULL, '', received_at, received_at,
    received_at + luck * interval '2 hours',
    received_at + luck * interval '4 hours',
    CASE WHEN old THEN received_at + luck * interval '26 hours' END,
    CASE WHEN old THEN received_at + luck * interval '26 hours' + interval '10 minutes' END,
    CASE WHEN old AND luck < 0.9 THEN received_at + luck * interval '26 hours' + interval '5 minutes' END,
    CASE WHEN old THEN received_at + luck * interval '52 hours' END,
    CASE WHEN old THEN CASE WHEN luck < 0.95 THEN 'fixed' ELSE 'replace_advised' END ELSE '' END,
    CASE WHEN luck < 0.8 THEN 1 ELSE 2 END, old AND luck < 0.92,
    CASE WHEN old AND luck < 0.96 THEN received_at + luck * interval '52 hours' END,
    CASE WHEN old AND luck >= 0.02 THEN received_at + luck * interval '60 hours' END,
    CASE WHEN old AND luck < 0.85 THEN received_at + interval '5 days' END,
    CASE WHEN luck < 0.02 THEN received_at END,
    '', 0, received_at, product_id, %(first_asset)s::bigint + n.id %% %(assets)s
FROM numbered n
"""
_TARGETS = """
INSERT INTO governance_target (tenant_id, subject_type, subject_id, kind, promise_id, minutes, starts_at, due_at,
    effective_due_at, stopped_at, kept)
SELECT %(tenant)s, 'service_request', r.id, p.kind, p.id, p.minutes, r.received_at,
    r.received_at + p.minutes * interval '1 minute', r.received_at + p.minutes * interval '1 minute', NULL, NULL
FROM service_servicerequest r JOIN governance_promise p ON p.tenant_id = r.tenant_id
WHERE r.tenant_id = %(tenant)s AND r.id > %(after)s
"""
_PRODUCTS = """
INSERT INTO customers_product (tenant_id, model, name, category, trade, skill_level, active)
SELECT %(tenant)s, 'M' || g, '型号' || g, (ARRAY['空调', '冰箱', '洗衣机', '热水器'])[1 + g %% 4], 'cooling', 1, true
FROM generate_series(1, 8) g ON CONFLICT DO NOTHING
"""
_CUSTOMER = """
INSERT INTO customers_customer (tenant_id, name, kind, tier, source, external_id, created_at)
VALUES (%(tenant)s, '顾客', 'person', '', '', '', now()) RETURNING id
"""
_ASSETS = """
INSERT INTO customers_asset (tenant_id, product_id, customer_id, retired_reason, serial)
SELECT %(tenant)s, (SELECT min(id) FROM customers_product WHERE tenant_id = %(tenant)s), %(customer)s, '', %(prefix)s || g
FROM generate_series(1, %(assets)s) g RETURNING id
"""
_PROMISES = """
INSERT INTO governance_promise (tenant_id, kind, area, text, minutes, starts_at)
SELECT %(tenant)s, kind, 'any', kind, minutes, '2020-01-01'
FROM (VALUES ('dispatch', 110), ('contact', 230), ('arrive', 1440), ('resolve', 2880), ('follow_up', 10080)) p (kind, minutes)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Made:
    """What `orders` made."""

    outlets: list[int]


def orders(
    tenant: Tenant,
    count: int,
    *,
    until: datetime,
    days: int = 400,
    assets: int = 0,
    prefix: str = "",
    seed: float = 0.5,
) -> Made:
    """Make `count` orders with their requests and targets, received in the `days` before `until`."""
    outlets = list(Outlet.objects.filter(tenant=tenant).values_list("pk", flat=True))
    if not outlets:
        made = [
            Outlet(tenant=tenant, code=f"W{i}", name=f"{name}网点") for i, name in enumerate(("鼓楼", "仓山", "马尾"))
        ]
        outlets = [outlet.pk for outlet in Outlet.objects.bulk_create(made)]
    given = {"tenant": tenant.pk, "count": count, "until": until, "days": days, "prefix": prefix, "products": 8,
             "outlets": len(outlets), "assets": max(assets, 1), "first_asset": None}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [seed])
        cursor.execute(_PRODUCTS, given)
        cursor.execute(_PROMISES, given)
        if assets:
            cursor.execute(_CUSTOMER, given)
            cursor.execute(_ASSETS, {**given, "customer": cursor.fetchone()[0]})
            given["first_asset"] = min(
                row[0] for row in cursor.fetchall()
            )  # numbers of one statement follow each other
        cursor.execute("SELECT coalesce(max(id), 0) FROM service_servicerequest WHERE tenant_id = %(tenant)s", given)
        given["after"] = cursor.fetchone()[0]
        cursor.execute(_ORDERS, given)
        cursor.execute(_TARGETS, given)
    return Made(outlets)
