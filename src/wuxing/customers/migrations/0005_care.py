"""Customers' files, consent, look-ups, requests of persons, merges, and the installed base as a graph."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, ERASABLE, AppendOnly, RowSecurity

AddFields = import_module("wuxing.customers.migrations.0003_entitlement").AddFields
CHANGING = "SELECT, INSERT, UPDATE"  # rows are ended, never taken away


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0004_prices"),
        ("governance", "0006_promises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddFields(
            "customer",
            [
                ("restricted_at", models.DateTimeField(null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="customer_merged"
            ),
        ),
        AddFields(
            "servicesite",
            [
                ("access_note", models.CharField(blank=True, default="", max_length=300)),
                ("label", models.CharField(blank=True, default="", max_length=60)),
                ("outlet_id", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="servicesite",
            index=models.Index(fields=["tenant", "address"], name="site_address"),
        ),
        AddFields(
            "contact",
            [
                (
                    "part",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Unsaid"),
                            ("owner", "Owner"),
                            ("user", "User"),
                            ("reporter", "Reporter"),
                            ("technical", "Technical"),
                            ("billing", "Billing"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="customers.servicesite",
                    ),
                ),
            ],
        ),
        AddFields(
            "asset",
            [
                ("retired_on", models.DateField(null=True)),
                ("retired_reason", models.CharField(blank=True, default="", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="CareRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("alert_an_hour", models.PositiveSmallIntegerField()),
                ("most_a_day", models.PositiveSmallIntegerField()),
                ("answer_days", models.PositiveSmallIntegerField()),
                (
                    "calendar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.workcalendar",
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "version"), name="one_care_rule_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(("alert_an_hour__lte", models.F("most_a_day"))),
                        name="care_alert_before_limit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("purpose", models.SlugField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                (
                    "basis",
                    models.CharField(
                        choices=[("consent", "Consent"), ("contract", "Contract"), ("law", "Law")], max_length=20
                    ),
                ),
                ("separate", models.BooleanField(default=False)),
                ("texts", models.JSONField()),
                ("renew", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=300)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "purpose", "version"), name="one_notice_a_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="customers.customer"
                    ),
                ),
                ("purpose", models.SlugField(max_length=40)),
                ("given", models.BooleanField()),
                ("notice_version", models.PositiveIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("digest", models.CharField(max_length=64)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("counter", "Counter"),
                            ("paper", "Paper"),
                            ("link", "Link"),
                            ("message", "Message"),
                            ("import", "Import"),
                        ],
                        max_length=20,
                    ),
                ),
                ("proof", models.CharField(max_length=300, null=True)),
                ("said_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "purpose"], name="consent_customer")],
            },
        ),
        migrations.CreateModel(
            name="LookUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("case_type", models.CharField(blank=True, default="", max_length=40)),
                ("case_id", models.BigIntegerField(null=True)),
                ("case_number", models.CharField(blank=True, default="", max_length=40)),
                ("reason", models.CharField(max_length=300, null=True)),
                ("unusual", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-id"], name="look_up_newest"),
                    models.Index(fields=["tenant", "person", "at"], name="look_up_person"),
                    models.Index(
                        condition=models.Q(("unusual", True)), fields=["tenant", "-id"], name="look_up_unusual"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsRequest",
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights_requests",
                        to="customers.customer",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "Access"),
                            ("correction", "Correction"),
                            ("erasure", "Erasure"),
                            ("withdrawal", "Withdrawal"),
                            ("restriction", "Restriction"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("counter", "Counter"),
                            ("paper", "Paper"),
                            ("link", "Link"),
                            ("message", "Message"),
                            ("import", "Import"),
                        ],
                        max_length=20,
                    ),
                ),
                ("wish", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("identified", "identified"),
                            ("answered", "answered"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "calendar_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.calendarversion",
                    ),
                ),
                ("promised_on", models.DateField()),
                ("due_on", models.DateField()),
                ("extension_reason", models.CharField(blank=True, default="", max_length=300)),
                ("identity_how", models.CharField(blank=True, default="", max_length=300)),
                ("identified_at", models.DateTimeField(null=True)),
                (
                    "identified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
                ("refused_for", models.CharField(blank=True, default="", max_length=30)),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-id"], name="rights_newest"),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["tenant", "due_on"], name="rights_open"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_rights_request_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on", models.F("promised_on")),
                            models.Q(
                                ("due_on__gt", models.F("promised_on")),
                                models.Q(("extension_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rights_extension_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("refused_for", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rights_refusal_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                ("why", models.JSONField(default=list)),
                ("moved", models.JSONField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undo_reason", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "-id"], name="merge_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("gone",), name="merged_into_one_file"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_of_two_files"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at", None), models.Q(("undo_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="undoing_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "low",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "high",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("low", "high"), name="one_difference_a_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("low__lt", models.F("high"))), name="difference_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssetTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="customers.asset"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent", "Parent"),
                            ("replaced_by", "Replaced By"),
                            ("located_at", "Located At"),
                            ("owned_by", "Owned By"),
                            ("managed_by", "Managed By"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tied",
                        to="customers.asset",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.servicesite",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("asset", "kind"), name="one_open_tie_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("customer", None),
                                ("kind__in", ["parent", "replaced_by"]),
                                ("other__isnull", False),
                                ("site", None),
                            ),
                            models.Q(
                                ("customer", None), ("kind", "located_at"), ("other", None), ("site__isnull", False)
                            ),
                            models.Q(
                                ("customer__isnull", False),
                                ("kind__in", ["owned_by", "managed_by"]),
                                ("other", None),
                                ("site", None),
                            ),
                            _connector="OR",
                        ),
                        name="tie_has_its_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other", None), models.Q(("other", models.F("asset")), _negated=True), _connector="OR"
                        ),
                        name="tie_not_to_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("since", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="tie_ends_after_start",
                    ),
                ],
            },
        ),
        RowSecurity("customers_carerule", ADDING),
        AppendOnly("customers_carerule"),
        RowSecurity("customers_consentnotice", ADDING),
        AppendOnly("customers_consentnotice"),
        RowSecurity("customers_consent", ERASABLE),
        AppendOnly("customers_consent", erasable=("proof",), mark="erased_at"),
        RowSecurity("customers_lookup", ERASABLE),
        AppendOnly("customers_lookup", erasable=("reason",), mark="erased_at"),
        RowSecurity("customers_rightsrequest", CHANGING),
        RowSecurity("customers_merge", CHANGING),
        RowSecurity("customers_difference"),
        RowSecurity("customers_assettie", CHANGING),
    ]
