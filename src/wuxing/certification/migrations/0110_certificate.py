"""Proposals of two persons, reports to the authority, numbers; no change of a certificate without its event; a search."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity, TrustedFunction

KEPT = "SELECT, INSERT, UPDATE"
HEAD = "RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$"
FAULT = "USING ERRCODE = 'restrict_violation'"

# Every change of a certificate's state has an event before it, with reason and name; a suspension has its term.
LIFE = """
CREATE FUNCTION certification_certificate_event() @head
DECLARE here text;
BEGIN
    SELECT state INTO here FROM certification_certificate WHERE id = NEW.certificate_id FOR UPDATE;
    IF NEW.event <> 'issue' AND NEW.before IS DISTINCT FROM here OR NEW.event = 'issue' AND NEW.after <> 'valid' THEN
        RAISE EXCEPTION 'a change begins at the state of the certificate' @fault;
    END IF;
    IF here NOT IN ('valid', 'suspended') THEN
        RAISE EXCEPTION 'a certificate that has ended stays so' @fault;
    END IF;
    IF NEW.after NOT IN ('valid', 'suspended', 'withdrawn', 'cancelled', 'expired', 'replaced') THEN
        RAISE EXCEPTION 'there is no such state of a certificate' @fault;
    END IF;
    IF btrim(NEW.reason) = '' THEN
        RAISE EXCEPTION 'a change of a certificate has a reason' @fault;
    END IF;
    IF NEW.event = 'suspend' AND (NEW.until IS NULL OR NEW.until > (NEW.at AT TIME ZONE 'Asia/Shanghai')::date
        + interval '6 months') THEN
        RAISE EXCEPTION 'a suspension has a term of six months at most' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follows BEFORE INSERT ON certification_certificateevent
    FOR EACH ROW EXECUTE FUNCTION certification_certificate_event();
ALTER TABLE certification_certificateevent ENABLE ALWAYS TRIGGER follows;

CREATE FUNCTION certification_certificate_moved() @head
DECLARE last certification_certificateevent;
BEGIN
    IF NEW.last_evaluated_on < OLD.last_evaluated_on THEN
        RAISE EXCEPTION 'an evaluation is not undone' @fault;
    END IF;
    IF (NEW.state, NEW.extended_until) IS NOT DISTINCT FROM (OLD.state, OLD.extended_until) THEN
        RETURN NEW;
    END IF;
    SELECT * INTO last FROM certification_certificateevent WHERE certificate_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF NEW.state <> OLD.state AND (last.id IS NULL OR (last.before, last.after) <> (OLD.state, NEW.state)) THEN
        RAISE EXCEPTION 'no change of a certificate without its event' @fault;
    END IF;
    IF NEW.extended_until IS DISTINCT FROM OLD.extended_until AND NEW.extended_until IS NOT NULL
        AND (last.id IS NULL OR last.event <> 'extend' OR last.until <> NEW.extended_until) THEN
        RAISE EXCEPTION 'no extension without its event' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moved BEFORE UPDATE ON certification_certificate
    FOR EACH ROW EXECUTE FUNCTION certification_certificate_moved();
ALTER TABLE certification_certificate ENABLE ALWAYS TRIGGER moved;
"""
NO_LIFE = """
DROP TRIGGER moved ON certification_certificate; DROP FUNCTION certification_certificate_moved();
DROP TRIGGER follows ON certification_certificateevent; DROP FUNCTION certification_certificate_event();
"""

# As before, and the term of a suspension moves with the state.
HOLDS = """
CREATE OR REPLACE FUNCTION certification_certificate_holds() @head
DECLARE free text[] := '{state,last_evaluated_on,surveillance_due_on,extended_until@more}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT 1 FROM certification_decision d WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id
                AND d.outcome = 'granted' AND d.level = NEW.level
        ) THEN
            RAISE EXCEPTION 'no certificate without a decision that granted it' @fault;
        END IF;
    ELSIF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'the words of a certificate stand; another needs another decision' @fault;
    ELSIF OLD.state IN ('withdrawn', 'cancelled', 'expired', 'replaced') AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'a certificate that has ended stays so' @fault;
    END IF;
    RETURN NEW;
END $$;
"""
SEARCHED = "lower(number || ' ' || holder)"
SEARCH = """
    SELECT c.id FROM certification_certificate c
    WHERE c.tenant_id = nullif(current_setting('app.tenant', true), '')::bigint
      AND bigrams(lower(c.number || ' ' || c.holder)) @@ query
      AND lower(c.number || ' ' || c.holder) LIKE ALL (likes)
      AND c.id < before_id
    ORDER BY c.id DESC LIMIT most
"""


def sql(text: str, more: str = "") -> str:
    """Return statements with what all functions share."""
    return text.replace("@head", HEAD).replace("@fault", FAULT).replace("@more", more)


USER = settings.AUTH_USER_MODEL
PROTECT = django.db.models.deletion.PROTECT


def key() -> models.BigAutoField:
    """Return the first column of a table."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def tenant() -> models.ForeignKey:
    """Return the column of the tenant."""
    return models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to="core.tenant")


def user(null: bool = True) -> models.ForeignKey:
    """Return a column of a person."""
    return models.ForeignKey(null=null, on_delete=PROTECT, related_name="+", to=USER)


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0109_decision"),
        ("core", "0004_bigrams"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        AppendOnly("certification_noticereport"),
        RowSecurity("certification_noticereport", grants=ADDING),
        RowSecurity("certification_measure", grants=KEPT),
        RowSecurity("certification_certificatenumberrule", grants=KEPT),
        migrations.RunSQL(sql(HOLDS, ",suspended_until"), sql(HOLDS)),
        migrations.RunSQL(sql(LIFE), NO_LIFE),
        migrations.RunSQL(
            f"CREATE INDEX certificate_bigrams ON certification_certificate USING gin (bigrams({SEARCHED}))"
            " WITH (gin_pending_list_limit = 256)",
            "DROP INDEX certificate_bigrams",
        ),
        TrustedFunction(
            "matching_certificates(query tsquery, likes text[], before_id bigint, most integer)",
            returns="SETOF bigint",
            body=SEARCH,
            off=("enable_seqscan",),
        ),
    ]
