"""Licensed points and texts: of the organisation that holds the licence, loaded and signed off by two persons."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from wuxing.core.rowsecurity import ADDING, ERASABLE, AppendOnly, RowSecurity

SAME = ("tenant", "edition", "kind")


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to(model: str, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, **{"related_name": "+"} | options)


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0004_drafts"),
        ("core", "0004_bigrams"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LicensedTable",
            fields=[
                ("id", key()),
                ("kind", models.CharField(choices=[("points", "Points"), ("text", "Text")], max_length=10)),
                ("source", models.CharField(max_length=300)),
                ("file_name", models.CharField(max_length=255)),
                ("file_sha256", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("edition", to("schemes.edition")),
                ("loaded_by", to(settings.AUTH_USER_MODEL)),
                ("replaced_by", to("schemes.licensedtable", null=True)),
                ("signed_by", to(settings.AUTH_USER_MODEL, null=True)),
                ("tenant", to("core.tenant", db_index=False)),
                ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=SAME,
                        condition=Q(("signed_at__isnull", True), ("withdrawn_at__isnull", True)),
                        name="one_licensed_table_waits",
                    ),
                    models.UniqueConstraint(
                        fields=SAME,
                        condition=Q(("signed_at__isnull", False), ("withdrawn_at__isnull", True)),
                        name="one_licensed_table_in_force",
                    ),
                    models.CheckConstraint(
                        condition=Q(("signed_by__isnull", True)) | ~Q(("signed_by", models.F("loaded_by"))),
                        name="licence_signed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=Q(("signed_at__isnull", True), ("signed_by__isnull", True))
                        | Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                        name="licence_signature_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("reason", ""),
                            ("replaced_by__isnull", True),
                            ("withdrawn_at__isnull", True),
                            ("withdrawn_by__isnull", True),
                        )
                        | Q(
                            ("withdrawn_at__isnull", False),
                            ("withdrawn_by__isnull", False),
                            Q(("replaced_by__isnull", False)) | ~Q(("reason", "")),
                        ),
                        name="licence_withdrawal_is_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="LicensedPoint",
            fields=[
                ("id", key()),
                ("leaf", models.CharField(max_length=30)),
                ("points", models.DecimalField(decimal_places=6, max_digits=12)),
                ("table", to("schemes.licensedtable", related_name="points")),
                ("tenant", to("core.tenant", db_index=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "leaf"), name="one_licensed_point_a_leaf"),
                    models.CheckConstraint(condition=Q(("points__gt", 0)), name="licensed_points_above_zero"),
                ]
            },
        ),
        migrations.CreateModel(
            name="LicensedText",
            fields=[
                ("id", key()),
                ("clause", models.CharField(max_length=30)),
                ("language", models.CharField(max_length=10)),
                ("text", models.TextField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("table", to("schemes.licensedtable", related_name="texts")),
                ("tenant", to("core.tenant", db_index=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "clause", "language"), name="one_licensed_text_a_language")
                ]
            },
        ),
        RowSecurity("schemes_licensedtable", ERASABLE),
        RowSecurity("schemes_licensedpoint", ADDING),
        AppendOnly("schemes_licensedpoint"),
        RowSecurity("schemes_licensedtext", ERASABLE),
        AppendOnly("schemes_licensedtext", erasable=["text"], mark="erased_at"),
    ]
