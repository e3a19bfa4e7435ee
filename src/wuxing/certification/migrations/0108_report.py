"""What a report was drawn from, changes that wait, exclusions that stand."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
        ("certification", "0107_findings"),
        ("core", "0005_engagements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="casereport",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="casereport",
            name="facts",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="OverrideProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leaf", models.CharField(max_length=40)),
                ("before", models.DecimalField(decimal_places=6, max_digits=7)),
                ("after", models.DecimalField(decimal_places=6, max_digits=7)),
                ("reason", models.CharField(max_length=1000)),
                ("source", models.CharField(max_length=20)),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("accepted", models.BooleanField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="override_proposals",
                        to="certification.case",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="set_asides", to="certification.case"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="set_aside",
                        to="certification.finding",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="overrideproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("case", "leaf"),
                name="one_override_waits_a_leaf",
            ),
        ),
        migrations.AddConstraint(
            model_name="overrideproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted__isnull", True),
                    ("accepted", False),
                    models.Q(("answered_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="override_proposal_two_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="setaside",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                name="set_aside_two_persons",
            ),
        ),
        AppendOnly("certification_setaside"),
        RowSecurity("certification_setaside", grants=ADDING),
        RowSecurity("certification_overrideproposal", grants="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(SETTLED, NOT_SETTLED),
    ]
