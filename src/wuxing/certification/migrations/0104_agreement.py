"""Agreements with their signatures, invoices, access given. A signature names the text; an amount stands."""

from django.conf import settings
from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

STAND = """
CREATE FUNCTION certification_signature_holds() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE of_version certification_agreement;
BEGIN
    IF NEW.event NOT IN ('signed_client', 'signed_body') THEN
        RETURN NEW;
    END IF;
    SELECT * INTO of_version FROM certification_agreement WHERE id = NEW.agreement_id;
    IF NEW.sha256 <> of_version.sha256 OR NEW.name = '' THEN
        RAISE EXCEPTION 'a signature names the text that is signed, and who signs' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM certification_agreement WHERE case_id = of_version.case_id AND version > of_version.version) THEN
        RAISE EXCEPTION 'only the newest version is signed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holds BEFORE INSERT ON certification_agreementstep
    FOR EACH ROW EXECUTE FUNCTION certification_signature_holds();
ALTER TABLE certification_agreementstep ENABLE ALWAYS TRIGGER holds;

CREATE FUNCTION certification_invoice_stands() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE free text[] := '{paid_on,cancelled_at,cancel_reason,note}';
BEGIN
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
        OR OLD.paid_on IS NOT NULL AND NEW.paid_on IS DISTINCT FROM OLD.paid_on
        OR OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at THEN
        RAISE EXCEPTION 'an invoice stands; it is paid once, or cancelled' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON certification_invoice
    FOR EACH ROW EXECUTE FUNCTION certification_invoice_stands();
ALTER TABLE certification_invoice ENABLE ALWAYS TRIGGER stands;
"""
NO_STAND = """
DROP TRIGGER stands ON certification_invoice; DROP FUNCTION certification_invoice_stands();
DROP TRIGGER holds ON certification_agreementstep; DROP FUNCTION certification_signature_holds();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0103_programme"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(AppendOnly(f"certification_{name}") for name in ("agreement", "agreementstep", "accessgrant")),
        *(
            RowSecurity(f"certification_{name}", grants=ADDING)
            for name in ("agreement", "agreementstep", "accessgrant")
        ),
        RowSecurity("certification_invoice", grants="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(STAND, NO_STAND),
    ]
