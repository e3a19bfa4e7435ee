"""Parts: the catalogue, where they lie, what is asked for, what moved, and the old ones that come back."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartsSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("record_only", "record_only"), ("personal", "personal"), ("full", "full")],
                        max_length=20,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tenant",), name="one_parts_setting_a_tenant")],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("names", models.JSONField(default=dict)),
                (
                    "lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("unit", models.CharField(blank=True, default="", max_length=20)),
                ("serial_tracked", models.BooleanField(default=False)),
                ("low_mark", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                (
                    "superseded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="resources.part",
                    ),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_part_a_number"),
                    models.CheckConstraint(
                        condition=Q(("superseded_by", F("id")), _negated=True), name="part_superseded_by_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("kind", models.CharField(choices=[("store", "store"), ("van", "van")], max_length=10)),
                ("name", models.CharField(max_length=120)),
                (
                    "outlet",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.outlet"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.person"
                    ),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("kind", "store")), fields=("tenant", "name"), name="one_store_a_name"
                    ),
                    models.UniqueConstraint(condition=Q(("kind", "van")), fields=("person",), name="one_van_a_person"),
                    models.CheckConstraint(
                        condition=Q(Q(("kind", "van"), _negated=True), ("person__isnull", False), _connector="OR"),
                        name="van_has_its_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="balances", to="resources.stockplace"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="balances", to="resources.part"
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[("good", "good"), ("defective", "defective")], default="good", max_length=10
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("counted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "part", "condition"), name="one_balance_a_part"),
                    models.CheckConstraint(condition=Q(("quantity__gte", 0)), name="stock_never_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartRequest",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("approved", "approved"),
                            ("issued", "issued"),
                            ("on_van", "on_van"),
                            ("consumed", "consumed"),
                            ("returned_unused", "returned_unused"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.part"
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.person"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.stockplace",
                    ),
                ),
                ("order_id", models.BigIntegerField(null=True)),
                ("case_id", models.BigIntegerField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("expected_on", models.DateField(null=True)),
                ("requested_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(null=True)),
                ("closing_note", models.CharField(blank=True, default="", max_length=300)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-id"], name="part_request_newest"),
                    models.Index(
                        condition=Q(("state__in", ["approved", "issued", "on_van", "requested"])),
                        fields=["tenant", "order_id"],
                        name="part_request_awaited",
                    ),
                    models.Index(fields=["person", "state"], name="part_request_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_part_request_a_number"),
                    models.CheckConstraint(condition=Q(("quantity__gt", 0)), name="requested_quantity_positive"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("state", "refused"), _negated=True),
                            Q(("closing_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_part_request_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockMovement",
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
                        choices=[
                            ("received", "received"),
                            ("transferred", "transferred"),
                            ("issued", "issued"),
                            ("taken_over", "taken_over"),
                            ("consumed", "consumed"),
                            ("undone", "undone"),
                            ("returned_unused", "returned_unused"),
                            ("removed", "removed"),
                            ("returned", "returned"),
                            ("disposed", "disposed"),
                            ("counted", "counted"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.part",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[("good", "good"), ("defective", "defective")], default="good", max_length=10
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10)),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.stockplace",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.stockplace",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="resources.partrequest",
                    ),
                ),
                ("order_id", models.BigIntegerField(null=True)),
                ("line_id", models.BigIntegerField(null=True)),
                ("serial", models.CharField(blank=True, default="", max_length=80)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "moved_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("moved_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-id"], name="movement_newest"),
                    models.Index(fields=["part", "-id"], name="movement_part"),
                    models.Index(fields=["source", "-id"], name="movement_source"),
                    models.Index(fields=["target", "-id"], name="movement_target"),
                    models.Index(condition=Q(("line_id__isnull", False)), fields=["line_id"], name="movement_line"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(("quantity__gt", 0)), name="moved_quantity_positive"),
                    models.CheckConstraint(
                        condition=Q(
                            ("source", None),
                            ("target", None),
                            Q(("source", F("target")), _negated=True),
                            _connector="OR",
                        ),
                        name="moved_to_another_place",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("kind", "counted"), _negated=True), Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="count_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OldPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.part"
                    ),
                ),
                ("serial", models.CharField(blank=True, default="", max_length=80)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("removed_defective", "removed_defective"),
                            ("on_van_defective", "on_van_defective"),
                            ("returned", "returned"),
                            ("claimed", "claimed"),
                            ("refurbished", "refurbished"),
                            ("scrapped", "scrapped"),
                            ("left_with_customer", "left_with_customer"),
                            ("undone", "undone"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.person"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resources.stockplace",
                    ),
                ),
                ("order_id", models.BigIntegerField()),
                ("line_id", models.BigIntegerField()),
                ("wish", models.CharField(blank=True, default="", max_length=300)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("removed_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("disposed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "state", "due_on"], name="old_part_state"),
                    models.Index(fields=["person", "state"], name="old_part_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("line_id",), name="one_old_part_a_line"),
                    models.CheckConstraint(condition=Q(("quantity__gt", 0)), name="old_part_quantity_positive"),
                ],
            },
        ),
        RowSecurity("resources_partssetting"),
        RowSecurity("resources_part"),
        RowSecurity("resources_stockplace"),
        RowSecurity("resources_stockbalance"),
        RowSecurity("resources_partrequest"),
        RowSecurity("resources_oldpart"),
        RowSecurity("resources_stockmovement", ADDING),
        AppendOnly("resources_stockmovement"),
    ]
