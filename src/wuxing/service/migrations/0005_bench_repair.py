"""Items brought back, custody, workshop, loaners.

An item is always in exactly one custody: a unique index keeps it from being in two, triggers from being in none, and each hand-over
begins in the hand, and at the instant, in which the one before it ended.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, ERASABLE, AppendOnly, RowSecurity

KEPT = "SELECT, INSERT, UPDATE"  # nothing is taken away
CHAIN = """
CREATE FUNCTION custody_chained() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    was service_custody%ROWTYPE;
    fixed service_custody%ROWTYPE;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        fixed := OLD;
        fixed.confirmed_at := coalesce(OLD.confirmed_at, NEW.confirmed_at);
        fixed.confirmed_by_id := CASE WHEN OLD.confirmed_at IS NULL THEN NEW.confirmed_by_id ELSE OLD.confirmed_by_id END;
        fixed.ended_at := coalesce(OLD.ended_at, NEW.ended_at);
        fixed.note := NEW.note;
        fixed.waybill := NEW.waybill;
        IF NEW IS DISTINCT FROM fixed THEN
            RAISE EXCEPTION 'a hand-over is confirmed and ended once, and never changed' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO was FROM service_custody c WHERE c.item_id = NEW.item_id ORDER BY c.sequence DESC LIMIT 1;
    IF NOT FOUND THEN
        IF NEW.sequence <> 1 OR NEW.from_kind <> 'customer' THEN
            RAISE EXCEPTION 'the chain of an item begins at its customer' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.sequence <> was.sequence + 1 OR was.ended_at IS DISTINCT FROM NEW.handed_at OR NEW.from_kind <> was.to_kind
        OR NEW.from_name <> was.to_name OR NEW.from_person_id IS DISTINCT FROM was.to_person_id THEN
        RAISE EXCEPTION 'a hand-over begins where, and when, the one before it ended' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER custody_chained BEFORE INSERT OR UPDATE ON service_custody FOR EACH ROW EXECUTE FUNCTION custody_chained();
ALTER TABLE service_custody ENABLE ALWAYS TRIGGER custody_chained;
CREATE FUNCTION in_one_custody() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    item bigint;
    state text;
    holders text[];
BEGIN
    IF TG_TABLE_NAME = 'service_custody' THEN item := NEW.item_id; ELSE item := NEW.id; END IF;
    SELECT i.state INTO state FROM service_benchitem i WHERE i.id = item;
    SELECT array_agg(c.to_kind) INTO holders FROM service_custody c WHERE c.item_id = item AND c.ended_at IS NULL;
    IF coalesce(cardinality(holders), 0) <> 1 THEN
        RAISE EXCEPTION 'item % is in % hands; it must be in one', item, coalesce(cardinality(holders), 0)
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (holders[1] = 'customer') <> (state = 'returned') THEN
        RAISE EXCEPTION 'item % is % and with the %', item, state, holders[1] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER in_one_custody AFTER INSERT OR UPDATE ON service_custody DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION in_one_custody();
