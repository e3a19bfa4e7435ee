"""Each tenant sees its own requests and orders; and the searches that find them, newest first.

Row-level security lets no operator that might leak use an index, so the searches are functions of the owner that filter the tenant
themselves. A filter that is NULL does not filter.
"""

from django.db import migrations

from wuxing.core.rowsecurity import RowSecurity, TrustedFunction

# A word that many records hold is found among the newest 2,000 without the index, which would bring all of them; a rare one by the index.
ORDERS = """
DECLARE
    tenant bigint := nullif(current_setting('app.tenant', true), '')::bigint;
    newest bigint[];
BEGIN
    SELECT array_agg(q.id) INTO newest FROM (
        SELECT w.id FROM (
            SELECT o.id, o.request_id, o.state, o.outlet_id, o.technician_id FROM service_workorder o
            WHERE o.tenant_id = tenant AND o.id < before_id ORDER BY o.id DESC LIMIT 2000) w
        JOIN service_servicerequest r ON r.id = w.request_id
        WHERE r.search LIKE ALL (likes) AND (states IS NULL OR w.state = ANY (states))
          AND (outlet IS NULL OR w.outlet_id = outlet) AND (technician IS NULL OR w.technician_id = technician)
        ORDER BY w.id DESC LIMIT most) q;
    IF cardinality(newest) >= most THEN
        RETURN QUERY SELECT unnest(newest);
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT o.id FROM service_workorder o JOIN service_servicerequest r ON r.id = o.request_id
         WHERE o.tenant_id = $1 AND r.tenant_id = $1 AND bigrams(r.search) @@ $2 AND r.search LIKE ALL ($3) AND o.id < $4
           AND ($5 IS NULL OR o.state = ANY ($5)) AND ($6 IS NULL OR o.outlet_id = $6)
           AND ($7 IS NULL OR o.technician_id = $7)
         ORDER BY o.id DESC LIMIT $8'
        USING tenant, query, likes, before_id, states, outlet, technician, most;
END
"""

REQUESTS = """
DECLARE
    tenant bigint := nullif(current_setting('app.tenant', true), '')::bigint;
    newest bigint[];
BEGIN
    SELECT array_agg(q.id) INTO newest FROM (
        SELECT w.id FROM (
            SELECT r.id, r.state, r.search FROM service_servicerequest r
            WHERE r.tenant_id = tenant AND r.id < before_id ORDER BY r.id DESC LIMIT 2000) w
        WHERE w.search LIKE ALL (likes) AND (states IS NULL OR w.state = ANY (states))
        ORDER BY w.id DESC LIMIT most) q;
    IF cardinality(newest) >= most THEN
        RETURN QUERY SELECT unnest(newest);
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT r.id FROM service_servicerequest r
         WHERE r.tenant_id = $1 AND bigrams(r.search) @@ $2 AND r.search LIKE ALL ($3) AND r.id < $4
           AND ($5 IS NULL OR r.state = ANY ($5))
         ORDER BY r.id DESC LIMIT $6'
        USING tenant, query, likes, before_id, states, most;
END
"""
SLOW_WAYS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")


def bigram_index(name: str, table: str) -> migrations.RunSQL:
    """Index every two neighbouring signs of the column `search`.

    New rows wait in a list and enter the index together, at a third of the cost; the list is short, for searches read it.
    """
    return migrations.RunSQL(
        f"CREATE INDEX {name} ON {table} USING gin (bigrams(search)) WITH (gin_pending_list_limit = 256)",
        f"DROP INDEX {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("service", "0001_initial"), ("core", "0004_bigrams")]

    operations = [
        RowSecurity("service_servicerequest"),
        RowSecurity("service_workorder"),
        RowSecurity("service_appointment"),
        RowSecurity("service_diagnosis"),
        RowSecurity("service_workorderline"),
        RowSecurity("service_signature"),
        bigram_index("request_bigrams", "service_servicerequest"),
        TrustedFunction(
            "matching_orders(query tsquery, likes text[], before_id bigint, states text[], outlet bigint, "
            "technician bigint, most integer)",
            returns="SETOF bigint",
            body=ORDERS,
            language="plpgsql",
            off=SLOW_WAYS,
        ),
        TrustedFunction(
            "matching_requests(query tsquery, likes text[], before_id bigint, states text[], most integer)",
            returns="SETOF bigint",
            body=REQUESTS,
            language="plpgsql",
            off=SLOW_WAYS,
        ),
    ]
