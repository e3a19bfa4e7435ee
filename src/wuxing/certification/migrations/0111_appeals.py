"""Appeals and complaints, handled by people who were not involved."""

from django.conf import settings
from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

HEAD = "RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$"
FAULT = "USING ERRCODE = 'restrict_violation'"
KEPT = "SELECT, INSERT, UPDATE"

# ISO/IEC 17065 7.13.5: who handles an appeal had and has no other part in the case; two of them conclude it.
APART = """
CREATE FUNCTION certification_handler_apart() @head
BEGIN
    PERFORM 1 FROM certification_case WHERE id = NEW.case_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM certification_caserole r WHERE r.case_id = NEW.case_id AND r.certifier_id = NEW.certifier_id
            AND (r.part = 'appeal_handler') <> (NEW.part = 'appeal_handler')
    ) THEN
        RAISE EXCEPTION 'who handles an appeal has no other part in the case' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handler_apart BEFORE INSERT ON certification_caserole
    FOR EACH ROW EXECUTE FUNCTION certification_handler_apart();
ALTER TABLE certification_caserole ENABLE ALWAYS TRIGGER handler_apart;

CREATE FUNCTION certification_appeal_handler_apart() @head
DECLARE of_case bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.appeal_id, NEW.certifier_id) IS DISTINCT FROM (OLD.appeal_id, OLD.certifier_id) THEN
            RAISE EXCEPTION 'a handler is ended, never changed' @fault;
        END IF;
        RETURN NEW;
    END IF;
    SELECT case_id INTO of_case FROM certification_appeal WHERE id = NEW.appeal_id;
    IF EXISTS (
        SELECT 1 FROM certification_caserole r WHERE r.case_id = of_case AND r.certifier_id = NEW.certifier_id
            AND r.part <> 'appeal_handler'
    ) THEN
        RAISE EXCEPTION 'who handles an appeal has no other part in the case' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handler_apart BEFORE INSERT OR UPDATE ON certification_appealhandler
    FOR EACH ROW EXECUTE FUNCTION certification_appeal_handler_apart();
ALTER TABLE certification_appealhandler ENABLE ALWAYS TRIGGER handler_apart;

CREATE FUNCTION certification_appeal_two_persons() @head
BEGIN
    IF NEW.step IN ('handle', 'decide') AND NOT EXISTS (
        SELECT 1 FROM certification_appealhandler h JOIN certification_certifier c ON c.id = h.certifier_id
            WHERE h.appeal_id = NEW.appeal_id AND c.user_id = NEW.by_user_id AND h.ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'only its handlers conclude an appeal' @fault;
    END IF;
    IF NEW.step = 'decide' AND NEW.by_user_id = (
        SELECT by_user_id FROM certification_appealstep WHERE appeal_id = NEW.appeal_id AND step = 'handle'
            ORDER BY id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'who looked into an appeal does not decide it' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_persons BEFORE INSERT ON certification_appealstep
    FOR EACH ROW EXECUTE FUNCTION certification_appeal_two_persons();
ALTER TABLE certification_appealstep ENABLE ALWAYS TRIGGER two_persons;

CREATE FUNCTION certification_appeal_stands() @head
DECLARE free text[] := '{state,due_on,outcome,reasons,decided_at,ended_at,client_id,case_id,certificate_id}';
BEGIN
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
        OR OLD.state <> 'received' AND (NEW.client_id, NEW.case_id, NEW.certificate_id)
            IS DISTINCT FROM (OLD.client_id, OLD.case_id, OLD.certificate_id)
        OR OLD.decided_at IS NOT NULL AND (NEW.outcome, NEW.reasons, NEW.decided_at)
            IS DISTINCT FROM (OLD.outcome, OLD.reasons, OLD.decided_at) THEN
        RAISE EXCEPTION 'what was asked and what was decided of it stand' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON certification_appeal
    FOR EACH ROW EXECUTE FUNCTION certification_appeal_stands();
ALTER TABLE certification_appeal ENABLE ALWAYS TRIGGER stands;
""".replace("@head", HEAD).replace("@fault", FAULT)
NOT_APART = """
DROP TRIGGER stands ON certification_appeal; DROP FUNCTION certification_appeal_stands();
DROP TRIGGER two_persons ON certification_appealstep; DROP FUNCTION certification_appeal_two_persons();
DROP TRIGGER handler_apart ON certification_appealhandler; DROP FUNCTION certification_appeal_handler_apart();
DROP TRIGGER handler_apart ON certification_caserole; DROP FUNCTION certification_handler_apart();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0110_certificate"),
        ("core", "0005_engagements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AppendOnly("certification_dispute"),
        AppendOnly("certification_appealstep"),
        RowSecurity("certification_dispute", grants=ADDING),
        RowSecurity("certification_appealstep", grants=ADDING),
        RowSecurity("certification_appeal", grants=KEPT),
        RowSecurity("certification_appealhandler", grants=KEPT),
        migrations.RunSQL(APART, NOT_APART),
    ]