CREATE CONSTRAINT TRIGGER in_one_custody AFTER INSERT OR UPDATE OF state ON service_benchitem DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION in_one_custody();
ALTER TABLE service_custody ENABLE ALWAYS TRIGGER in_one_custody;
ALTER TABLE service_benchitem ENABLE ALWAYS TRIGGER in_one_custody;
"""
NO_CHAIN = """
DROP TRIGGER in_one_custody ON service_custody;
DROP TRIGGER in_one_custody ON service_benchitem;
DROP TRIGGER custody_chained ON service_custody;
DROP FUNCTION in_one_custody();
DROP FUNCTION custody_chained();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_keys_of_auditors"),
        ("customers", "0003_entitlement"),
        ("resources", "0002_walls"),
        ("service", "0004_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TakeBack",
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
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="take_backs", to="service.workorder"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.appointment",
                    ),
                ),
                ("channel", models.CharField(choices=[("visit", "Visit"), ("counter", "Counter")], max_length=10)),
                ("taken_at", models.DateTimeField()),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_by_name", models.CharField(max_length=100)),
                ("signed_by", models.CharField(max_length=100)),
                ("method", models.CharField(choices=[("drawn", "drawn"), ("typed", "typed")], max_length=10)),
                (
                    "image",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "indexes": [models.Index(fields=["order"], name="receipt_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_receipt_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("visit__isnull", False)), fields=("visit",), name="one_receipt_a_visit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_by", ""), _negated=True), name="receipt_is_signed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BenchItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("number", models.CharField(max_length=34)),
                (
                    "take_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="service.takeback"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bench_items", to="service.workorder"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("diagnosed", "diagnosed"),
                            ("quoted", "quoted"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                            ("repairing", "repairing"),
                            ("waiting_parts", "waiting_parts"),
                            ("tested", "tested"),
                            ("ready", "ready"),
                            ("returned", "returned"),
                            ("replaced", "replaced"),
                            ("scrapped", "scrapped"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "product",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.product"
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.asset"
                    ),
                ),
                ("serial", models.CharField(blank=True, default="", max_length=80)),
                ("accessories", models.JSONField(default=list)),
                ("look", models.CharField(max_length=500)),
                (
                    "technician",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.person"
                    ),
                ),
                ("cause", models.CharField(blank=True, default="", max_length=40)),
                ("finding", models.CharField(blank=True, default="", max_length=1000)),
                ("alarm", models.CharField(blank=True, default="", max_length=10)),
                ("received_at", models.DateTimeField()),
                ("diagnosed_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("tested_at", models.DateTimeField(null=True)),
                (
                    "tested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ready_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("repaired", models.BooleanField(null=True)),
                ("warranty_until", models.DateField(null=True)),
                ("signed_by", models.CharField(blank=True, default="", max_length=100)),
                (
                    "image",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                ("accessories_missing", models.CharField(blank=True, default="", max_length=300)),
                ("ending_reason", models.CharField(blank=True, default="", max_length=500)),
                ("new_serial", models.CharField(blank=True, default="", max_length=80)),
                ("search", models.TextField(blank=True, default="")),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "-updated_at", "-id"], name="item_updated"),
                    models.Index(fields=["tenant", "state", "-updated_at", "-id"], name="item_state"),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["tenant", "received_at", "id"],
                        name="item_open",
                    ),
                    models.Index(fields=["order"], name="item_order"),
                    models.Index(fields=["asset", "-id"], name="item_asset"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_item_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True),
                                (
                                    "state__in",
                                    [
                                        "approved",
                                        "declined",
                                        "diagnosed",
                                        "quoted",
                                        "ready",
                                        "received",
                                        "repairing",
                                        "tested",
                                        "waiting_parts",
                                    ],
                                ),
                            ),
                            models.Q(("ended_at__isnull", False), ("state__in", ["replaced", "returned", "scrapped"])),
                            _connector="OR",
                        ),
                        name="ended_item_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["returned", "scrapped"]), _negated=True),
                            models.Q(("signed_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ended_item_is_signed_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "tested"), _negated=True), ("tested_at__isnull", False), _connector="OR"
                        ),
                        name="tested_item_has_its_test",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "replaced"), _negated=True),
                            models.Q(("new_serial", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="replaced_item_names_the_new_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="service.benchitem"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("from_state", models.CharField(blank=True, default="", max_length=20)),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("diagnosed", "diagnosed"),
                            ("quoted", "quoted"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                            ("repairing", "repairing"),
                            ("waiting_parts", "waiting_parts"),
                            ("tested", "tested"),
                            ("ready", "ready"),
                            ("returned", "returned"),
                            ("replaced", "replaced"),
                            ("scrapped", "scrapped"),
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
                ("by_name", models.CharField(max_length=100)),
                ("data", models.JSONField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["item", "id"], name="item_step")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="custody", to="service.benchitem"
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField()),
                (
                    "from_kind",
                    models.CharField(
                        choices=[
                            ("customer", "customer"),
                            ("technician", "technician"),
                            ("bench", "bench"),
                            ("shelf", "shelf"),
                            ("courier", "courier"),
                            ("disposal", "disposal"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "from_person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.person"
                    ),
                ),
                ("from_name", models.CharField(blank=True, default="", max_length=100)),
                (
                    "to_kind",
                    models.CharField(
                        choices=[
                            ("customer", "customer"),
                            ("technician", "technician"),
                            ("bench", "bench"),
                            ("shelf", "shelf"),
                            ("courier", "courier"),
                            ("disposal", "disposal"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.person"
                    ),
                ),
                ("to_name", models.CharField(blank=True, default="", max_length=100)),
                ("handed_at", models.DateTimeField()),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("waybill", models.CharField(blank=True, default="", max_length=60)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("confirmed_at__isnull", True), ("ended_at__isnull", True)),
                        fields=["tenant", "handed_at"],
                        name="custody_owed",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["to_person"], name="custody_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("item",), name="one_custody_at_a_time"
                    ),
                    models.UniqueConstraint(fields=("item", "sequence"), name="one_custody_a_sequence"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True),
                            ("confirmed_at__gte", models.F("handed_at")),
                            _connector="OR",
                        ),
                        name="custody_confirmed_after_hand_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            models.Q(("confirmed_at__isnull", False), ("ended_at__gte", models.F("confirmed_at"))),
                            _connector="OR",
                        ),
                        name="custody_ends_confirmed",
                        violation_error_message="what nobody has confirmed cannot be handed on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_kind__in", ["bench", "technician"]), _negated=True),
                            ("to_person__isnull", False),
                            _connector="OR",
                        ),
                        name="custody_of_a_hand_names_the_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_kind", "shelf"), _negated=True),
                            models.Q(("to_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="custody_on_a_shelf_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorthRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("category", models.CharField(blank=True, default="", max_length=60)),
                ("share_percent", models.PositiveSmallIntegerField()),
                ("life_months", models.PositiveSmallIntegerField()),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "category", "-id"], name="worth_rule")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("life_months__gte", 1), ("share_percent__gte", 1), ("share_percent__lte", 100)
                        ),
                        name="worth_rule_in_range",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorthAdvice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="advices", to="service.benchitem"
                    ),
                ),
                ("quote", models.DecimalField(decimal_places=2, max_digits=12)),
                ("new_price", models.DecimalField(decimal_places=2, max_digits=12)),
                ("age_months", models.PositiveSmallIntegerField()),
                ("life_months", models.PositiveSmallIntegerField()),
                ("share_percent", models.PositiveSmallIntegerField()),
                ("residual", models.DecimalField(decimal_places=2, max_digits=12)),
                ("most", models.DecimalField(decimal_places=2, max_digits=12)),
                ("replace", models.BooleanField()),
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
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("repair", "repair"), ("replace", "replace"), ("take_home", "take_home")],
                        default="",
                        max_length=20,
                    ),
                ),
                ("decided_how", models.CharField(blank=True, default="", max_length=20)),
                ("decided_note", models.CharField(blank=True, default="", max_length=300)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item", "-id"], name="advice_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "")),
                            models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_advice_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new_price__gt", 0), ("quote__gte", 0)), name="advice_prices_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quote__gt", models.F("most")), ("replace", True)),
                            ("replace", False),
                            _connector="OR",
                        ),
                        name="advice_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Loaner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                (
                    "product",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.product"
                    ),
                ),
                ("serial", models.CharField(blank=True, default="", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("available", "available"),
                            ("lent", "lent"),
                            ("lost", "lost"),
                            ("retired", "retired"),
                        ],
                        max_length=20,
                    ),
                ),
                ("shelf", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tenant", "code"), name="one_loaner_a_code")],
            },
        ),
        migrations.CreateModel(
            name="Loan",
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
                    "loaner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="service.loaner"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="service.workorder"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="service.benchitem",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("lent", "lent"), ("returned", "returned"), ("lost", "lost")], max_length=20
                    ),
                ),
                ("lent_at", models.DateTimeField()),
                (
                    "lent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_on", models.DateField()),
                ("overdue_told_at", models.DateTimeField(null=True)),
                ("accessories", models.CharField(blank=True, default="", max_length=300)),
                ("look", models.CharField(blank=True, default="", max_length=300)),
                ("signed_by", models.CharField(max_length=100)),
                ("method", models.CharField(choices=[("drawn", "drawn"), ("typed", "typed")], max_length=10)),
                (
                    "image",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
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
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        choices=[("good", "Good"), ("damaged", "Damaged"), ("incomplete", "Incomplete")],
                        default="",
                        max_length=20,
                    ),
                ),
                ("ending_note", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order"], name="loan_order"),
                    models.Index(
                        condition=models.Q(("state", "lent")), fields=["tenant", "due_on", "id"], name="loan_due"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "number"), name="one_loan_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "lent")), fields=("loaner",), name="one_loan_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "lent")),
                            models.Q(models.Q(("state", "lent"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="ended_loan_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("condition", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="returned_loan_inspected",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "lost"), _negated=True),
                            models.Q(("ending_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lost_loan_says_how",
                    ),
                ],
            },
        ),
        RowSecurity("service_takeback", KEPT),
        RowSecurity("service_benchitem", KEPT),
        RowSecurity("service_itemstep", ERASABLE),
        AppendOnly("service_itemstep", erasable=("data",), mark="erased_at"),
        RowSecurity("service_custody", KEPT),
        RowSecurity("service_worthrule", ADDING),
        AppendOnly("service_worthrule"),
        RowSecurity("service_worthadvice", KEPT),
        RowSecurity("service_loaner", KEPT),
        RowSecurity("service_loan", KEPT),
        migrations.RunSQL(CHAIN, NO_CHAIN),
    ]
