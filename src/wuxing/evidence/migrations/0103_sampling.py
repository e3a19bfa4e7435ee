"""Populations committed, samples drawn."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("evidence", "0102_engine"), ("core", "0005_engagements")]

    operations = [
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("scheme", models.CharField(max_length=100)),
                ("pack", models.CharField(max_length=200)),
                ("metric", models.CharField(max_length=100)),
                ("as_of", models.DateField()),
                ("rule", models.CharField(max_length=10)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=8)),
                ("at_least", models.PositiveIntegerField()),
                ("at_most", models.PositiveIntegerField()),
                ("purpose", models.CharField(max_length=300)),
                ("promise", models.CharField(max_length=64)),
                ("committed_at", models.DateTimeField()),
                ("entry_id", models.BigIntegerField(null=True)),
                ("checkpoint", models.TextField(blank=True, default="")),
                (
                    "population",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
                ("population_digest", models.CharField(blank=True, default="", max_length=64)),
                ("frozen_at", models.DateTimeField(null=True)),
                ("word", models.CharField(blank=True, default="", max_length=200)),
                ("seed", models.CharField(blank=True, default="", max_length=64)),
                (
                    "drawn",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
                ("drawn_at", models.DateTimeField(null=True)),
                (
                    "committed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.engagement"
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
            name="SampleFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_id", models.BigIntegerField()),
                ("conforms", models.BooleanField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                ("found_at", models.DateTimeField()),
                (
                    "found_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="evidence.sample"
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
            model_name="sample",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="one_sample_a_number"),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(("promise__regex", "^[0-9a-f]{64}$")), name="sample_promise_is_a_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(("drawn_at__isnull", True), ("frozen_at__isnull", False), _connector="OR"),
                name="sample_frozen_before_drawn",
            ),
        ),
        migrations.AddIndex(
            model_name="samplefinding",
            index=models.Index(fields=["sample", "record_id", "-id"], name="sample_finding_newest"),
        ),
        RowSecurity("evidence_sample"),
        RowSecurity("evidence_samplefinding", ADDING),
        AppendOnly("evidence_samplefinding"),
    ]
