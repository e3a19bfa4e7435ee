"""Nonconformities and corrective action: what was said at a step is never changed; a search of their own, as for orders."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity, TrustedFunction

SEARCH = """
    SELECT n.id FROM governance_nonconformity n
    WHERE n.tenant_id = nullif(current_setting('app.tenant', true), '')::bigint
      AND bigrams(n.search) @@ query AND n.search LIKE ALL (likes) AND n.id < before_id
      AND (states IS NULL OR n.state = ANY (states))
    ORDER BY n.id DESC LIMIT most
"""
SAID = (
    "containment",
    "causeanalysis",
    "why",
    "cause",
    "actionplan",
    "effectiveness",
    "closing",
    "reopening",
    "regrading",
)


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_records"), ("core", "0004_bigrams")]

    operations = [
        migrations.CreateModel(
            name="Nonconformity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=120)),
                ("description", models.CharField(max_length=2000)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nonconformity", "nonconformity"),
                            ("observation", "observation"),
                            ("preventive", "preventive"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("repair", "repair"),
                            ("complaint", "complaint"),
                            ("self_assessment", "self_assessment"),
                            ("external_audit", "external_audit"),
                            ("document", "document"),
                            ("metric", "metric"),
                            ("customer", "customer"),
                            ("staff", "staff"),
                            ("supplier", "supplier"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("origin_type", models.CharField(blank=True, default="", max_length=40)),
                ("origin_id", models.BigIntegerField(null=True)),
                ("origin_number", models.CharField(blank=True, default="", max_length=80)),
                (
                    "leaves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("minor", "minor"), ("major", "major"), ("critical", "critical")], max_length=10
                    ),
                ),
                (
                    "reported_severity",
                    models.CharField(
                        choices=[("minor", "minor"), ("major", "major"), ("critical", "critical")], max_length=10
                    ),
                ),
                ("product_id", models.BigIntegerField(null=True)),
                ("product_name", models.CharField(blank=True, default="", max_length=120)),
                ("outlet_id", models.BigIntegerField(null=True)),
                ("outlet_name", models.CharField(blank=True, default="", max_length=120)),
                ("found_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("found_by", models.CharField(blank=True, default="", max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("contained", "contained"),
                            ("analysed", "analysed"),
                            ("planned", "planned"),
                            ("implementing", "implementing"),
                            ("effectiveness_check", "effectiveness_check"),
                            ("closed", "closed"),
                            ("reopened", "reopened"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("contained_at", models.DateTimeField(null=True)),
                ("analysed_at", models.DateTimeField(null=True)),
                ("planned_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("verified_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reopened_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "cause_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("people", "people"),
                            ("machine", "machine"),
                            ("material", "material"),
                            ("method", "method"),
                            ("environment", "environment"),
                            ("measurement", "measurement"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("root_cause", models.CharField(blank=True, default="", max_length=500)),
                (
                    "deduction_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("law", "law"),
                            ("own_rules", "own_rules"),
                            ("trade_rule", "trade_rule"),
                            ("system_harm", "system_harm"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("deduction_at", models.DateTimeField(null=True)),
                ("next_due_at", models.DateTimeField(null=True)),
                ("late_stages", models.PositiveSmallIntegerField(default=0)),
                ("search", models.TextField(blank=True, default="")),
                ("updated_at", models.DateTimeField()),
                (
                    "cancelled_by",
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
                    "reported_by",
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
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Effectiveness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("effective", "effective"), ("not_effective", "not_effective")], max_length=20
                    ),
                ),
                ("evidence", models.CharField(max_length=1000)),
                ("record", models.CharField(blank=True, default="", max_length=120)),
                (
                    "by",
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
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="governance.nonconformity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Containment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=1000)),
                ("done_at", models.DateTimeField()),
                (
                    "by",
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
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="containments",
                        to="governance.nonconformity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CauseAnalysis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("root_cause", models.CharField(max_length=500)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("people", "people"),
                            ("machine", "machine"),
                            ("material", "material"),
                            ("method", "method"),
                            ("environment", "environment"),
                            ("measurement", "measurement"),
                        ],
                        max_length=20,
                    ),
                ),
                ("evidence", models.CharField(max_length=1000)),
                (
                    "by",
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
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="analyses",
                        to="governance.nonconformity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("criterion", models.CharField(max_length=500)),
                ("check_on", models.DateField()),
                (
                    "by",
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
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="governance.nonconformity"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlannedAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "correction"),
                            ("corrective", "corrective"),
                            ("preventive", "preventive"),
                        ],
                        max_length=20,
                    ),
                ),
                ("what", models.CharField(max_length=500)),
                ("due_on", models.DateField()),
                ("planned_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("result", models.CharField(blank=True, default="", max_length=1000)),
                ("record", models.CharField(blank=True, default="", max_length=120)),
                ("struck_at", models.DateTimeField(null=True)),
                ("strike_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="governance.nonconformity",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
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
            name="Regrading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "before",
                    models.CharField(
                        choices=[("minor", "minor"), ("major", "major"), ("critical", "critical")], max_length=10
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[("minor", "minor"), ("major", "major"), ("critical", "critical")], max_length=10
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regradings",
                        to="governance.nonconformity",
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="governance.nonconformity",
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
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="governance.nonconformity",
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
            name="StageClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("contain", "contain"),
                            ("analyse", "analyse"),
                            ("plan", "plan"),
                            ("implement", "implement"),
                            ("verify", "verify"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("counts_until", models.DateTimeField()),
                ("count", models.PositiveSmallIntegerField(null=True)),
                (
                    "unit",
                    models.CharField(
                        choices=[("working_days", "working_days"), ("days", "days")],
                        default="days",
                        max_length=20,
                    ),
                ),
                ("moved_at", models.DateTimeField(null=True)),
                ("move_reason", models.CharField(blank=True, default="", max_length=300)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("kept", models.BooleanField(null=True)),
                (
                    "calendar_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.calendarversion",
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="governance.nonconformity",
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
            name="StageTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("contain", "contain"),
                            ("analyse", "analyse"),
                            ("plan", "plan"),
                            ("implement", "implement"),
                            ("effect", "effect"),
                            ("verify", "verify"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("minor", "minor"), ("major", "major"), ("critical", "critical")], max_length=10
                    ),
                ),
                ("count", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(choices=[("working_days", "working_days"), ("days", "days")], max_length=20)),
                ("reason", models.CharField(max_length=300)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Why",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("question", models.CharField(max_length=300)),
                ("answer", models.CharField(max_length=500)),
                (
                    "analysis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="whys", to="governance.causeanalysis"
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
            name="Cause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("people", "people"),
                            ("machine", "machine"),
                            ("material", "material"),
                            ("method", "method"),
                            ("environment", "environment"),
                            ("measurement", "measurement"),
                        ],
                        max_length=20,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("chosen", models.BooleanField(default=False)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "analysis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="causes",
                        to="governance.causeanalysis",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("analysis", "category", "place"), name="one_cause_a_place"),
                    models.UniqueConstraint(
                        condition=models.Q(("chosen", True)), fields=("analysis",), name="one_chosen_cause"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(fields=["tenant", "-id"], name="nonconformity_newest"),
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(fields=["tenant", "state", "-id"], name="nonconformity_state"),
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(fields=["tenant", "-updated_at", "-id"], name="nonconformity_updated"),
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "analysed",
                            "contained",
                            "effectiveness_check",
                            "implementing",
                            "open",
                            "planned",
                            "reopened",
                        ],
                    )
                ),
                fields=["tenant", "next_due_at", "id"],
                name="nonconformity_due",
            ),
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "analysed",
                            "contained",
                            "effectiveness_check",
                            "implementing",
                            "open",
                            "planned",
                            "reopened",
                        ],
                    )
                ),
                fields=["owner", "next_due_at"],
                name="nonconformity_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(
                condition=models.Q(("origin_type", ""), _negated=True),
                fields=["tenant", "origin_type", "origin_id"],
                name="nonconformity_origin",
            ),
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(fields=["tenant", "found_at"], name="nonconformity_found"),
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(
                condition=models.Q(("deduction_ground", ""), _negated=True),
                fields=["tenant", "deduction_at"],
                name="nonconformity_deduction",
            ),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="one_nonconformity_a_number"),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("closed_at__isnull", False), ("verified_at__isnull", False)),
                    _connector="OR",
                ),
                name="closed_nonconformity_is_verified",
            ),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("cancelled_at__isnull", False), models.Q(("cancel_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="cancelled_nonconformity_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_by__isnull", True),
                    ("owner__isnull", True),
                    models.Q(("verified_by", models.F("owner")), _negated=True),
                    _connector="OR",
                ),
                name="nonconformity_verified_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_by__isnull", True),
                    ("reported_by__isnull", True),
                    models.Q(("cancelled_by", models.F("reported_by")), _negated=True),
                    _connector="OR",
                ),
                name="nonconformity_cancelled_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.CheckConstraint(
                condition=models.Q(("deduction_ground", ""), ("deduction_at__isnull", False), _connector="OR"),
                name="special_deduction_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin_type", ""), ("origin_id__isnull", False), _connector="OR"),
                name="nonconformity_origin_is_a_record",
            ),
        ),
        migrations.AddIndex(
            model_name="effectiveness",
            index=models.Index(fields=["nonconformity", "-id"], name="check_of"),
        ),
        migrations.AddConstraint(
            model_name="effectiveness",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence", ""), _negated=True), name="effect_is_shown_by_evidence"
            ),
        ),
        migrations.AddIndex(
            model_name="containment",
            index=models.Index(fields=["nonconformity", "id"], name="containment_of"),
        ),
        migrations.AddIndex(
            model_name="causeanalysis",
            index=models.Index(fields=["nonconformity", "-id"], name="analysis_of"),
        ),
        migrations.AddConstraint(
            model_name="actionplan",
            constraint=models.UniqueConstraint(fields=("nonconformity", "round"), name="one_plan_a_round"),
        ),
        migrations.AddIndex(
            model_name="plannedaction",
            index=models.Index(fields=["nonconformity", "id"], name="action_of"),
        ),
        migrations.AddIndex(
            model_name="plannedaction",
            index=models.Index(
                condition=models.Q(("done_at", None), ("struck_at", None)),
                fields=["responsible", "due_on"],
                name="action_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_at", None), models.Q(("result", ""), _negated=True), _connector="OR"),
                name="done_action_says_what_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("struck_at", None), models.Q(("strike_reason", ""), _negated=True), _connector="OR"
                ),
                name="struck_action_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("struck_at", None), ("done_at", None), _connector="OR"),
                name="action_done_or_struck",
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.UniqueConstraint(fields=("nonconformity", "round"), name="one_reopening_a_round"),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.UniqueConstraint(fields=("nonconformity", "round"), name="one_closing_a_round"),
        ),
        migrations.AddIndex(
            model_name="stageclock",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("escalated_at", None)),
                fields=["tenant", "counts_until"],
                name="stage_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageclock",
            constraint=models.UniqueConstraint(fields=("nonconformity", "round", "stage"), name="one_clock_a_stage"),
        ),
        migrations.AddConstraint(
            model_name="stageclock",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gte", models.F("starts_at"))), name="stage_due_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="stageclock",
            constraint=models.CheckConstraint(
                condition=models.Q(("moved_at", None), models.Q(("move_reason", ""), _negated=True), _connector="OR"),
                name="moved_stage_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at", None)),
                fields=("tenant", "stage", "severity"),
                name="one_current_term_a_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="stage_term_runs",
            ),
        ),
        migrations.AddConstraint(
            model_name="why",
            constraint=models.UniqueConstraint(fields=("analysis", "place"), name="one_why_a_place"),
        ),
        RowSecurity("governance_nonconformity"),
        RowSecurity("governance_plannedaction"),
        RowSecurity("governance_stageterm"),
        RowSecurity("governance_stageclock"),
        *(RowSecurity(f"governance_{table}", ADDING) for table in SAID),
        *(AppendOnly(f"governance_{table}") for table in SAID),
        migrations.RunSQL(
            "CREATE INDEX nonconformity_bigrams ON governance_nonconformity USING gin (bigrams(search))"
            " WITH (gin_pending_list_limit = 256)",
            "DROP INDEX nonconformity_bigrams",
        ),
        TrustedFunction(
            "matching_nonconformities(query tsquery, likes text[], before_id bigint, states text[], most integer)",
            returns="SETOF bigint",
            body=SEARCH,
            off=("enable_seqscan",),
        ),
    ]
