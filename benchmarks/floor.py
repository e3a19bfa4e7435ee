"""The floor under an order: the same rows, by raw psycopg, one transaction an order. Nothing of the product runs."""
# ruff: noqa: E501  # statements, one a line

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import psycopg
from psycopg.types.json import Jsonb

SALT = b"0" * 16
COMMITMENT = sha256(SALT + b'{"a":1}').digest()  # true ones, for the ledger is proved afterwards


def inserter(app_url: str, tenant: int, product: int) -> Callable[[], None]:
    """Return a function that commits the rows of one logged call: eleven rows in ten tables."""
    db = psycopg.connect(app_url, autocommit=False)
    count = 0
    promise = _promise(db, tenant)

    def insert() -> None:
        nonlocal count
        count += 1
        now = datetime.now(UTC)
        stamp = f"F{time.time_ns()}{id(db) % 1000:03d}{count}"
        with db.transaction():
            one = db.execute
            one("SELECT set_config('app.tenant', %s, true)", [str(tenant)])
            customer = _id(
                one(
                    "INSERT INTO customers_customer (tenant_id, name, kind, tier, source, external_id, created_at) VALUES (%s, '王丽华', 'person', '', '', '', %s) RETURNING id",
                    [tenant, now],
                )
            )
            contact = _id(
                one(
                    "INSERT INTO customers_contact (tenant_id, customer_id, name, phone, part) VALUES (%s, %s, '王丽华', %s, '') RETURNING id",
                    [tenant, customer, stamp[-11:]],
                )
            )
            site = _id(
                one(
                    "INSERT INTO customers_servicesite (tenant_id, customer_id, city, district, address, rural, label, access_note) VALUES (%s, %s, '福州市', '鼓楼区', '梅亭路88号', false, '', '') RETURNING id",
                    [tenant, customer],
                )
            )
            asset = _id(
                one(
                    "INSERT INTO customers_asset (tenant_id, product_id, customer_id, site_id, serial, purchased_on, retired_reason) VALUES (%s, %s, %s, %s, %s, '2025-05-02', '') RETURNING id",
                    [tenant, product, customer, site, stamp],
                )
            )
            request = _id(
                one(
                    "INSERT INTO service_servicerequest (tenant_id, number, state, channel, work_type, received_at, recorded_at, passed_on_by, customer_id, contact_id, site_id, product_id, asset_id, serial_unknown, purchase_unknown, symptom, fault, urgent, complete, closing_note, source, external_id, search)"
                    " VALUES (%s, %s, 'new', 'hotline', 'onsite', %s, %s, '', %s, %s, %s, %s, %s, false, false, 'no_cooling', '冷藏室不制冷', false, true, '', '', '', %s) RETURNING id",
                    [
                        tenant,
                        stamp,
                        now,
                        now,
                        customer,
                        contact,
                        site,
                        product,
                        asset,
                        f"{stamp} 王丽华 三门冰箱 冷藏室不制冷 福州市鼓楼区梅亭路88号",
                    ],
                )
            )
            one(
                "INSERT INTO customers_entitlementdecision (tenant_id, subject_type, subject_id, asset_id, rule_set, inputs, reasons, proposed, outcome, decided_at, override_reason, law, part, cause, start_basis, rules_hit, exclusions_hit, remedies, evidence_ids, covered_parts, covered_labour, covered_travel, claim_count, repeat_repair, retell, explained_how, fee_told, exception, exception_reason)"
                " VALUES (%s, 'service_request', %s, %s, 'w', %s, %s, 'in_warranty', 'in_warranty', %s, '', '', '', '', '', '[]', '[]', '[]', '[]', 100, 100, 100, 0, false, false, '', '', '', '')",
                [tenant, request, asset, Jsonb({"a": 1}), Jsonb([]), now],
            )
            for kind in ("dispatch", "arrive", "resolve"):
                one(
                    "INSERT INTO governance_target (tenant_id, subject_type, subject_id, kind, promise_id, minutes, starts_at, due_at, effective_due_at) VALUES (%s, 'service_request', %s, %s, %s, 120, %s, %s, %s)",
                    [tenant, request, kind, promise, now, now + timedelta(hours=2), now + timedelta(hours=2)],
                )
            entry = _id(
                one(
                    "INSERT INTO core_entry (tenant_id, event, target_type, target_id, case_type, case_id, channel, source, occurred_at, recorded_at, payload, salt, commitment) VALUES (%s, 'bench.floor', 'service_request', %s, 'bench', %s, 'api', '', %s, %s, %s, %s, %s) RETURNING id",
                    [tenant, request, request, now, now, Jsonb({"a": 1}), SALT, COMMITMENT],
                )
            )
            one("INSERT INTO core_pending (tenant_id, entry_id) VALUES (%s, %s)", [tenant, entry])

    return insert


def _promise(db: psycopg.Connection, tenant: int) -> int:
    with db.transaction():
        db.execute("SELECT set_config('app.tenant', %s, true)", [str(tenant)])
        return _id(db.execute("SELECT id FROM governance_promise LIMIT 1"))


def _id(cursor: psycopg.Cursor) -> int:
    row = cursor.fetchone()
    assert row
    return int(row[0])
