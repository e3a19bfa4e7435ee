"""Rows copied in SQL: one of each kind becomes as many as wanted, each copy pointing to the copies of what it belongs to.

The copies skip foreign-key checks and triggers (a superuser's session), so they are for measuring only.
"""
# ruff: noqa: E501  # tables, one thing a line

from typing import Any

import psycopg

TABLES: dict[str, dict[str, str]] = {
    "customers_customer": {"name": "'客户 ' || k", "search": "'客户 ' || k || ' 139' || lpad(k::text, 8, '0')"},
    "customers_contact": {"name": "'客户 ' || k", "phone": "'139' || lpad(k::text, 8, '0')"},
    "customers_servicesite": {},
    "customers_asset": {"serial": "'SN-' || k"},
    "service_servicerequest": {"number": "'SR-' || k", "search": "'客户 ' || k || ' SR-' || k || ' WO-' || k"},
    "service_workorder": {"number": "'WO-' || k"},
    "service_takeback": {"visit_id": "NULL"},
    "service_benchitem": {},
    "service_custody": {},
    "service_loaner": {},
    "service_loan": {},
    "service_quote": {},
    "service_quoteline": {},
    "service_settlement": {},
    "service_settlementline": {},
    "service_followupcall": {},
    "service_calltry": {},
    "service_surveyinvitation": {},
    "service_surveyanswer": {},
    "service_problem": {},
    "service_problemstep": {},
    "core_notice": {},
    "core_noticestep": {},
    "service_label": {"batch": "'批 ' || k / 24"},
    "service_labelbinding": {},
    "service_trackinglink": {},
    "service_doorview": {},
    "service_warrantyregistration": {},
    "resources_part": {"number": "'P-' || k", "name": "'备件 ' || k"},
    "resources_stockbalance": {"place_id": "place_id"},
    "resources_partrequest": {},
    "resources_stockmovement": {},
    "resources_oldpart": {},
    "customers_lookup": {},
    "customers_rightsrequest": {},
    "customers_warrantycontract": {},
    "customers_priceitem": {},
    "customers_price": {},
    "governance_target": {},
}
KINDS = {
    "condition",
    "kind",
    "state",
    "channel",
    "result",
    "payer",
    "language",
    "driver",
}  # unique beside something else
POINTS = {"order_id": "service_workorder", "case_id": "service_servicerequest", "subject_id": "service_servicerequest"}
SERIALS = """
INSERT INTO resources_partserial (tenant_id, part_id, serial, sign, state, condition, place_id, moved_at)
SELECT p.tenant_id, p.id, 'N-' || k, 'N-' || k, 'lying', 'good', s.id, now()
FROM generate_series(%(first)s::int, %(last)s::int) k, (SELECT id, tenant_id FROM resources_part ORDER BY id LIMIT 1) p,
     (SELECT id FROM resources_stockplace WHERE kind = 'store' ORDER BY id LIMIT 1) s
ON CONFLICT DO NOTHING"""


def copy_rows(owner: str, first: int, last: int) -> None:
    """Copy one row of each table, as copies `first` to `last`."""
    with psycopg.connect(owner, autocommit=True) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("SET synchronous_commit = off")
        db.execute("UPDATE resources_part SET serial_tracked = true WHERE id = (SELECT min(id) FROM resources_part)")
        seeds = {table: _seed(db, table) for table in TABLES}
        with db.transaction():  # an item and whose hands it is in stand or fall together
            for table, wanted in TABLES.items():
                if seeds[table]:
                    _copy(db, table, wanted, seeds, (first, last))
            db.execute(SERIALS, {"first": first, "last": last})
        db.execute("VACUUM ANALYZE")


def _seed(db: psycopg.Connection[Any], table: str) -> int:
    row = db.execute(f"SELECT max(id) FROM {table} WHERE id < 1000000").fetchone()
    return int(row[0] or 0) if row else 0


def _copy(
    db: psycopg.Connection[Any], table: str, wanted: dict[str, str], seeds: dict[str, int], copies: tuple[int, int]
) -> None:
    """Copy one row so many times; unique columns and those that name copied rows change with each copy."""
    if db.execute(
        f"SELECT 1 FROM {table} WHERE id BETWEEN {1_000_000 + copies[0]} AND {1_000_000 + copies[1]} LIMIT 1"
    ).fetchone():
        return  # these copies are there already
    unique = {
        name for (name,) in db.execute(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
            "WHERE i.indrelid = %s::regclass AND i.indisunique", [table]
        )
    }  # fmt: skip
    points = dict(
        db.execute(
            "SELECT a.attname, f.relname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
            "JOIN pg_class f ON f.oid = c.confrelid WHERE c.contype = 'f' AND c.conrelid = %s::regclass", [table]
        ).fetchall()
    )  # fmt: skip
    columns = db.execute(
        "SELECT column_name, data_type, coalesce(character_maximum_length, 60) FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' "
        "ORDER BY ordinal_position", [table]
    ).fetchall()  # fmt: skip
    names, values = [], []
    for name, kind, room in columns:
        of = points.get(name) or POINTS.get(name, "")
        value = f'"{name}"'
        if name == "id":
            value = "1000000 + k"
        elif name in wanted:
            value = wanted[name]
        elif seeds.get(of) and of != table:
            value = f'CASE WHEN "{name}" IS NULL THEN NULL ELSE 1000000 + k END'
        elif name in unique and kind == "bytea":
            value = "sha256(('" + table + "' || k)::bytea)"
        elif name in unique and kind in ("character varying", "text") and name not in KINDS:
            value = f"left(\"{name}\", {min(20, room - 7)}) || '-' || k"
        names.append(f'"{name}"')
        values.append(value)
    db.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
        f"FROM {table}, generate_series({copies[0]}, {copies[1]}) k WHERE id = {seeds[table]} ORDER BY k ON CONFLICT DO NOTHING"
    )
