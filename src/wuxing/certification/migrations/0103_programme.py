"""A body's versions of its rule, and what was done with each; a version is put in force by another person than its maker."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

OTHER = """
CREATE FUNCTION certification_rule_by_another() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.kind = 'in_force' AND EXISTS (
        SELECT 1 FROM certification_programmeversion WHERE id = NEW.version_id AND made_by_id = NEW.by_user_id
    ) THEN
        RAISE EXCEPTION 'a rule is put in force by another person than its maker' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER by_another BEFORE INSERT ON certification_programmestep
    FOR EACH ROW EXECUTE FUNCTION certification_rule_by_another();
ALTER TABLE certification_programmestep ENABLE ALWAYS TRIGGER by_another;
"""
NO_OTHER = """
DROP TRIGGER by_another ON certification_programmestep; DROP FUNCTION certification_rule_by_another();
"""


def owned() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
    )


def user() -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0102_application"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AppendOnly("certification_programmeversion"),
        AppendOnly("certification_programmestep"),
        RowSecurity("certification_programmeversion", grants=ADDING),
        RowSecurity("certification_programmestep", grants=ADDING),
        migrations.RunSQL(OTHER, NO_OTHER),
    ]
