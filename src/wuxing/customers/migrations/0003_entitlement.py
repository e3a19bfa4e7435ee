"""Terms of warranty, contracts of units, and the decision with all it was taken from."""
# ruff: noqa: SLF001  # documented

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

Columns = list[tuple[str, Any]]


class AddFields(Operation):
    """Add several columns of a table, telling the models' state once: each telling renders every related model anew."""

    reversible = True

    def __init__(self, model_name: str, columns: Columns) -> None:
        self.model_name, self.columns = model_name, columns

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the fields, the last one in the framework's own way."""
        *first, last = self.columns
        for name, column in first:
            state.models[app_label, self.model_name].fields[name] = column
            if state._relations is not None:
                state.resolve_model_field_relations((app_label, self.model_name), name, column)
        state.add_field(app_label, self.model_name, *last, True)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add the columns."""
        before = from_state.apps.get_model(app_label, self.model_name)
        after = to_state.apps.get_model(app_label, self.model_name)
        for name, _column in self.columns:
            schema_editor.add_field(before, after._meta.get_field(name))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take them away."""
        before = from_state.apps.get_model(app_label, self.model_name)
        for name, _column in self.columns:
            schema_editor.remove_field(before, before._meta.get_field(name))

    def describe(self) -> str:
        """Say what it does."""
        return f"Add columns to {self.model_name}"


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddFields(
            "asset",
            [
                ("delivered_on", models.DateField(null=True)),
                ("exchanged_on", models.DateField(null=True)),
                ("installed_on", models.DateField(null=True)),
                ("produced_on", models.DateField(null=True)),
            ],
        ),
        AddFields(
            "entitlementdecision",
            [
                ("cause", models.CharField(blank=True, default="", max_length=40)),
                ("claim_count", models.PositiveSmallIntegerField(default=0)),
                ("covered_labour", models.PositiveSmallIntegerField(default=0)),
                ("covered_parts", models.PositiveSmallIntegerField(default=0)),
                ("covered_travel", models.PositiveSmallIntegerField(default=0)),
                ("evidence_ids", models.JSONField(default=list)),
                ("exception", models.CharField(blank=True, default="", max_length=20)),
                ("exception_at", models.DateTimeField(null=True)),
                (
                    "exception_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("exception_reason", models.CharField(blank=True, default="", max_length=300)),
                ("exclusions_hit", models.JSONField(default=list)),
                ("explained_at", models.DateTimeField(null=True)),
                (
                    "explained_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("explained_how", models.CharField(blank=True, default="", max_length=20)),
                ("fee_told", models.CharField(blank=True, default="", max_length=300)),
                ("law", models.CharField(blank=True, default="", max_length=60)),
                ("part", models.CharField(blank=True, default="", max_length=40)),
                ("remedies", models.JSONField(default=list)),
                ("repeat_repair", models.BooleanField(default=False)),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.entitlementdecision",
                    ),
                ),
                ("retell", models.BooleanField(default=False)),
                ("rules_hit", models.JSONField(default=list)),
                ("start_basis", models.CharField(blank=True, default="", max_length=20)),
                ("started_on", models.DateField(null=True)),
            ],
        ),
        migrations.AlterField(
            "entitlementdecision",
            "outcome",
            models.CharField(
                choices=[
                    ("in_warranty", "In Warranty"),
                    ("out_of_warranty", "Out Of Warranty"),
                    ("goodwill", "Goodwill"),
                    ("recall", "Recall"),
                    ("contract", "Contract"),
                    ("unknown", "Unknown"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            "entitlementdecision",
            "proposed",
            models.CharField(
                choices=[
                    ("in_warranty", "In Warranty"),
                    ("out_of_warranty", "Out Of Warranty"),
                    ("goodwill", "Goodwill"),
                    ("recall", "Recall"),
                    ("contract", "Contract"),
                    ("unknown", "Unknown"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex("entitlementdecision", models.Index(fields=["asset"], name="entitlement_asset")),
        migrations.AddConstraint(
            "entitlementdecision",
            models.CheckConstraint(
                condition=models.Q(
                    ("explained_at", None), models.Q(("explained_how", ""), _negated=True), _connector="OR"
                ),
                name="explanation_says_how",
            ),
        ),
        migrations.AddConstraint(
            "entitlementdecision",
            models.CheckConstraint(
                condition=models.Q(
                    ("exception", ""), models.Q(("exception_reason", ""), _negated=True), _connector="OR"
                ),
                name="exception_has_a_reason",
            ),
        ),
        migrations.CreateModel(
            name="WarrantyTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("coverage", "Coverage"), ("exclusion", "Exclusion")], max_length=20),
                ),
                ("title", models.CharField(max_length=200)),
                ("category", models.CharField(blank=True, default="", max_length=60)),
                ("part", models.CharField(blank=True, default="", max_length=40)),
                ("causes", models.JSONField(default=list)),
                ("months", models.PositiveSmallIntegerField(default=0)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("best", "Best"),
                            ("invoice", "Invoice"),
                            ("delivery", "Delivery"),
                            ("installation", "Installation"),
                            ("production", "Production"),
                        ],
                        default="best",
                        max_length=20,
                    ),
                ),
                ("parts_share", models.PositiveSmallIntegerField(default=100)),
                ("labour_share", models.PositiveSmallIntegerField(default=100)),
                ("travel_share", models.PositiveSmallIntegerField(default=100)),
                ("valid_from", models.DateField()),
                ("withdrawn", models.BooleanField(default=False)),
                ("clause", models.CharField(blank=True, default="", max_length=200)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.product"
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
                    models.UniqueConstraint(fields=("tenant", "code", "version"), name="one_term_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "exclusion"), ("months__gt", 0), _connector="OR"),
                        name="coverage_has_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("labour_share__lte", 100), ("parts_share__lte", 100), ("travel_share__lte", 100)
                        ),
                        name="term_shares_in_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WarrantyContract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60)),
                ("kind", models.CharField(choices=[("extended", "Extended"), ("contract", "Contract")], max_length=20)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("parts_share", models.PositiveSmallIntegerField(default=100)),
                ("labour_share", models.PositiveSmallIntegerField(default=100)),
                ("travel_share", models.PositiveSmallIntegerField(default=100)),
                ("excluded", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField()),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contracts", to="customers.asset"
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
                    models.UniqueConstraint(fields=("tenant", "asset", "number"), name="one_contract_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="contract_period_runs"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="ended_contract_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("labour_share__lte", 100), ("parts_share__lte", 100), ("travel_share__lte", 100)
                        ),
                        name="contract_shares_in_percent",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["tenant", "-id"], name="contract_newest"),
                    models.Index(fields=["asset"], name="contract_asset"),
                ],
            },
        ),
        RowSecurity("customers_warrantyterm", ADDING),
        AppendOnly("customers_warrantyterm"),
        RowSecurity("customers_warrantycontract"),
    ]
