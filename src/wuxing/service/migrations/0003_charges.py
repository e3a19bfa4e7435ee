"""Quotes by version and settlement sheets. Their lines stand still once the sheet left its draft: the database sees to it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import RowSecurity

LINES = (
    ("service_quoteline", "service_quote", "quote_id"),
    ("service_settlementline", "service_settlement", "settlement_id"),
)
KEEPING = "SELECT, INSERT, UPDATE"
_STILL = """
CREATE FUNCTION {table}_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
    SELECT state INTO found FROM {parent} WHERE id = coalesce(NEW.{key}, OLD.{key});
    IF found <> 'draft' THEN
        RAISE EXCEPTION '% of {table} refused: its sheet is %', TG_OP, found USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER {table}_stands BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_stands();
"""


def stands(table: str, parent: str, key: str) -> migrations.RunSQL:
    """Refuse to change lines of a sheet that is no draft any more."""
    return migrations.RunSQL(
        _STILL.format(table=table, parent=parent, key=key),
        f"DROP TRIGGER {table}_stands ON {table}; DROP FUNCTION {table}_stands()",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("service", "0002_walls"),
        ("customers", "0004_prices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("version", models.PositiveSmallIntegerField()),
                ("item_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("expired", "expired"),
                        ],
                        max_length=10,
                    ),
                ),
                ("valid_until", models.DateField()),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("why_changed", models.CharField(blank=True, default="", max_length=300)),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("customer_total", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("written_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_how",
                    models.CharField(
                        blank=True, choices=[("link", "link"), ("signature", "signature")], default="", max_length=10
                    ),
                ),
                ("answered_name", models.CharField(blank=True, default="", max_length=100)),
                ("answer", models.CharField(blank=True, default="", max_length=500)),
                ("expired_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.entitlementdecision",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quotes", to="service.workorder"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="newer", to="service.quote"
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
                (
                    "signature",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.signature"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "written_by",
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
                    models.Index(fields=["order", "item_id", "-id"], name="quote_subject"),
                    models.Index(
                        condition=models.Q(("state", "sent")), fields=["tenant", "valid_until"], name="quote_waiting"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number", "version"), name="one_quote_a_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "sent")),
                        fields=("order", "item_id"),
                        name="one_quote_waits",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("order", "item_id"),
                        name="one_quote_drafted",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("answered_at__isnull", False), models.Q(("answered_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="accepted_quote_names_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces", None), models.Q(("version", 1), _negated=True), _connector="OR"
                        ),
                        name="first_quote_replaces_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("code", models.CharField(blank=True, default="", max_length=60)),
                ("text", models.CharField(max_length=200)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10)),
                ("unit_price", models.DecimalField(decimal_places=2, max_digits=12)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("payer", models.CharField(max_length=20)),
                ("tax_category", models.CharField(blank=True, default="", max_length=60)),
                ("tax_rate", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("price_reason", models.CharField(blank=True, default="", max_length=300)),
                ("proposed_payer", models.CharField(max_length=20)),
                ("payer_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "price",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.price"
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="service.quote"
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
                    models.UniqueConstraint(fields=("quote", "place"), name="one_quote_line_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("quantity__gt", 0), ("unit_price__gte", 0)),
                        name="quote_line_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price__isnull", False), models.Q(("price_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="quote_line_price_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("payer", models.F("proposed_payer")),
                            models.Q(("payer_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="quote_line_payer_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("issued", "issued"), ("corrected", "corrected")], max_length=10
                    ),
                ),
                ("quotes", models.JSONField(default=list)),
                ("total", models.DecimalField(decimal_places=2, max_digits=14)),
                ("customer_total", models.DecimalField(decimal_places=2, max_digits=14)),
                ("buyer", models.CharField(blank=True, default="", max_length=200)),
                ("buyer_tax_number", models.CharField(blank=True, default="", max_length=30)),
                ("why_corrected", models.CharField(blank=True, default="", max_length=300)),
                ("settled_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("issued_on", models.DateField(null=True)),
                ("paid_on", models.DateField(null=True)),
                ("paid_how", models.CharField(blank=True, default="", max_length=20)),
                ("paid_note", models.CharField(blank=True, default="", max_length=300)),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="service.workorder"
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="newer",
                        to="service.settlement",
                    ),
                ),
                (
                    "settled_by",
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
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-id"], name="settlement_newest"),
                    models.Index(fields=["tenant", "issued_on", "id"], name="settlement_issued"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number", "version"), name="one_settlement_a_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "corrected"), _negated=True),
                        fields=("order",),
                        name="one_settlement_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("issued_at__isnull", False), ("issued_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="issued_settlement_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_on", None), models.Q(("paid_how", ""), _negated=True), _connector="OR"
                        ),
                        name="paid_settlement_says_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("code", models.CharField(blank=True, default="", max_length=60)),
                ("text", models.CharField(max_length=200)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=10)),
                ("unit_price", models.DecimalField(decimal_places=2, max_digits=12)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("payer", models.CharField(max_length=20)),
                ("tax_category", models.CharField(blank=True, default="", max_length=60)),
                ("tax_rate", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.workorderline",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="service.settlement"
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
                    models.UniqueConstraint(fields=("settlement", "place"), name="one_settlement_line_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("quantity__gt", 0), ("unit_price__gte", 0)),
                        name="settlement_line_positive",
                    ),
                ],
            },
        ),
        RowSecurity("service_quote", KEEPING),
        RowSecurity("service_quoteline"),
        RowSecurity("service_settlement", KEEPING),
        RowSecurity("service_settlementline"),
        *(stands(*one) for one in LINES),
    ]
