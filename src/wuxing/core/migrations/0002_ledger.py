"""The ledger's tables, append-only whoever asks, each tenant seeing its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, ERASABLE, AppendOnly, RowSecurity, TrustedFunction

HEADS = """
SELECT t.id, t.slug::text,
       EXISTS (SELECT FROM core_pending p WHERE p.tenant_id = t.id),
       coalesce((SELECT max(l.index) + 1 FROM core_leaf l WHERE l.tenant_id = t.id), 0),
       coalesce((SELECT max(c.size) FROM core_checkpoint c WHERE c.tenant_id = t.id), 0)
FROM core_tenant t ORDER BY t.id
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=80)),
                ("target_type", models.CharField(max_length=40)),
                ("target_id", models.BigIntegerField()),
                ("case_type", models.CharField(max_length=40, null=True)),
                ("case_id", models.BigIntegerField(null=True)),
                ("channel", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, default="", max_length=80)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("payload", models.JSONField(null=True)),
                ("salt", models.BinaryField(max_length=16, null=True)),
                ("commitment", models.BinaryField(max_length=32)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
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
                    models.Index(fields=["tenant", "case_type", "case_id", "id"], name="entry_case"),
                    models.Index(fields=["tenant", "target_type", "target_id", "id"], name="entry_target"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pending",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tenant_id", "entry_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("entry_id", models.BigIntegerField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.tenant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tenant_id", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("index", models.BigIntegerField()),
                ("entry_id", models.BigIntegerField(unique=True)),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.tenant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tenant_id", "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.tenant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "tenant_id", "size", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.tenant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        AppendOnly("core_entry", erasable=("payload", "salt"), mark="erased_at"),
        AppendOnly("core_leaf"),
        AppendOnly("core_node"),
        AppendOnly("core_checkpoint"),
        RowSecurity("core_entry", grants=ERASABLE),
        RowSecurity("core_pending", grants="SELECT, INSERT, DELETE"),
        RowSecurity("core_leaf", grants=ADDING),
        RowSecurity("core_node", grants=ADDING),
        RowSecurity("core_checkpoint", grants=ADDING),
        TrustedFunction(
            "ledger_heads()",
            returns="TABLE (tenant_id bigint, slug text, pending boolean, size bigint, sealed bigint)",
            body=HEADS,
        ),
    ]
