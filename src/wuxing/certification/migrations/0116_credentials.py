"""Names of holders on translations; another name or address of a holder stands on a certificate by an event alone."""

from importlib import import_module

from django.db import migrations, models

earlier = import_module("wuxing.certification.migrations.0110_certificate")

# As before, and the holder's name and address move with their event, which a person answers for.
HOLDS = """
CREATE OR REPLACE FUNCTION certification_certificate_holds() @head
DECLARE
    free text[] := '{state,last_evaluated_on,surveillance_due_on,extended_until,suspended_until}';
    last certification_certificateevent;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT 1 FROM certification_decision d WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id
                AND d.outcome = 'granted' AND d.level = NEW.level
        ) THEN
            RAISE EXCEPTION 'no certificate without a decision that granted it' @fault;
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.holder, NEW.holder_en, NEW.address) IS DISTINCT FROM (OLD.holder, OLD.holder_en, OLD.address) THEN
        SELECT * INTO last FROM certification_certificateevent WHERE certificate_id = NEW.id ORDER BY id DESC LIMIT 1;
        IF last.event IN ('rename', 'correct') AND last.by_user_id IS NOT NULL THEN
            free := free || '{holder,holder_en,address}'::text[];
        END IF;
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'the words of a certificate stand; another needs another decision' @fault;
    ELSIF OLD.state IN ('withdrawn', 'cancelled', 'expired', 'replaced') AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'a certificate that has ended stays so' @fault;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("certification", "0115_keys")]

    operations = [
        migrations.AddField("client", "name_en", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("certificate", "holder_en", models.CharField(blank=True, default="", max_length=200)),
        migrations.RunSQL(earlier.sql(HOLDS), earlier.sql(earlier.HOLDS, ",suspended_until")),
    ]
