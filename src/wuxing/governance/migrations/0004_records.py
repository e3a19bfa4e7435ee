"""Retention, holds and destruction of records; what was generated. A line of a certificate is never changed again."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

# A line of a proposal is decided once: a line of a certificate stays as it is, whoever asks.
LINE = """
CREATE FUNCTION governance_destructionitem_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.state <> 'listed' THEN
        RAISE EXCEPTION '% of % refused: a line of a certificate stays', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_once BEFORE UPDATE OR DELETE ON governance_destructionitem
    FOR EACH ROW EXECUTE FUNCTION governance_destructionitem_once();
ALTER TABLE governance_destructionitem ENABLE ALWAYS TRIGGER decided_once;
"""
NO_LINE = """
DROP TRIGGER decided_once ON governance_destructionitem;
DROP FUNCTION governance_destructionitem_once();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_documents"),
        ("core", "0005_engagements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("approved", "approved"),
                            ("running", "running"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("as_of", models.DateField()),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_note", models.CharField(blank=True, default="", max_length=500)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DestructionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_class", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("number", models.CharField(max_length=80)),
                ("started_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("listed", "listed"), ("destroyed", "destroyed"), ("kept", "kept")],
                        default="listed",
                        max_length=20,
                    ),
                ),
                (
                    "spared",
                    models.CharField(
                        blank=True, choices=[("held", "held"), ("not_due", "not_due")], default="", max_length=20
                    ),
                ),
                ("entries", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "destruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="governance.destruction"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DestructionScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_class", models.CharField(max_length=60)),
                ("policy_version", models.PositiveIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                ("cut_off", models.DateField()),
                ("listed", models.PositiveIntegerField()),
                ("held", models.PositiveIntegerField()),
                ("left", models.PositiveIntegerField()),
                (
                    "destruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scopes", to="governance.destruction"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GenerationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("subjects", models.JSONField()),
                ("languages", models.JSONField()),
                ("hand_over", models.BooleanField(default=False)),
                ("result", models.JSONField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=500)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
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
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GeneratedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=20)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.documentversion"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="governance.generationrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                (
                    "scope",
                    models.CharField(
                        choices=[("class", "class"), ("customer", "customer"), ("case", "case")], max_length=20
                    ),
                ),
                ("record_class", models.CharField(blank=True, default="", max_length=60)),
                ("case_type", models.CharField(blank=True, default="", max_length=40)),
                ("case_id", models.BigIntegerField(null=True)),
                ("customer_id", models.BigIntegerField(null=True)),
                ("label", models.CharField(blank=True, default="", max_length=80)),
                ("reason", models.CharField(max_length=300)),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lift_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
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
        ),
        migrations.CreateModel(
            name="RecordFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_class", models.CharField(max_length=60)),
                ("counted_at", models.DateTimeField()),
                ("records", models.BigIntegerField()),
                ("oldest", models.DateField(null=True)),
                ("due", models.BigIntegerField()),
                ("held", models.BigIntegerField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RetentionPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_class", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("months", models.PositiveSmallIntegerField(null=True)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("law", "law"),
                            ("contract", "contract"),
                            ("certification", "certification"),
                            ("own_rule", "own_rule"),
                        ],
                        max_length=20,
                    ),
                ),
                ("basis_text", models.CharField(max_length=300)),
                ("location", models.CharField(max_length=200)),
                (
                    "medium",
                    models.CharField(
                        choices=[("electronic", "electronic"), ("paper", "paper"), ("both", "both")], max_length=20
                    ),
                ),
                (
                    "access_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                (
                    "disposal",
                    models.CharField(
                        choices=[("erase", "erase"), ("keep", "keep"), ("outside", "outside")], max_length=20
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
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
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="destruction",
            index=models.Index(fields=["tenant", "-id"], name="destruction_newest"),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="one_destruction_a_number"),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "running", "done"]), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("proposed_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="destruction_by_two_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), models.Q(("digest", ""), _negated=True), _connector="OR"
                ),
                name="done_destruction_has_a_digest",
            ),
        ),
        migrations.AddIndex(
            model_name="destructionitem",
            index=models.Index(
                condition=models.Q(("state", "listed")), fields=["destruction", "id"], name="item_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.UniqueConstraint(
                fields=("destruction", "record_class", "record_id"), name="one_item_a_record"
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "destroyed")),
                fields=("tenant", "record_class", "record_id"),
                name="a_record_is_destroyed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "destroyed"), _negated=True),
                    models.Q(("digest", ""), _negated=True),
                    _connector="OR",
                ),
                name="destroyed_item_has_a_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "kept"), _negated=True), models.Q(("spared", ""), _negated=True), _connector="OR"
                ),
                name="spared_item_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionscope",
            constraint=models.UniqueConstraint(fields=("destruction", "record_class"), name="one_scope_a_class"),
        ),
        migrations.AddIndex(
            model_name="generationrun",
            index=models.Index(fields=["tenant", "-id"], name="generation_newest"),
        ),
        migrations.AddConstraint(
            model_name="generationrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True),
                    models.Q(("error", ""), _negated=True),
                    _connector="OR",
                ),
                name="failed_generation_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="generateddocument",
            index=models.Index(fields=["tenant", "subject", "-id"], name="generated_newest"),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(
                condition=models.Q(("lifted_at", None)), fields=["tenant", "scope"], name="hold_standing"
            ),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["tenant", "-id"], name="hold_newest"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.UniqueConstraint(fields=("tenant", "number"), name="one_hold_a_number"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scope", "class"), models.Q(("record_class", ""), _negated=True)),
                    models.Q(("customer_id__isnull", False), ("scope", "customer")),
                    models.Q(("case_id__isnull", False), ("scope", "case"), models.Q(("case_type", ""), _negated=True)),
                    _connector="OR",
                ),
                name="hold_covers_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="hold_says_why"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("lifted_at", None), models.Q(("lift_reason", ""), _negated=True), _connector="OR"),
                name="lifted_hold_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordfigure",
            constraint=models.UniqueConstraint(fields=("tenant", "record_class"), name="one_figure_a_class"),
        ),
        migrations.AddConstraint(
            model_name="retentionpolicy",
            constraint=models.UniqueConstraint(
                fields=("tenant", "record_class", "version"), name="one_policy_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disposal", "erase"), _negated=True), ("months__isnull", False), _connector="OR"
                ),
                name="erased_records_have_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="policy_says_why"
            ),
        ),
        RowSecurity("governance_retentionpolicy", ADDING),
        RowSecurity("governance_legalhold"),
        RowSecurity("governance_destruction"),
        RowSecurity("governance_destructionscope", ADDING),
        RowSecurity("governance_destructionitem"),
        RowSecurity("governance_recordfigure"),
        RowSecurity("governance_generationrun"),
        RowSecurity("governance_generateddocument", ADDING),
        AppendOnly("governance_retentionpolicy"),
        AppendOnly("governance_destructionscope"),
        AppendOnly("governance_generateddocument"),
        migrations.RunSQL(LINE, NO_LINE),
    ]
