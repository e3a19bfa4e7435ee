"""What a report was drawn from, changes that wait, exclusions that stand."""

from django.conf import settings
from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

HEAD = "RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$"
FAULT = "USING ERRCODE = 'restrict_violation'"

# Exclusions are settled before the closing meeting; a share is overridden after it only. What was overridden in an earlier
# case of the client is carried over as it stands.
SETTLED = """
CREATE FUNCTION certification_exclusion_stands() @head
BEGIN
    IF (SELECT closing_at FROM certification_case WHERE id = NEW.case_id) IS NOT NULL THEN
        RAISE EXCEPTION 'exclusions stand after the closing meeting' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE ON certification_caseexclusion
    FOR EACH ROW EXECUTE FUNCTION certification_exclusion_stands();
ALTER TABLE certification_caseexclusion ENABLE ALWAYS TRIGGER stands;

CREATE FUNCTION certification_override_follows() @head
BEGIN
    IF (SELECT closing_at FROM certification_case WHERE id = NEW.case_id) IS NULL AND NOT EXISTS (
        SELECT 1 FROM certification_override o JOIN certification_case c ON c.id = o.case_id
            JOIN certification_case made ON made.id = NEW.case_id AND made.client_id = c.client_id AND made.id <> c.id
            WHERE (o.leaf, o.before, o.after, o.reason, o.proposed_by_id, o.confirmed_by_id, o.at)
                = (NEW.leaf, NEW.before, NEW.after, NEW.reason, NEW.proposed_by_id, NEW.confirmed_by_id, NEW.at)
    ) THEN
        RAISE EXCEPTION 'before the closing meeting a share follows from the findings' @fault;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follows BEFORE INSERT ON certification_override
    FOR EACH ROW EXECUTE FUNCTION certification_override_follows();
ALTER TABLE certification_override ENABLE ALWAYS TRIGGER follows;
""".replace("@head", HEAD).replace("@fault", FAULT)
NOT_SETTLED = """
DROP TRIGGER follows ON certification_override; DROP FUNCTION certification_override_follows();
DROP TRIGGER stands ON certification_caseexclusion; DROP FUNCTION certification_exclusion_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0106_onsite_audit"),
        ("core", "0005_engagements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AppendOnly("certification_setaside"),
        RowSecurity("certification_setaside", grants=ADDING),
        RowSecurity("certification_overrideproposal", grants="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(SETTLED, NOT_SETTLED),
    ]
