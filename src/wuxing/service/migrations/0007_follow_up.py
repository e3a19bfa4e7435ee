"""Follow-up calls, surveys and problems. What a customer said is added once; only erasing takes words away."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, ERASABLE, AppendOnly, RowSecurity, TrustedFunction

SURVEY = """
    SELECT i.id, t.id, t.slug::text, t.name::text, t.zone::text FROM service_surveyinvitation i
    JOIN core_tenant t ON t.id = i.tenant_id WHERE i.digest = $1
"""


class Migration(migrations.Migration):
    dependencies = [
        ("service", "0006_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("rules", models.JSONField()),
                ("max_tries", models.PositiveSmallIntegerField(default=3)),
                ("spacing_minutes", models.PositiveIntegerField(default=240)),
                ("survey_days", models.PositiveSmallIntegerField(default=14)),
                ("low_score", models.PositiveSmallIntegerField(default=2)),
                ("low_recommend", models.PositiveSmallIntegerField(default=3)),
                ("seed", models.BinaryField(max_length=32)),
                ("commitment", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "version"), name="one_call_plan_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(("max_tries__gte", 1), ("max_tries__lte", 10)), name="call_plan_tries"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("survey_days__gte", 1), ("survey_days__lte", 90)),
                        name="call_plan_survey_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallScript",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("questions", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "version"), name="one_call_script_a_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.workorder"
                    ),
                ),
                (
                    "channel",
                    models.CharField(choices=[("link", "link"), ("tracking", "tracking"), ("qr", "qr")], max_length=10),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("invited", "invited"), ("answered", "answered"), ("expired", "expired")],
                        default="invited",
                        max_length=10,
                    ),
                ),
                ("nonce", models.BinaryField(max_length=16)),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("invited_at", models.DateTimeField()),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order", "-id"], name="invitation_order"),
                    models.Index(fields=["tenant", "invited_at"], name="invitation_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "invited")),
                        fields=("order", "channel"),
                        name="one_open_invitation_an_order_and_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="answered_invitation_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="service.surveyinvitation",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.workorder"
                    ),
                ),
                (
                    "channel",
                    models.CharField(choices=[("link", "link"), ("tracking", "tracking"), ("qr", "qr")], max_length=10),
                ),
                ("given_at", models.DateTimeField()),
                ("skill", models.PositiveSmallIntegerField(null=True)),
                ("attitude", models.PositiveSmallIntegerField(null=True)),
                ("punctuality", models.PositiveSmallIntegerField(null=True)),
                ("price", models.PositiveSmallIntegerField(null=True)),
                ("result", models.PositiveSmallIntegerField(null=True)),
                ("recommend", models.PositiveSmallIntegerField(null=True)),
                ("wants_call", models.BooleanField(default=False)),
                ("comment", models.CharField(max_length=1000, null=True)),
                ("salt", models.BinaryField(max_length=32, null=True)),
                ("commitment", models.CharField(max_length=64)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-given_at", "-id"], name="answer_newest"),
                    models.Index(fields=["order"], name="answer_order"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("skill__gte", 1), ("skill__lte", 5)), ("skill__isnull", True), _connector="OR"
                        ),
                        name="answer_skill_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attitude__gte", 1), ("attitude__lte", 5)),
                            ("attitude__isnull", True),
                            _connector="OR",
                        ),
                        name="answer_attitude_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("punctuality__gte", 1), ("punctuality__lte", 5)),
                            ("punctuality__isnull", True),
                            _connector="OR",
                        ),
                        name="answer_punctuality_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("price__gte", 1), ("price__lte", 5)), ("price__isnull", True), _connector="OR"
                        ),
                        name="answer_price_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result__gte", 1), ("result__lte", 5)), ("result__isnull", True), _connector="OR"
                        ),
                        name="answer_result_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recommend__gte", 0), ("recommend__lte", 10)),
                            ("recommend__isnull", True),
                            _connector="OR",
                        ),
                        name="answer_recommend_within",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("number", models.CharField(max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[("call", "call"), ("survey", "survey"), ("complaint", "complaint")], max_length=20
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("acknowledged", "acknowledged"),
                            ("open", "open"),
                            ("contacted", "contacted"),
                            ("solved", "solved"),
                            ("passed_on", "passed_on"),
                            ("verified", "verified"),
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
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.workorder"
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.surveyanswer",
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=2000)),
                ("wish", models.CharField(blank=True, default="", max_length=500)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("contacted_at", models.DateTimeField(null=True)),
                ("solved_at", models.DateTimeField(null=True)),
                (
                    "solved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(null=True)),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "verified"), _negated=True),
                        fields=["tenant", "due_at", "id"],
                        name="problem_due",
                    ),
                    models.Index(fields=["tenant", "state", "-id"], name="problem_state"),
                    models.Index(fields=["order", "-id"], name="problem_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_problem_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "verified"), _negated=True),
                            ("verified_at__isnull", False),
                            _connector="OR",
                        ),
                        name="verified_problem_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            ("solved_by__isnull", True),
                            models.Q(("verified_by", models.F("solved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="problem_verified_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProblemStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="service.problem"
                    ),
                ),
                ("step", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.CharField(max_length=1000, null=True)),
                ("passed_to", models.CharField(blank=True, default="", max_length=20)),
                ("passed_id", models.BigIntegerField(null=True)),
                ("passed_number", models.CharField(blank=True, default="", max_length=30)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["problem", "id"], name="step_problem")],
            },
        ),
        migrations.CreateModel(
            name="FollowUpCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("after_service", "after_service"), ("call_back", "call_back")], max_length=20
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.workorder"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.problem"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.callplan"
                    ),
                ),
                (
                    "script",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.callscript",
                    ),
                ),
                ("rule", models.PositiveSmallIntegerField(null=True)),
                ("ticket", models.PositiveIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("reached", "reached"),
                            ("refused", "refused"),
                            ("unreachable", "unreachable"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("failed", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("satisfied", models.BooleanField(null=True)),
                ("answers", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "planned")), fields=["tenant", "due_at", "id"], name="call_due"
                    ),
                    models.Index(fields=["tenant", "state", "-id"], name="call_state"),
                    models.Index(fields=["order", "-id"], name="call_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "planned")),
                        fields=("order", "kind"),
                        name="one_planned_call_an_order_and_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "planned"), ("ended_at__isnull", False), _connector="OR"),
                        name="ended_call_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "call_back"), _negated=True), ("problem__isnull", False), _connector="OR"
                        ),
                        name="call_back_has_a_problem",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallTry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="all_tries", to="service.followupcall"
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reached", "reached"),
                            ("refused", "refused"),
                            ("no_answer", "no_answer"),
                            ("busy", "busy"),
                            ("wrong_number", "wrong_number"),
                            ("later", "later"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("later_at", models.DateTimeField(null=True)),
                ("note", models.CharField(max_length=500, null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("call", "sequence"), name="one_try_a_sequence"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "later"), _negated=True), ("later_at__isnull", False), _connector="OR"
                        ),
                        name="later_try_names_a_time",
                    ),
                ],
            },
        ),
        RowSecurity("service_callplan", ADDING),
        AppendOnly("service_callplan"),
        RowSecurity("service_callscript", ADDING),
        AppendOnly("service_callscript"),
        RowSecurity("service_surveyinvitation"),
        RowSecurity("service_surveyanswer", ERASABLE),
        AppendOnly("service_surveyanswer", erasable=("comment", "salt"), mark="erased_at"),
        RowSecurity("service_problem"),
        RowSecurity("service_problemstep", ERASABLE),
        AppendOnly("service_problemstep", erasable=("note",), mark="erased_at"),
        RowSecurity("service_followupcall"),
        RowSecurity("service_calltry", ERASABLE),
        AppendOnly("service_calltry", erasable=("note",), mark="erased_at"),
        TrustedFunction(
            "survey_of(digest bytea)",
            returns="TABLE (invitation_id bigint, tenant_id bigint, slug text, name text, zone text)",
            body=SURVEY,
        ),
    ]
