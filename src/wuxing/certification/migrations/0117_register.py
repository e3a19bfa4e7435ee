"""The public register: found by number, code and holder; what is sealed and signed, handed to everybody."""

from django.db import migrations, models

from wuxing.core.rowsecurity import TrustedFunction

# A common word is found among the newest entries; only what is not there twenty times is looked up by its bigrams.
SEARCH = """
#variable_conflict use_column
DECLARE newest bigint[];
BEGIN
    SELECT array_agg(q.id) INTO newest FROM (
        SELECT w.id FROM (
            SELECT e.id, e.holder FROM certification_registerentry e
            WHERE (of_body IS NULL OR e.tenant_id = of_body) AND e.id < before_id ORDER BY e.id DESC LIMIT 5000) w
        WHERE lower(w.holder) LIKE ALL (likes) ORDER BY w.id DESC LIMIT most) q;
    IF cardinality(newest) >= most THEN
        RETURN QUERY SELECT unnest(newest);
        RETURN;
    END IF;
    RETURN QUERY
        WITH held AS MATERIALIZED (
            SELECT e.id FROM certification_registerentry e
            WHERE bigrams(lower(e.holder)) @@ query AND lower(e.holder) LIKE ALL (likes)
              AND (of_body IS NULL OR e.tenant_id = of_body) AND e.id < before_id)
        SELECT held.id FROM held ORDER BY held.id DESC LIMIT most;
END
"""
CREDENTIAL = """
    SELECT s.credential FROM certification_seal s
    WHERE s.certificate_id = of_certificate
      AND EXISTS (SELECT FROM certification_registerentry e WHERE e.certificate_id = of_certificate)
    ORDER BY s.revision DESC LIMIT 1
"""
STATUS_LIST = """
    SELECT s.credential, s.signed_at FROM certification_statuslist s JOIN core_tenant t ON t.id = s.tenant_id
    WHERE t.slug = body AND t.kind = 'certification_body' AND s.rehearsal = exercise AND s.number = list_number
      AND s.purpose = list_purpose AND s.credential <> '' AND s.signed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("certification", "0116_credentials"), ("core", "0004_bigrams")]

    operations = [
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["number"], name="register_number_begins", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(
                fields=["tenant", "turns_on"], name="register_turns", condition=models.Q(turns_on__isnull=False)
            ),
        ),
        migrations.RunSQL(
            "CREATE INDEX register_bigrams ON certification_registerentry USING gin (bigrams(lower(holder)))"
            " WITH (gin_pending_list_limit = 256)",
            "DROP INDEX register_bigrams",
        ),
        TrustedFunction(
            "matching_entries(query tsquery, likes text[], of_body bigint, before_id bigint, most integer)",
            returns="SETOF bigint",
            body=SEARCH,
            language="plpgsql",
            off=("enable_seqscan",),
        ),
        TrustedFunction("sealed_credential(of_certificate bigint)", returns="text", body=CREDENTIAL),
        TrustedFunction(
            "signed_status_list(body text, exercise boolean, list_number integer, list_purpose text)",
            returns="TABLE(credential text, signed_at timestamptz)",
            body=STATUS_LIST,
        ),
    ]
