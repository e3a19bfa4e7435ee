"""Price books: items, and their prices by version; no two hold on one day."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wuxing.customers.prices.models
from wuxing.core.rowsecurity import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_entitlement"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="PriceItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("labour", "Labour"), ("part", "Part"), ("travel", "Travel"), ("other", "Other")],
                        max_length=20,
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "mode",
                    models.CharField(
                        choices=[("each", "Each"), ("hour", "Hour"), ("flat", "Flat"), ("km", "Km"), ("zone", "Zone")],
                        max_length=10,
                    ),
                ),
                ("category", models.CharField(blank=True, default="", max_length=60)),
                ("area", models.CharField(blank=True, default="", max_length=120)),
                ("tax_category", models.CharField(blank=True, default="", max_length=60)),
                ("tax_rate", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
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
                "indexes": [models.Index(fields=["tenant", "-id"], name="price_item_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "kind", "code", "product", "category", "area"),
                        name="one_price_item_a_scope",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("product", None), ("category", ""), _connector="OR"),
                        name="price_item_one_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mode", "zone"), _negated=True),
                            models.Q(("area", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="zone_price_names_its_zone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_rate__gte", 0), ("tax_rate__lt", 100)),
                        name="price_item_tax_rate_in_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=300)),
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
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prices", to="customers.priceitem"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item", "version"), name="one_price_a_version"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="price_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="price_period_runs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="withdrawn_price_says_why",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        expressions=[
                            (
                                wuxing.customers.prices.models.ItemRange(
                                    models.F("item"), models.F("item"), models.Value("[]")
                                ),
                                "&&",
                            ),
                            (
                                wuxing.customers.prices.models.DayRange(
                                    models.F("valid_from"), models.F("valid_to"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="one_price_a_day",
                    ),
                ],
            },
        ),
        RowSecurity("customers_priceitem", "SELECT, INSERT, UPDATE"),
        RowSecurity("customers_price", "SELECT, INSERT, UPDATE"),
    ]
