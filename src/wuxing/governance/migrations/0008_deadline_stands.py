"""What a target promised stands: the promise, its calendar, its time and its deadline are written once."""

from django.db import migrations

STANDS = """
CREATE FUNCTION governance_target_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: what was promised stands', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON governance_target FOR EACH ROW
    WHEN ((OLD.due_at, OLD.starts_at, OLD.minutes, OLD.promise_id, OLD.calendar_version_id)
          IS DISTINCT FROM (NEW.due_at, NEW.starts_at, NEW.minutes, NEW.promise_id, NEW.calendar_version_id))
    EXECUTE FUNCTION governance_target_stands();
ALTER TABLE governance_target ENABLE ALWAYS TRIGGER stands;
"""
NOTHING = """
DROP TRIGGER stands ON governance_target;
DROP FUNCTION governance_target_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0007_promise_approval")]

    operations = [migrations.RunSQL(STANDS, NOTHING)]
