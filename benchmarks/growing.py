"""A million orders in minutes: the demo's rows copied in the database, with customers, units, promises and entries.

The copies skip foreign-key checks and triggers (a superuser's session), so they are for measuring only. Entries are sealed
by the product's own sequencer afterwards, and records judged by its own judge.
"""
# ruff: noqa: E501  # tables, one thing a line

import time

import psycopg

# table -> columns that name rows of a copied table
COPIED: dict[str, dict[str, str]] = {
    "customers_customer": {},
    "customers_contact": {"customer_id": "customers_customer"},
    "customers_servicesite": {"customer_id": "customers_customer"},
    "customers_asset": {"customer_id": "customers_customer", "site_id": "customers_servicesite", "replaced_by_id": "customers_asset"},
    "service_servicerequest": {
        "customer_id": "customers_customer", "contact_id": "customers_contact", "site_id": "customers_servicesite",
        "asset_id": "customers_asset", "merged_into_id": "service_servicerequest",
    },
    "service_workorder": {"request_id": "service_servicerequest", "customer_id": "customers_customer", "asset_id": "customers_asset"},
    "service_diagnosis": {"order_id": "service_workorder", "appointment_id": ""},
    "service_signature": {"order_id": "service_workorder"},
    "governance_target": {"subject_id": "service_servicerequest"},
}  # fmt: skip
CHANGED = {
    "serial": "CASE WHEN serial = '' THEN '' ELSE serial || '-' || k END",
    "number": "number || '-' || k",
    "external_id": "external_id || '-' || k",
    "search": "search || ' ' || k",
}
GIN = {"request_bigrams": "service_servicerequest"}


def grow(owner: str, tenant: int, orders: int) -> dict[str, float]:
    """Copy the tenant's rows until it has about `orders` orders; return the seconds of each part."""
    took: dict[str, float] = {}
    with psycopg.connect(owner, autocommit=True) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("SET synchronous_commit = off")
        db.execute("SET maintenance_work_mem = '256MB'")
        db.execute("SELECT set_config('app.tenant', %s, false)", [str(tenant)])
        there = _one(db, "SELECT count(*) FROM service_workorder WHERE tenant_id = %s", tenant)
        copies = round(orders / there) - 1
        if copies < 1:
            return took
        for name in GIN:
            db.execute(f"DROP INDEX IF EXISTS {name}")
        ends = {
            table: (
                _one(db, f"SELECT max(id) FROM {table}"),
                _one(db, f"SELECT min(id) FROM {table} WHERE tenant_id = {tenant}"),
            )
            for table in COPIED
        }
        for table in COPIED:
            begin = time.perf_counter()
            _copy(db, table, tenant, copies, ends)
            took[table] = time.perf_counter() - begin
        begin = time.perf_counter()
        _entries(db, tenant, ends["service_servicerequest"][0])
        took["core_entry"] = time.perf_counter() - begin
        begin = time.perf_counter()
        for name, table in GIN.items():
            db.execute(
                f"CREATE INDEX {name} ON {table} USING gin (bigrams(search)) WITH (gin_pending_list_limit = 256)"
            )
        db.execute("VACUUM ANALYZE")
        took["indexes, vacuum, analyse"] = time.perf_counter() - begin
    return took


def _copy(db: psycopg.Connection, table: str, tenant: int, copies: int, ends: dict[str, tuple[int, int]]) -> None:
    columns = [name for (name,) in db.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position", [table]
    )]  # fmt: skip
    values = []
    for name in columns:
        if name == "id":
            values.append(_moved("id", ends[table]))
        elif (of := COPIED[table].get(name)) is not None:
            values.append(_moved(name, ends[of]) if of else "NULL")
        else:
            values.append(CHANGED.get(name, name))
    db.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}, generate_series(1, {copies}) k "
        f"WHERE tenant_id = {tenant} AND id <= {ends[table][0]} ORDER BY k, id"
    )
    db.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _moved(column: str, end: tuple[int, int]) -> str:
    highest, lowest = end
    return f"{column} + {highest - lowest + 1} * k"


def _entries(db: psycopg.Connection, tenant: int, highest: int) -> None:
    """One entry a copied request, which the sequencer will find waiting."""
    db.execute(
        f"""WITH fresh AS (
            INSERT INTO core_entry (tenant_id, event, target_type, target_id, case_type, case_id, actor_id, channel, source,
                                    occurred_at, recorded_at, payload, salt, commitment)
            SELECT r.tenant_id, 'repair.log', 'service_request', r.id, 'service_request', r.id, NULL, 'command', '',
                   r.received_at, r.recorded_at, p.payload, p.salt, p.commitment
            FROM service_servicerequest r,
                 (SELECT payload, salt, commitment FROM core_entry WHERE tenant_id = {tenant} AND event = 'repair.log'
                  ORDER BY id LIMIT 1) p
            WHERE r.tenant_id = {tenant} AND r.id > {highest}
            RETURNING tenant_id, id)
        INSERT INTO core_pending (tenant_id, entry_id) SELECT tenant_id, id FROM fresh"""
    )


def wait_until_sealed(owner: str, patience: float) -> float:
    """Wait for the sequencer to have sealed everything; return the seconds."""
    begin = time.perf_counter()
    with psycopg.connect(owner, autocommit=True) as db:
        while (
            _one(db, "SELECT count(*) FROM (SELECT FROM core_pending LIMIT 1) p")
            and time.perf_counter() - begin < patience
        ):
            time.sleep(1)
    return time.perf_counter() - begin


def _one(db: psycopg.Connection, statement: str, *values: object) -> int:
    row = db.execute(statement, values or None).fetchone()
    return int(row[0] or 0) if row else 0
