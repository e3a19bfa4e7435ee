"""Agreements with their signatures, invoices, access given. A signature names the text; an amount stands."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("version", models.PositiveSmallIntegerField()),
                ("form", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=10)),
                ("days", models.DecimalField(decimal_places=2, max_digits=6)),
                ("total", models.DecimalField(decimal_places=2, max_digits=12)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("access_from", models.DateField()),
                ("access_until", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="certification.case"
                    ),
                ),
                (
                    "continues",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.agreement",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="AgreementStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("issued", "issued"),
                            ("change_asked", "change_asked"),
                            ("signed_client", "signed_client"),
                            ("signed_body", "signed_body"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=2000)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("name", models.CharField(blank=True, default="", max_length=100)),
                ("post", models.CharField(blank=True, default="", max_length=100)),
                ("channel", models.CharField(max_length=20)),
                ("door_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="certification.agreement"
                    ),
                ),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drawing",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
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
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application", "application"),
                            ("evaluation", "evaluation"),
                            ("certificate", "certificate"),
                            ("yearly", "yearly"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("issued_on", models.DateField()),
                ("due_on", models.DateField()),
                ("paid_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, default="", max_length=500)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="certification.case"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="AccessGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("engagement_id", models.BigIntegerField()),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_grants",
                        to="certification.case",
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="access_grant_case")],
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("case", "version"), name="one_agreement_a_version"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="agreement_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("access_until__gte", models.F("access_from"))), name="access_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("event__in", ["signed_client", "signed_body"])),
                fields=("agreement", "event"),
                name="one_signature_a_side",
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["case"], name="invoice_case"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["tenant", "issued_on", "id"], name="invoice_issued"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="one_invoice_a_number"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="invoice_has_an_amount"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("issued_on"))), name="invoice_due_after_issue"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid_on__isnull", True), ("cancelled_at__isnull", True), _connector="OR"),
                name="invoice_paid_or_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at__isnull", True), models.Q(("cancel_reason", ""), _negated=True), _connector="OR"
                ),
                name="invoice_cancelled_with_reason",
            ),
        ),
        *(AppendOnly(f"certification_{name}") for name in ("agreement", "agreementstep", "accessgrant")),
        *(
            RowSecurity(f"certification_{name}", grants=ADDING)
            for name in ("agreement", "agreementstep", "accessgrant")
        ),
        RowSecurity("certification_invoice", grants="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(STAND, NO_STAND),
    ]
