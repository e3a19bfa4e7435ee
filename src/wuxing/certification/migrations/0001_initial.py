"""The certification body: every table of the context, each made once, after those that it refers to."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("core", "0006_engagement_areas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("credit_code", models.CharField(blank=True, default="", max_length=18)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("city", models.CharField(blank=True, default="", max_length=60)),
                ("contact_name", models.CharField(blank=True, default="", max_length=100)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("email", models.CharField(blank=True, default="", max_length=200)),
                ("headcount", models.PositiveIntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "name"], name="client_name")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("credit_code", ""), _negated=True),
                        fields=("tenant", "credit_code"),
                        name="one_client_a_credit_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientDoor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="doors", to="certification.client"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("email", models.CharField(blank=True, default="", max_length=200)),
                ("digest", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("until", models.DateField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tenant", "digest"), name="one_door_a_digest")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="certification.client"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("initial", "initial"),
                            ("surveillance", "surveillance"),
                            ("renewal", "renewal"),
                            ("change", "change"),
                            ("transfer", "transfer"),
                            ("special", "special"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("application_review", "application_review"),
                            ("refused", "refused"),
                            ("accepted", "accepted"),
                            ("contracted", "contracted"),
                            ("document_review", "document_review"),
                            ("planned", "planned"),
                            ("on_site", "on_site"),
                            ("findings", "findings"),
                            ("report", "report"),
                            ("under_review", "under_review"),
                            ("decision", "decision"),
                            ("granted", "granted"),
                            ("not_granted", "not_granted"),
                            ("certified", "certified"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=30,
                    ),
                ),
                ("stage_since", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                ("scheme", models.CharField(max_length=100)),
                ("pack", models.CharField(max_length=200)),
                ("programme_id", models.BigIntegerField(null=True)),
                ("target_level", models.CharField(max_length=40)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("trade_code", models.CharField(blank=True, default="", max_length=20)),
                ("products", models.CharField(blank=True, default="", max_length=500)),
                ("regions", models.CharField(blank=True, default="", max_length=500)),
                ("scope", models.CharField(blank=True, default="", max_length=1000)),
                ("categories", models.PositiveSmallIntegerField(default=1)),
                ("headcount", models.PositiveIntegerField(default=0)),
                ("running_since", models.DateField(null=True)),
                ("short_notice", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, default="", max_length=1000)),
                ("certificate_id", models.BigIntegerField(null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("rehearsal", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("contracted_at", models.DateTimeField(null=True)),
                ("evaluated_from", models.DateField(null=True)),
                ("evaluated_until", models.DateField(null=True)),
                ("closing_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=1000)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "stage", "due_on", "id"], name="case_stage"),
                    models.Index(fields=["client"], name="case_client"),
                    models.Index(fields=["tenant", "certificate_id"], name="case_certificate"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_case_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evaluated_until__isnull", True),
                            ("evaluated_until__gte", models.F("evaluated_from")),
                            _connector="OR",
                        ),
                        name="case_evaluation_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="certification.case"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("headquarters", "Headquarters"),
                            ("outlet", "Outlet"),
                            ("service_centre", "Service Centre"),
                            ("warehouse", "Warehouse"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("city", models.CharField(blank=True, default="", max_length=60)),
                ("headcount", models.PositiveIntegerField(default=0)),
                ("own", models.BooleanField(default=True)),
                ("chosen", models.BooleanField(default=False)),
                ("chosen_why", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "name"), name="one_site_a_name")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="certification.case"
                    ),
                ),
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
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "version"), name="one_agreement_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="agreement_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("access_until__gte", models.F("access_from"))),
                        name="access_ends_after_start",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="AgreementStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="certification.agreement"
                    ),
                ),
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
                (
                    "drawing",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                ("channel", models.CharField(max_length=20)),
                ("door_id", models.BigIntegerField(null=True)),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("event__in", ["signed_client", "signed_body"])),
                        fields=("agreement", "event"),
                        name="one_signature_a_side",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="certification.case"
                    ),
                ),
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
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case"], name="invoice_case"),
                    models.Index(fields=["tenant", "issued_on", "id"], name="invoice_issued"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_invoice_a_number"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="invoice_has_an_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("issued_on"))), name="invoice_due_after_issue"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid_on__isnull", True), ("cancelled_at__isnull", True), _connector="OR"),
                        name="invoice_paid_or_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at__isnull", True),
                            models.Q(("cancel_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="invoice_cancelled_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="certification.case"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deduction", "deduction"),
                            ("special", "special"),
                            ("observation", "observation"),
                            ("strength", "strength"),
                            ("bonus", "bonus"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True, choices=[("minor", "minor"), ("major", "major")], default="", max_length=10
                    ),
                ),
                ("leaf", models.CharField(blank=True, default="", max_length=40)),
                ("reason_code", models.CharField(blank=True, default="", max_length=40)),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.site",
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("evidence", models.CharField(blank=True, default="", max_length=2000)),
                ("sample_size", models.PositiveIntegerField(null=True)),
                ("failures", models.PositiveIntegerField(null=True)),
                ("source", models.CharField(max_length=30)),
                ("paper_id", models.BigIntegerField(null=True)),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("planned", "planned"),
                            ("accepted", "accepted"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("taken_back", "taken_back"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "state", "due_on"], name="finding_due"),
                    models.Index(
                        condition=models.Q(
                            ("due_on__isnull", False), models.Q(("state__in", ["closed", "taken_back"]), _negated=True)
                        ),
                        fields=["tenant", "due_on", "id"],
                        name="finding_open_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_finding_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("failures__isnull", True), ("sample_size__gte", models.F("failures")), _connector="OR"
                        ),
                        name="failures_within_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "deduction"), _negated=True),
                            models.Q(("leaf", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deduction_names_its_leaf",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "special"), _negated=True),
                            models.Q(("reason_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="special_names_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="certification.finding"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("plan", "plan"),
                            ("accept_plan", "accept_plan"),
                            ("return_plan", "return_plan"),
                            ("answer", "answer"),
                            ("verify", "verify"),
                            ("return_answer", "return_answer"),
                            ("on_the_spot", "on_the_spot"),
                            ("accept_paper", "accept_paper"),
                            ("extend", "extend"),
                            ("overdue", "overdue"),
                            ("take_back", "take_back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.CharField(max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("text", models.CharField(blank=True, default="", max_length=4000)),
                ("cause", models.CharField(blank=True, default="", max_length=2000)),
                ("action", models.CharField(blank=True, default="", max_length=2000)),
                ("due_on", models.DateField(null=True)),
                ("by_client", models.BooleanField(default=False)),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_name", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Certifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "employment",
                    models.CharField(choices=[("full_time", "Full Time"), ("contract", "Contract")], max_length=20),
                ),
                ("registration", models.CharField(blank=True, default="", max_length=60)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("trainee", "Trainee"), ("reviewer", "Reviewer"), ("senior", "Senior")],
                        default="",
                        max_length=20,
                    ),
                ),
                ("registered_until", models.DateField(null=True)),
                ("contract_from", models.DateField()),
                ("contract_until", models.DateField(null=True)),
                ("days_a_month", models.DecimalField(decimal_places=1, default=15, max_digits=4)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "user"), name="one_certifier_a_user"),
                    models.UniqueConstraint(
                        condition=models.Q(("active", True), models.Q(("registration", ""), _negated=True)),
                        fields=("registration",),
                        name="one_body_a_registration",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CaseRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="certification.case"
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="certification.certifier"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("application_reviewer", "application_reviewer"),
                            ("lead", "lead"),
                            ("evaluator", "evaluator"),
                            ("expert", "expert"),
                            ("reviewer", "reviewer"),
                            ("decider", "decider"),
                            ("appeal_handler", "appeal_handler"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "leaves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("assigned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["certifier"], name="case_role_certifier")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("case", "certifier", "part"),
                        name="one_part_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
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
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="access_grant_case")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Competence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="competences",
                        to="certification.certifier",
                    ),
                ),
                ("scheme", models.CharField(max_length=100)),
                ("trade_code", models.CharField(blank=True, default="", max_length=20)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("application_reviewer", "application_reviewer"),
                            ("lead", "lead"),
                            ("evaluator", "evaluator"),
                            ("expert", "expert"),
                            ("reviewer", "reviewer"),
                            ("decider", "decider"),
                            ("appeal_handler", "appeal_handler"),
                        ],
                        max_length=30,
                    ),
                ),
                ("basis", models.CharField(max_length=1000)),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("granted_on", models.DateField()),
                ("until", models.DateField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "indexes": [models.Index(fields=["certifier"], name="competence_certifier")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("granted_on"))), name="competence_ends_after_start"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="certification.certifier"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.client",
                    ),
                ),
                ("party", models.CharField(blank=True, default="", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("consultancy", "Consultancy"),
                            ("employment", "Employment"),
                            ("financial", "Financial"),
                            ("family", "Family"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("declared_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["certifier", "client"], name="tie_certifier_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("client__isnull", False), models.Q(("party", ""), _negated=True), _connector="OR"
                        ),
                        name="tie_to_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations", to="certification.client"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.client",
                    ),
                ),
                ("party", models.CharField(blank=True, default="", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("owns", "Owns"), ("same_group", "Same Group"), ("consults", "Consults")],
                        max_length=20,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("declared_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="certification.certifier",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.case",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=2000)),
                ("signed_at", models.DateTimeField()),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="certification.certifier",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("why", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="certifier_absence_ends_after_start",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("number", models.CharField(max_length=30)),
                ("kind", models.CharField(choices=[("appeal", "appeal"), ("complaint", "complaint")], max_length=20)),
                (
                    "door",
                    models.CharField(
                        choices=[("client", "client"), ("public", "public"), ("office", "office")], max_length=20
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="certification.client",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="certification.case",
                    ),
                ),
                ("certificate_id", models.BigIntegerField(null=True)),
                ("party", models.CharField(blank=True, default="", max_length=200)),
                ("contact", models.CharField(blank=True, default="", max_length=200)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("text", models.CharField(max_length=4000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("refused", "refused"),
                            ("admitted", "admitted"),
                            ("handled", "handled"),
                            ("decided", "decided"),
                            ("told", "told"),
                        ],
                        default="received",
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("upheld", "upheld"), ("rejected", "rejected")], default="", max_length=20
                    ),
                ),
                ("reasons", models.CharField(blank=True, default="", max_length=4000)),
                ("received_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "state", "due_on", "id"], name="appeal_state"),
                    models.Index(fields=["case"], name="appeal_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_appeal_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "appeal"), _negated=True),
                            models.Q(("case__isnull", False), ("client__isnull", False)),
                            _connector="OR",
                        ),
                        name="appeal_is_about_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["decided", "told"]), _negated=True),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True), models.Q(("reasons", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="appeal_decided_with_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealHandler",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handlers", to="certification.appeal"
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("assigned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("appeal", "certifier"),
                        name="one_handler_an_appeal",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="certification.appeal"
                    ),
                ),
                ("leaf", models.CharField(blank=True, default="", max_length=40)),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.finding",
                    ),
                ),
                ("ratio", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ("text", models.CharField(blank=True, default="", max_length=1000)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leaf", ""), _negated=True), ("finding__isnull", False), _connector="OR"
                        ),
                        name="dispute_names_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ratio__isnull", True), models.Q(("ratio__gte", 0), ("ratio__lte", 1)), _connector="OR"
                        ),
                        name="dispute_ratio_is_a_share",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="AppealStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="certification.appeal"
                    ),
                ),
                ("step", models.CharField(max_length=20)),
                ("before", models.CharField(max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("text", models.CharField(blank=True, default="", max_length=4000)),
                ("facts", models.JSONField(default=dict)),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_name", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="application", to="certification.case"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("public", "public"), ("company", "company"), ("office", "office")], max_length=20
                    ),
                ),
                ("once", models.CharField(blank=True, default="", max_length=40)),
                ("claimed_code", models.CharField(blank=True, default="", max_length=18)),
                ("no_outlets", models.BooleanField(default=False)),
                ("lawful", models.BooleanField(default=False)),
                ("no_incident", models.BooleanField(default=False)),
                ("remarks", models.CharField(blank=True, default="", max_length=2000)),
                ("consented_at", models.DateTimeField(null=True)),
                ("consented_by", models.CharField(blank=True, default="", max_length=100)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("once", ""), _negated=True),
                        fields=("tenant", "once"),
                        name="one_application_a_form",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="certification.case"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                ("valid_until", models.DateField(null=True)),
                ("uploaded_at", models.DateTimeField()),
                ("uploaded_by", models.CharField(max_length=100)),
                ("by_client", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "code", "version"), name="one_version_of_a_paper")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ApplicationReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application_reviews",
                        to="certification.case",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                ("points", models.JSONField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("returned", "returned"), ("refused", "refused")],
                        max_length=20,
                    ),
                ),
                ("reasons", models.TextField(blank=True, default="")),
                ("reviewed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ApplicationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="certification.applicationreview",
                    ),
                ),
                ("text", models.TextField()),
                ("answered_by", models.CharField(max_length=100)),
                ("by_client", models.BooleanField()),
                ("answered_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ReadinessSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="certification.case"
                    ),
                ),
                ("pack", models.CharField(max_length=200)),
                ("assessment", models.CharField(max_length=30)),
                ("as_of", models.DateField()),
                ("low", models.DecimalField(decimal_places=2, max_digits=6)),
                ("likely", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("high", models.DecimalField(decimal_places=2, max_digits=6)),
                ("level", models.CharField(blank=True, default="", max_length=40)),
                ("ratios", models.JSONField()),
                ("log_size", models.BigIntegerField()),
                ("log_root", models.CharField(blank=True, default="", max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("rehearsal", models.BooleanField()),
                ("handed_by", models.CharField(max_length=100)),
                ("handed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="SentApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"),
                ),
                ("body_name", models.CharField(max_length=200)),
                ("slug", models.CharField(max_length=100)),
                ("case_number", models.CharField(max_length=30)),
                ("body_case_id", models.BigIntegerField()),
                ("word", models.CharField(max_length=100)),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "body", "body_case_id"), name="one_sent_application_a_case"
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CaseScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="certification.case"
                    ),
                ),
                ("purpose", models.CharField(max_length=20)),
                ("inputs", models.JSONField()),
                ("low", models.DecimalField(decimal_places=2, max_digits=6)),
                ("likely", models.DecimalField(decimal_places=2, max_digits=6)),
                ("high", models.DecimalField(decimal_places=2, max_digits=6)),
                ("level", models.CharField(blank=True, default="", max_length=40)),
                ("special_deductions", models.PositiveSmallIntegerField(default=0)),
                ("special_bonus", models.PositiveSmallIntegerField(default=0)),
                ("official", models.BooleanField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="CaseExclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exclusions", to="certification.case"
                    ),
                ),
                ("leaf", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=1000)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("accepted", models.BooleanField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "leaf"), name="one_case_exclusion_a_leaf"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="case_exclusion_two_persons",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="certification.case"
                    ),
                ),
                ("leaf", models.CharField(max_length=40)),
                ("before", models.DecimalField(decimal_places=6, max_digits=7)),
                ("after", models.DecimalField(decimal_places=6, max_digits=7)),
                ("reason", models.CharField(max_length=1000)),
                ("source", models.CharField(max_length=20)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                        name="override_two_persons",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="OverrideProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
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
                ("leaf", models.CharField(max_length=40)),
                ("before", models.DecimalField(decimal_places=6, max_digits=7)),
                ("after", models.DecimalField(decimal_places=6, max_digits=7)),
                ("reason", models.CharField(max_length=1000)),
                ("source", models.CharField(max_length=20)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("accepted", models.BooleanField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("case", "leaf"),
                        name="one_override_waits_a_leaf",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted__isnull", True),
                            ("accepted", False),
                            models.Q(("answered_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="override_proposal_two_persons",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="set_asides", to="certification.case"
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
                ("reason", models.CharField(max_length=1000)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                        name="set_aside_two_persons",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CaseReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="certification.case"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=10)),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.casescore"
                    ),
                ),
                (
                    "docx",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "version"), name="one_report_a_version")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CaseReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="certification.case"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.casereport"
                    ),
                ),
                ("checklist", models.JSONField(default=dict)),
                ("recommends", models.BooleanField()),
                ("level", models.CharField(blank=True, default="", max_length=40)),
                ("reasons", models.CharField(blank=True, default="", max_length=4000)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="certification.case"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.casereview"
                    ),
                ),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.casescore"
                    ),
                ),
                ("grant", models.BooleanField()),
                ("level", models.CharField(blank=True, default="", max_length=40)),
                ("returns", models.BooleanField(default=False)),
                ("measure", models.CharField(blank=True, default="", max_length=20)),
                ("reason_code", models.CharField(blank=True, default="", max_length=40)),
                ("until", models.DateField(null=True)),
                ("text", models.CharField(blank=True, default="", max_length=4000)),
                ("quorum", models.PositiveSmallIntegerField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grant", True), _negated=True),
                            models.Q(models.Q(("level", ""), _negated=True), ("returns", False)),
                            _connector="OR",
                        ),
                        name="proposal_grants_at_a_level",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="certification.proposal"
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("for", "For"), ("against", "Against"), ("abstain", "Abstain")], max_length=10
                    ),
                ),
                ("dissent", models.CharField(blank=True, default="", max_length=2000)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("proposal", "certifier"), name="one_vote_a_proposal")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="certification.case"
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.proposal"
                    ),
                ),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.casescore"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("granted", "Granted"), ("not_granted", "Not Granted"), ("returned", "Returned")],
                        max_length=20,
                    ),
                ),
                ("level", models.CharField(blank=True, default="", max_length=40)),
                ("reasons", models.CharField(blank=True, default="", max_length=4000)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "granted"), _negated=True),
                            models.Q(("level", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="granted_at_a_level",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="certification.client",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.case"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.decision"
                    ),
                ),
                ("scheme", models.CharField(max_length=100)),
                ("pack", models.CharField(max_length=200)),
                ("level", models.CharField(max_length=40)),
                ("score", models.DecimalField(decimal_places=2, max_digits=6)),
                ("holder", models.CharField(max_length=200)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("scope", models.CharField(max_length=1000)),
                ("sites", models.JSONField(default=list)),
                ("issued_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("last_evaluated_on", models.DateField()),
                ("surveillance_due_on", models.DateField()),
                ("extended_until", models.DateField(null=True)),
                ("suspended_until", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("valid", "valid"),
                            ("suspended", "suspended"),
                            ("withdrawn", "withdrawn"),
                            ("cancelled", "cancelled"),
                            ("expired", "expired"),
                            ("replaced", "replaced"),
                        ],
                        default="valid",
                        max_length=20,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.certificate",
                    ),
                ),
                ("rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "state", "surveillance_due_on"], name="certificate_due"),
                    models.Index(fields=["client"], name="certificate_client"),
                    models.Index(fields=["tenant", "state", "-id"], name="certificate_newest"),
                    models.Index(fields=["tenant", "-id"], name="certificate_of_tenant"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_certificate_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gt", models.F("issued_on"))),
                        name="certificate_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="certification.certificate",
                    ),
                ),
                ("event", models.CharField(max_length=30)),
                ("before", models.CharField(blank=True, default="", max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("reason_code", models.CharField(blank=True, default="", max_length=40)),
                ("reason", models.CharField(max_length=2000)),
                ("evidence", models.CharField(blank=True, default="", max_length=2000)),
                ("until", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.case",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("by_name", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["certificate", "id"], name="certificate_event_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_by__isnull", True),
                            models.Q(
                                ("by_user__isnull", False),
                                models.Q(("proposed_by", models.F("by_user")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="certificate_two_persons",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="certification.certificate",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("suspend", "suspend"),
                            ("resume", "resume"),
                            ("withdraw", "withdraw"),
                            ("cancel", "cancel"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason_code", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=2000)),
                ("evidence", models.CharField(blank=True, default="", max_length=2000)),
                ("until", models.DateField(null=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("accepted", models.BooleanField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("certificate",),
                        name="one_measure_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_two_persons",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="NoticeReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="certification.certificateevent",
                    ),
                ),
                ("reported_on", models.DateField()),
                ("receipt", models.CharField(max_length=200)),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="CertificateNumberRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("template", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tenant",), name="one_number_rule_a_body")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PaperReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_reviews",
                        to="certification.case",
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                (
                    "leaves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("accepted", "accepted"),
                            ("findings", "findings"),
                            ("not_needed", "not_needed"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "code"), name="one_review_a_paper")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PaperRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="certification.paperreview",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.paper",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("findings", "findings"), ("not_needed", "not_needed")],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=2000)),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="one_round_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(("paper__isnull", False), ("verdict", "not_needed"), _connector="OR"),
                        name="round_of_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("verdict", "not_needed"), _negated=True),
                            _connector="OR",
                        ),
                        name="not_needed_says_why",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PaperText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.paper"
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="certification.client"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="certification.case",
                    ),
                ),
                ("certificate_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                (
                    "docx",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["client", "id"], name="letter_client")],
                "constraints": [models.UniqueConstraint(fields=("tenant", "number"), name="one_letter_a_number")],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="certification.case"
                    ),
                ),
                ("leaf", models.CharField(max_length=40)),
                (
                    "evaluator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.certifier",
                    ),
                ),
                ("sample_size", models.PositiveIntegerField(null=True)),
                ("ratio", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ("automatic", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ("automatic_from", models.CharField(blank=True, default="", max_length=300)),
                ("override_reason", models.CharField(blank=True, default="", max_length=1000)),
                ("text", models.CharField(blank=True, default="", max_length=4000)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.certifier",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "leaf"), name="one_sheet_a_leaf"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ratio__isnull", True), models.Q(("ratio__gte", 0), ("ratio__lte", 1)), _connector="OR"
                        ),
                        name="sheet_ratio_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second__isnull", True),
                            models.Q(("second", models.F("evaluator")), _negated=True),
                            _connector="OR",
                        ),
                        name="sheet_two_persons",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="certification.case"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("released", "released")], default="draft", max_length=10
                    ),
                ),
                (
                    "remote",
                    models.CharField(
                        choices=[("none", "none"), ("partly", "partly"), ("wholly", "wholly")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("remote_reason", models.CharField(blank=True, default="", max_length=500)),
                ("short_notice_reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "version"), name="one_plan_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("remote", "none"), models.Q(("remote_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="remote_plan_gives_its_reason",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="certification.plan"
                    ),
                ),
                ("day", models.DateField()),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.site"
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("documents", "documents"),
                            ("site_observation", "site_observation"),
                            ("records", "records"),
                            ("interviews", "interviews"),
                            ("customer_contact", "customer_contact"),
                            ("mystery_shopping", "mystery_shopping"),
                            ("remote", "remote"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "leaves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("met", models.CharField(blank=True, default="", max_length=200)),
                ("text", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "indexes": [models.Index(fields=["certifier", "day"], name="plan_line_certifier")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="plan_line_ends_after_start"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="certification.plan"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("confirmed", "confirmed"), ("objected", "objected"), ("overruled", "overruled")],
                        max_length=20,
                    ),
                ),
                (
                    "certifier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.certifier",
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=1000)),
                ("by_name", models.CharField(max_length=100)),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="CycleProgramme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="certification.client",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.case"
                    ),
                ),
                ("certificate_id", models.BigIntegerField(null=True)),
                ("version", models.PositiveSmallIntegerField()),
                ("years", models.JSONField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("client", "version"), name="one_cycle_programme_a_version")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SiteDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("size_rule", models.CharField(max_length=100)),
                ("promise", models.CharField(max_length=64)),
                ("secret", models.CharField(max_length=64)),
                (
                    "promised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("promised_at", models.DateTimeField()),
                ("population", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("word", models.CharField(blank=True, default="", max_length=200)),
                ("told_by", models.CharField(blank=True, default="", max_length=100)),
                ("told_through", models.CharField(blank=True, default="", max_length=20)),
                ("seed", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.PositiveIntegerField(null=True)),
                (
                    "drawn",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, size=None
                    ),
                ),
                ("drawn_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="site_draws", to="certification.case"
                    ),
                ),
                ("factor", models.DecimalField(decimal_places=3, max_digits=5)),
                ("least", models.PositiveSmallIntegerField()),
                (
                    "sites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "digest"), name="one_draw_a_list_of_sites")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RecordDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("size_rule", models.CharField(max_length=100)),
                ("promise", models.CharField(max_length=64)),
                ("secret", models.CharField(max_length=64)),
                (
                    "promised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("promised_at", models.DateTimeField()),
                ("population", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("word", models.CharField(blank=True, default="", max_length=200)),
                ("told_by", models.CharField(blank=True, default="", max_length=100)),
                ("told_through", models.CharField(blank=True, default="", max_length=20)),
                ("seed", models.CharField(blank=True, default="", max_length=64)),
                ("size", models.PositiveIntegerField(null=True)),
                (
                    "drawn",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, size=None
                    ),
                ),
                ("drawn_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="record_draws",
                        to="certification.case",
                    ),
                ),
                ("origin", models.CharField(choices=[("list", "list"), ("engagement", "engagement")], max_length=20)),
                ("leaf", models.CharField(max_length=40)),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.site",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("rule", models.CharField(blank=True, default="", max_length=10)),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=8)),
                ("at_least", models.PositiveIntegerField(default=0)),
                ("at_most", models.PositiveIntegerField(default=0)),
                ("sample_number", models.CharField(blank=True, default="", max_length=30)),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="RecordResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="certification.recorddraw",
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("conforms", models.BooleanField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="certification.case"
                    ),
                ),
                ("kind", models.CharField(choices=[("opening", "opening"), ("closing", "closing")], max_length=10)),
                ("at", models.DateTimeField()),
                ("place", models.CharField(max_length=300)),
                ("minutes", models.CharField(blank=True, default="", max_length=4000)),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "kind"), name="one_meeting_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True), models.Q(("minutes", ""), _negated=True), _connector="OR"
                        ),
                        name="confirmed_meeting_has_minutes",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="certification.meeting",
                    ),
                ),
                ("side", models.CharField(choices=[("body", "body"), ("client", "client")], max_length=10)),
                ("name", models.CharField(max_length=100)),
                ("post", models.CharField(blank=True, default="", max_length=100)),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_through", models.CharField(max_length=20)),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "side", "name"), name="one_signature_a_person")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="audit_notes", to="certification.case"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "note"),
                            ("interview", "interview"),
                            ("photo", "photo"),
                            ("customer_contact", "customer_contact"),
                            ("mystery", "mystery"),
                        ],
                        max_length=20,
                    ),
                ),
                ("leaf", models.CharField(blank=True, default="", max_length=40)),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.site",
                    ),
                ),
                ("text", models.CharField(max_length=4000)),
                ("post", models.CharField(blank=True, default="", max_length=100)),
                ("person", models.CharField(max_length=100, null=True)),
                ("masked_at", models.DateTimeField(null=True)),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="certification.note",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["case", "leaf"], name="audit_note_leaf")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="one_note_a_key"),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="note_says_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImpartialityRisk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("number", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ownership", "Ownership"),
                            ("finance", "Finance"),
                            ("personnel", "Personnel"),
                            ("consultancy", "Consultancy"),
                            ("clients", "Clients"),
                            ("marketing", "Marketing"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=2000)),
                ("likelihood", models.PositiveSmallIntegerField()),
                ("effect", models.PositiveSmallIntegerField()),
                ("measures", models.CharField(max_length=2000)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                ("review_due_on", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "closed_at", "review_due_on"], name="impartiality_risk_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_impartiality_risk_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effect__gte", 1), ("effect__lte", 3), ("likelihood__gte", 1), ("likelihood__lte", 3)
                        ),
                        name="impartiality_risk_from_1_to_3",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="certification.impartialityrisk",
                    ),
                ),
                ("likelihood", models.PositiveSmallIntegerField()),
                ("effect", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=2000)),
                ("closes", models.BooleanField(default=False)),
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
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="CommitteeMinutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("number", models.CharField(max_length=30)),
                ("held_on", models.DateField()),
                ("attendance", models.JSONField(default=list)),
                (
                    "risks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("text", models.CharField(max_length=8000)),
                ("advice", models.CharField(max_length=4000)),
                ("followed", models.BooleanField(default=True)),
                ("independent_action", models.CharField(blank=True, default="", max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "-held_on", "-id"], name="minutes_held_on")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_minutes_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("followed", True), models.Q(("independent_action", ""), _negated=True), _connector="OR"
                        ),
                        name="advice_not_followed_has_an_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("scheme", models.CharField(max_length=100)),
                ("number", models.PositiveIntegerField(default=0)),
                ("form", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__gt", 0)),
                        fields=("tenant", "scheme", "number"),
                        name="one_rule_a_number",
                    ),
                    models.UniqueConstraint(fields=("tenant", "scheme", "sha256"), name="one_rule_a_content"),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="certification.programmeversion",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("in_force", "In Force"), ("published", "Published"), ("filed", "Filed")],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("number", models.CharField(blank=True, default="", max_length=60)),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["version", "kind"], name="rule_step_version")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Occasion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="occasion", to="certification.case"
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occasions",
                        to="certification.certificate",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("surveillance", "surveillance"),
                            ("renewal", "renewal"),
                            ("scope", "scope"),
                            ("sites", "sites"),
                            ("name", "name"),
                            ("level_up", "level_up"),
                            ("level_down", "level_down"),
                            ("early", "early"),
                            ("transfer", "transfer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("nth", models.PositiveSmallIntegerField(default=1)),
                (
                    "leaves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("outlets", models.PositiveIntegerField(default=0)),
                ("share", models.DecimalField(decimal_places=4, default=1, max_digits=6)),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Alternative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alternatives",
                        to="certification.case",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("remote", "remote"), ("documents", "documents"), ("waived", "waived")], max_length=20
                    ),
                ),
                ("reason", models.CharField(max_length=1000)),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ForeignCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="foreign", to="certification.case"
                    ),
                ),
                ("body", models.CharField(max_length=200)),
                ("number", models.CharField(max_length=100)),
                ("level", models.CharField(max_length=40)),
                ("valid_until", models.DateField()),
                ("last_evaluated_on", models.DateField()),
                ("checks", models.JSONField()),
                ("complaints", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "by_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watches",
                        to="certification.certificate",
                    ),
                ),
                ("day", models.DateField()),
                ("permission", models.CharField(max_length=60)),
                ("level", models.CharField(max_length=40)),
                ("minimum", models.DecimalField(decimal_places=2, max_digits=6)),
                ("scores", models.JSONField()),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("certificate", "day"), name="one_watch_a_day")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="EarlySurveillance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="early",
                        to="certification.certificate",
                    ),
                ),
                ("since", models.DateField()),
                ("proposed_on", models.DateField()),
                ("inputs", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("accepted", "accepted"), ("set_aside", "set_aside")],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("certificate",),
                        name="one_early_surveillance_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "open")),
                            models.Q(("case__isnull", False), ("decided_at__isnull", False), ("state", "accepted")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state", "set_aside"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="early_surveillance_is_answered",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
