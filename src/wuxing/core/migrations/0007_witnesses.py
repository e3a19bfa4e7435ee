"""Public logs and witnesses: who cosigns our log, whose logs we cosign, and what was cosigned."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity, TrustedFunction

PUBLIC = """
SELECT t.kind = 'certification_body' OR coalesce((SELECT c.public FROM core_logchoice c WHERE c.tenant_id = t.id), false)
FROM core_tenant t WHERE t.slug = log_slug
"""
DUE = """
SELECT w.tenant_id, t.slug::text, w.id
FROM core_witness w
JOIN core_tenant t ON t.id = w.tenant_id
WHERE w.ended_at IS NULL
  AND w.size < (SELECT max(c.size) FROM core_checkpoint c WHERE c.tenant_id = w.tenant_id)
  AND (w.asked_at IS NULL OR w.asked_at < now() - least(10 * 2 ^ least(w.failures, 20), 3600) * interval '1 second')
ORDER BY w.asked_at NULLS FIRST, w.id LIMIT 500
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0006_engagement_areas")]

    operations = [
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=500)),
                ("url", models.CharField(blank=True, default="", max_length=300)),
                ("size", models.BigIntegerField(default=0)),
                ("cosigned_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "peer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
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
            name="Cosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField()),
                ("line", models.CharField(max_length=600)),
                ("cosigned_at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.witness"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WitnessedLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=500)),
                ("size", models.BigIntegerField(default=0)),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField(blank=True, default="")),
                ("cosigned_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused", models.TextField(blank=True, default="")),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "peer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
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
            name="LogChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.BooleanField()),
                ("chosen_at", models.DateTimeField()),
                (
                    "chosen_by",
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
            options={
                "constraints": [models.UniqueConstraint(fields=("tenant",), name="one_log_choice_a_tenant")],
            },
        ),
        migrations.AddConstraint(
            model_name="witness",
            constraint=models.UniqueConstraint(fields=("tenant", "key"), name="one_witness_a_key"),
        ),
        migrations.AddConstraint(
            model_name="witness",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("peer__isnull", False), ("url", "")),
                    models.Q(("peer", None), models.Q(("url", ""), _negated=True)),
                    _connector="OR",
                ),
                name="witness_is_here_or_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.UniqueConstraint(
                fields=("tenant", "size", "witness"), name="one_cosignature_a_witness_and_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="witnessedlog",
            constraint=models.UniqueConstraint(fields=("tenant", "origin"), name="one_witnessed_log_an_origin"),
        ),
        migrations.AddConstraint(
            model_name="witnessedlog",
            constraint=models.CheckConstraint(condition=models.Q(("size__gte", 0)), name="witnessed_size_not_negative"),
        ),
        AppendOnly("core_cosignature"),
        RowSecurity("core_logchoice", grants="SELECT, INSERT, UPDATE"),
        RowSecurity("core_witness", grants="SELECT, INSERT, UPDATE"),
        RowSecurity("core_witnessedlog", grants="SELECT, INSERT, UPDATE"),
        RowSecurity("core_cosignature", grants=ADDING),
        TrustedFunction("log_is_public(log_slug text)", returns="boolean", body=PUBLIC),
        TrustedFunction("witnesses_due()", returns="TABLE (tenant_id bigint, slug text, witness_id bigint)", body=DUE),
    ]
