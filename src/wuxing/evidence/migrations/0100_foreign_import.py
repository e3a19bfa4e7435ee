"""Assessments of foreign files: one row from upload to report."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("evidence", "0002_marks"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForeignImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="uploaded",
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("mapping", models.TextField(blank=True, default="")),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("as_of", models.DateField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("dataset_id", models.BigIntegerField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=2000)),
                ("report", models.JSONField(null=True)),
                ("sheet", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "created_by",
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
                "indexes": [models.Index(fields=["tenant", "-id"], name="import_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("report__isnull", False), _connector="OR"
                        ),
                        name="done_import_has_a_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="failed_import_says_why",
                    ),
                ],
            },
        ),
        RowSecurity("evidence_foreignimport"),
    ]
