"""Labels, links, views of links."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity, TrustedFunction

# The word of a link and the code of a label name no organisation: these find it, and say nothing of what does not hold.
LINK = """
SELECT l.id, l.request_id, l.made_at, l.revoked_at,
    (SELECT max(e.id) FROM core_entry e WHERE e.tenant_id = l.tenant_id AND e.case_type = 'service_request'
        AND e.case_id = l.request_id), t.id, t.slug::text, t.name::text, t.zone::text
FROM service_trackinglink l JOIN core_tenant t ON t.id = l.tenant_id WHERE l.digest = $1
"""
LABEL = """
SELECT l.id, l.retired_at, b.asset_id, t.id, t.slug::text, t.name::text, t.zone::text
FROM service_label l JOIN core_tenant t ON t.id = l.tenant_id
LEFT JOIN service_labelbinding b ON b.label_id = l.id AND b.ended_at IS NULL WHERE l.code = $1
"""
SHEET = """
SELECT t.id, t.slug::text, t.name::text, t.zone::text, s.told, s.made_at
FROM service_servicesheet s JOIN core_tenant t ON t.id = s.tenant_id WHERE s.code = $1
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_keys_of_auditors"),
        ("customers", "0003_entitlement"),
        ("service", "0003_charges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DoorSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_open", models.BooleanField(default=True)),
                ("link_days", models.PositiveSmallIntegerField(default=30)),
                ("notice_hours", models.PositiveSmallIntegerField(default=2)),
                ("reports_a_day", models.PositiveIntegerField(default=500)),
                ("hotline", models.CharField(blank=True, default="", max_length=40)),
                ("hours", models.CharField(blank=True, default="", max_length=80)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant",), name="one_door_settings_a_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(("link_days__gte", 1), ("link_days__lte", 365)),
                        name="link_days_within_a_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("batch", models.CharField(blank=True, default="", max_length=40)),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("retire_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        db_index=False,
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retired_at", None), models.Q(("retire_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="retired_label_says_why",
                    )
                ],
                "indexes": [models.Index(fields=["tenant", "-id"], name="label_newest")],
            },
        ),
        migrations.CreateModel(
            name="LabelBinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bound_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "asset",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.asset",
                    ),
                ),
                (
                    "bound_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bindings", to="service.label"
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("label",), name="one_unit_a_label"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="ended_binding_says_why",
                    ),
                ],
                "indexes": [models.Index(fields=["asset"], name="binding_asset")],
            },
        ),
        migrations.CreateModel(
            name="TrackingLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                (
                    "via",
                    models.CharField(
                        choices=[("report", "Report"), ("staff", "Staff"), ("again", "Again")], max_length=10
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoke_reason", models.CharField(blank=True, default="", max_length=300)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.servicerequest",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        db_index=False,
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at", None), models.Q(("revoke_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="revoked_link_says_why",
                    )
                ],
                "indexes": [models.Index(fields=["request", "-id"], name="link_request")],
            },
        ),
        migrations.CreateModel(
            name="DoorView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=20)),
                ("verified", models.BooleanField(default=False)),
                ("source", models.BinaryField(max_length=8)),
                ("at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.label",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.trackinglink",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("link__isnull", False)), fields=["link", "-id"], name="view_link"),
                    models.Index(
                        condition=models.Q(("label__isnull", False)), fields=["label", "-id"], name="view_label"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("once", models.CharField(max_length=40)),
                ("kind", models.CharField(choices=[("fault", "Fault"), ("part", "Part")], max_length=10)),
                ("language", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.servicerequest",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.label",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tenant", "once"), name="one_report_a_form")],
                "indexes": [
                    models.Index(fields=["request"], name="report_request"),
                    models.Index(fields=["tenant", "-at"], name="report_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WarrantyRegistration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("once", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("confirmed", "Confirmed"), ("refused", "Refused")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("serial", models.CharField(blank=True, default="", max_length=80)),
                ("purchased_on", models.DateField()),
                ("name", models.CharField(blank=True, default="", max_length=100)),
                ("phone", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "asset",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.asset",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.label",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.product",
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
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "once"), name="one_registration_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("decision_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_registration_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "proposed")),
                            models.Q(models.Q(("state", "proposed"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_registration_has_its_time",
                    ),
                ],
                "indexes": [models.Index(fields=["tenant", "-id"], name="registration_newest")],
            },
        ),
        migrations.CreateModel(
            name="ProductManual",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                ("title", models.CharField(max_length=120)),
                ("url", models.CharField(blank=True, default="", max_length=300)),
                ("added_at", models.DateTimeField()),
                ("taken_off_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.attachment",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.product",
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
                "indexes": [models.Index(fields=["product", "-id"], name="manual_product")],
            },
        ),
        migrations.CreateModel(
            name="ServiceSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("told", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.workorder",
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
                "constraints": [models.UniqueConstraint(fields=("order", "digest"), name="one_sheet_a_content")],
            },
        ),
        RowSecurity("service_doorsettings"),
        RowSecurity("service_label"),
        RowSecurity("service_labelbinding"),
        RowSecurity("service_trackinglink"),
        RowSecurity("service_doorview", ADDING),
        AppendOnly("service_doorview"),
        RowSecurity("service_doorreport", ADDING),
        AppendOnly("service_doorreport"),
        RowSecurity("service_warrantyregistration"),
        RowSecurity("service_productmanual"),
        RowSecurity("service_servicesheet", ADDING),
        AppendOnly("service_servicesheet"),
        TrustedFunction(
            "tracking_link_of(digest bytea)",
            returns="TABLE (link_id bigint, request_id bigint, made_at timestamptz, revoked_at timestamptz, newest bigint, "
            "tenant_id bigint, slug text, name text, zone text)",
            body=LINK,
        ),
        TrustedFunction(
            "label_of(code text)",
            returns="TABLE (label_id bigint, retired_at timestamptz, asset_id bigint, tenant_id bigint, slug text, "
            "name text, zone text)",
            body=LABEL,
        ),
        TrustedFunction(
            "sheet_of(code text)",
            returns="TABLE (tenant_id bigint, slug text, name text, zone text, told jsonb, made_at timestamptz)",
            body=SHEET,
        ),
    ]
