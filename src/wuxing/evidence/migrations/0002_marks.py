"""Each organisation sees its own judgments; whatever changes a record leaves a mark that it waits to be judged.

The marks are written by statement triggers, so that no path, bulk or single, can forget them. An order's neighbours are the
orders on the same asset: whether a repair was a repeat hangs on them. The functions run as the owner of the tables: a wall's
condition on the tenant would tempt the planner, while statistics lag behind a bulk load, away from the index on the asset;
the organisation comes from the rows themselves.
"""
# ruff: noqa: S608  # names of our own, no input

from django.db import migrations

from wuxing.core.rowsecurity import RowSecurity

ORDER_FACTS = (
    "tenant_id", "number", "request_id", "asset_id", "product_id", "symptom", "outlet_id", "state", "work_type", "dispatched_at",
    "contacted_at", "warranty_explained_at", "arrived_at", "work_started_at", "resolved_at", "outcome", "visits",
    "checklist_complete", "signed_at", "closed_at", "followed_up_at", "cancelled_at", "reopened_at",
)  # fmt: skip
NEIGHBOUR_FACTS = ("request_id", "asset_id", "symptom", "resolved_at", "cancelled_at")
REQUEST_FACTS = ("received_at", "recorded_at", "complete", "channel", "source")
TARGET_FACTS = (
    "subject_type",
    "subject_id",
    "kind",
    "starts_at",
    "due_at",
    "effective_due_at",
    "paused_at",
    "stopped_at",
)

MARK = "INSERT INTO public.evidence_waiting (tenant_id, population, record_id) SELECT m.tenant_id, 'repair_order', m.id FROM"


def differ(columns: tuple[str, ...]) -> str:
    new, old = (", ".join(f"{alias}.{name}" for name in columns) for alias in ("n", "s"))
    return f"({new}) IS DISTINCT FROM ({old})"


BODIES = {
    ("service_workorder", "INSERT"): f"""{MARK} (
        SELECT n.tenant_id, n.id FROM fresh n
        UNION SELECT o.tenant_id, o.id FROM fresh n JOIN public.service_workorder o ON o.asset_id = n.asset_id) m""",
    ("service_workorder", "UPDATE"): f"""{MARK} (
        SELECT n.tenant_id, n.id FROM fresh n JOIN stale s USING (id) WHERE {differ(ORDER_FACTS)}
        UNION SELECT o.tenant_id, o.id FROM fresh n JOIN stale s USING (id)
            CROSS JOIN LATERAL (VALUES (n.asset_id), (s.asset_id)) a (asset_id)
            JOIN public.service_workorder o ON o.asset_id = a.asset_id
            WHERE {differ(NEIGHBOUR_FACTS)}) m""",
    ("service_workorder", "DELETE"): f"""{MARK} (
        SELECT s.tenant_id, s.id FROM stale s
        UNION SELECT o.tenant_id, o.id FROM stale s JOIN public.service_workorder o ON o.asset_id = s.asset_id) m""",
    ("service_servicerequest", "UPDATE"): f"""{MARK} (
        SELECT o.tenant_id, o.id FROM fresh n JOIN stale s USING (id)
            JOIN public.service_workorder o ON o.request_id = n.id WHERE {differ(REQUEST_FACTS)}
        UNION SELECT b.tenant_id, b.id FROM fresh n JOIN stale s USING (id)
            JOIN public.service_workorder o ON o.request_id = n.id JOIN public.service_workorder b ON b.asset_id = o.asset_id
            WHERE n.received_at IS DISTINCT FROM s.received_at) m""",
    ("governance_target", "INSERT"): f"""{MARK} (
        SELECT DISTINCT o.tenant_id, o.id FROM fresh n JOIN public.service_workorder o ON o.request_id = n.subject_id
        WHERE n.subject_type = 'service_request') m""",
    ("governance_target", "UPDATE"): f"""{MARK} (
        SELECT DISTINCT o.tenant_id, o.id FROM fresh n JOIN stale s USING (id)
            JOIN public.service_workorder o ON o.request_id IN (n.subject_id, s.subject_id)
        WHERE 'service_request' IN (n.subject_type, s.subject_type) AND {differ(TARGET_FACTS)}) m""",
    ("governance_target", "DELETE"): f"""{MARK} (
        SELECT DISTINCT o.tenant_id, o.id FROM stale s JOIN public.service_workorder o ON o.request_id = s.subject_id
        WHERE s.subject_type = 'service_request') m""",
    ("customers_product", "UPDATE"): f"""{MARK} (
        SELECT o.tenant_id, o.id FROM fresh n JOIN stale s USING (id)
            JOIN public.service_workorder o ON o.product_id = n.id WHERE n.category IS DISTINCT FROM s.category) m""",
}  # fmt: skip
TABLES = {
    "INSERT": "NEW TABLE AS fresh",
    "UPDATE": "OLD TABLE AS stale NEW TABLE AS fresh",
    "DELETE": "OLD TABLE AS stale",
}


def marking(table: str, event: str) -> migrations.RunSQL:
    function = f"evidence_mark_{table}_{event.lower()}"
    return migrations.RunSQL(
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
        f"SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN {BODIES[table, event]}; RETURN NULL; END $$;"
        f"CREATE TRIGGER evidence_mark_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {TABLES[event]} FOR EACH STATEMENT EXECUTE FUNCTION {function}();",
        f"DROP TRIGGER evidence_mark_{event.lower()} ON {table}; DROP FUNCTION {function}();",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_evidence"),
        ("service", "__first__"),
        ("governance", "__first__"),
        ("customers", "__first__"),
    ]

    operations = [
        RowSecurity("evidence_rulebook"),
        RowSecurity("evidence_judgment"),
        RowSecurity("evidence_daytotal"),
        RowSecurity("evidence_rollup"),
        RowSecurity("evidence_waiting"),
        *(marking(table, event) for table, event in BODIES),
    ]
