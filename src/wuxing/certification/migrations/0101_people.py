"""Risks to impartiality, minutes of the committee, and the wall between consultancies and certification bodies."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

KEPT = "SELECT, INSERT, UPDATE"

# A consultancy shares no people with a body (facts.md 4.3 no. 10): whoever is added second is refused. Both functions look
# past the walls of the organisations, and say nothing but that it may not be.
APART = """
CREATE FUNCTION certification_no_consultant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.active AND EXISTS (
        SELECT 1 FROM core_membership m JOIN core_tenant t ON t.id = m.tenant_id
        WHERE m.user_id = NEW.user_id AND m.active AND t.kind = 'consultancy'
    ) THEN
        RAISE EXCEPTION 'a consultancy shares no people with a certification body' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_consultant BEFORE INSERT OR UPDATE OF active, user_id ON certification_certifier
    FOR EACH ROW EXECUTE FUNCTION certification_no_consultant();
ALTER TABLE certification_certifier ENABLE ALWAYS TRIGGER no_consultant;

CREATE FUNCTION certification_no_certifier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.active AND EXISTS (SELECT 1 FROM core_tenant t WHERE t.id = NEW.tenant_id AND t.kind = 'consultancy')
        AND EXISTS (SELECT 1 FROM certification_certifier c WHERE c.user_id = NEW.user_id AND c.active) THEN
        RAISE EXCEPTION 'a consultancy shares no people with a certification body' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_certifier BEFORE INSERT OR UPDATE ON core_membership
    FOR EACH ROW EXECUTE FUNCTION certification_no_certifier();
ALTER TABLE core_membership ENABLE ALWAYS TRIGGER no_certifier;
"""
TOGETHER = """
DROP TRIGGER no_certifier ON core_membership; DROP FUNCTION certification_no_certifier();
DROP TRIGGER no_consultant ON certification_certifier; DROP FUNCTION certification_no_consultant();
"""


def _id() -> tuple[str, models.BigAutoField]:
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _user(null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


def _tenant() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
    )


SOURCES = [
    ("ownership", "Ownership"), ("finance", "Finance"), ("personnel", "Personnel"), ("consultancy", "Consultancy"),
    ("clients", "Clients"), ("marketing", "Marketing"), ("other", "Other"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("certification", "0002_walls"), ("core", "0005_engagements")]

    operations = [
        RowSecurity("certification_impartialityrisk", grants=KEPT),
        *(AppendOnly(f"certification_{name}") for name in ("riskreview", "committeeminutes")),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ("riskreview", "committeeminutes")),
        migrations.RunSQL(APART, TOGETHER),
    ]
