"""Self-assessments."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import RowSecurity


class Migration(migrations.Migration):
    initial = True
    dependencies = [("core", "0005_engagements"), ("evidence", "0101_rulings")]

    operations = [
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=200)),
                ("scope", models.CharField(blank=True, default="", max_length=500)),
                ("scheme", models.CharField(max_length=100)),
                ("pack", models.CharField(max_length=200)),
                ("year", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("evaluating", "evaluating"),
                            ("reported", "reported"),
                            ("reviewed", "reviewed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("began_at", models.DateTimeField(null=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("conclusion", models.CharField(blank=True, default="", max_length=2000)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("present", models.CharField(blank=True, default="", max_length=500)),
                ("decisions", models.CharField(blank=True, default="", max_length=4000)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "assessment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.assessment",
                    ),
                ),
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
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
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
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leaf", models.CharField(max_length=40)),
                ("ratio", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ("automatic", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ("text", models.CharField(blank=True, default="", max_length=2000)),
                ("seen_at", models.DateTimeField(null=True)),
                ("nonconformity_id", models.BigIntegerField(null=True)),
                (
                    "evaluator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
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
                (
                    "self_assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="oversight.selfassessment"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="one_self_assessment_a_number"),
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="self_assessment_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(fields=("self_assessment", "leaf"), name="one_part_a_leaf"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("owner__isnull", True),
                    ("evaluator__isnull", True),
                    models.Q(("owner", models.F("evaluator")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_evaluates_their_own_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ratio__isnull", True), models.Q(("ratio__gte", 0), ("ratio__lte", 1)), _connector="OR"
                ),
                name="part_ratio_is_a_share",
            ),
        ),
        RowSecurity("oversight_selfassessment"),
        RowSecurity("oversight_part"),
    ]
