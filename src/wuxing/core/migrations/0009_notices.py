"""Notices: what is sent, by which channel, with what result."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity, TrustedFunction

DUE = """
SELECT n.tenant_id, n.id FROM core_notice n WHERE n.due_at <= moment ORDER BY n.due_at, n.id LIMIT most
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_keys_of_auditors"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "driver",
                    models.CharField(
                        choices=[("mail", "Mail"), ("apprise", "Apprise"), ("webhook", "Webhook")], max_length=20
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("shown", models.CharField(blank=True, default="", max_length=120)),
                ("needs", models.CharField(blank=True, default="", max_length=10)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("tested_at", models.DateTimeField(null=True)),
                ("test_passed", models.BooleanField(null=True)),
                ("test_reason", models.CharField(blank=True, default="", max_length=40)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("tenant", "name"),
                        name="one_notice_channel_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeRule",
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
                            ("service", "service"),
                            ("marketing", "marketing"),
                            ("internal", "internal"),
                            ("safety", "safety"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
                ("per_day", models.PositiveSmallIntegerField(null=True)),
                ("window_minutes", models.PositiveIntegerField(default=10)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "kind"), name="one_notice_rule_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from", None), ("quiet_until", None)),
                            models.Q(
                                ("quiet_from__isnull", False),
                                ("quiet_until__isnull", False),
                                models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quiet_hours_begin_and_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("event", models.CharField(max_length=60)),
                ("language", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField()),
                ("subject", models.CharField(blank=True, default="", max_length=200)),
                ("body", models.TextField(blank=True, default="")),
                ("shipped", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "event", "language", "version"), name="one_notice_text_a_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticePreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=20)),
                ("handle", models.CharField(blank=True, default="", max_length=100)),
                (
                    "channel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.noticechannel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "user"), name="one_notice_preference_a_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                ("event", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "service"),
                            ("marketing", "marketing"),
                            ("internal", "internal"),
                            ("safety", "safety"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "recipient_kind",
                    models.CharField(
                        choices=[
                            ("customer", "customer"),
                            ("member", "member"),
                            ("role", "role"),
                            ("address", "address"),
                        ],
                        max_length=20,
                    ),
                ),
                ("recipient_id", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=200, null=True)),
                ("address", models.CharField(max_length=300, null=True)),
                ("facts", models.JSONField(null=True)),
                ("target_type", models.CharField(max_length=40)),
                ("target_id", models.BigIntegerField()),
                ("case_type", models.CharField(max_length=40)),
                ("case_id", models.BigIntegerField()),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                ("urgent", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("held", "held"),
                            ("sending", "sending"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("given_up", "given_up"),
                            ("refused", "refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("useful_until", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.noticechannel",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.noticetemplate",
                    ),
                ),
                ("subject", models.CharField(max_length=200, null=True)),
                ("body", models.TextField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                (
                    "resends",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.notice",
                    ),
                ),
                ("resend_reason", models.CharField(blank=True, default="", max_length=300)),
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
                ("made_at", models.DateTimeField()),
                ("over_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="notice_due"
                    ),
                    models.Index(fields=["tenant", "-id"], name="notice_newest"),
                    models.Index(fields=["tenant", "state", "-id"], name="notice_state"),
                    models.Index(fields=["tenant", "event", "-id"], name="notice_event"),
                    models.Index(fields=["tenant", "recipient_kind", "recipient_id", "-id"], name="notice_recipient"),
                    models.Index(fields=["tenant", "target_type", "target_id", "-id"], name="notice_target"),
                    models.Index(fields=["tenant", "case_type", "case_id", "-id"], name="notice_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at", None),
                                ("over_at__isnull", False),
                                ("state__in", ["given_up", "refused", "sent"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["given_up", "refused", "sent"]), _negated=True),
                                ("due_at__isnull", False),
                                ("over_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="notice_is_due_until_it_is_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at", None),
                            models.Q(
                                ("address", None), ("body", None), ("facts", None), ("name", None), ("subject", None)
                            ),
                            _connector="OR",
                        ),
                        name="erased_notice_names_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="core.notice",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("held", "held"),
                            ("sending", "sending"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("given_up", "given_up"),
                            ("refused", "refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.noticechannel",
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "indexes": [models.Index(fields=["notice", "id"], name="notice_step")],
            },
        ),
        AppendOnly("core_noticetemplate"),
        AppendOnly("core_noticestep"),
        RowSecurity("core_noticechannel", grants="SELECT, INSERT, UPDATE"),
        RowSecurity("core_noticerule", grants="SELECT, INSERT, UPDATE"),
        RowSecurity("core_noticetemplate", grants=ADDING),
        RowSecurity("core_noticepreference", grants="SELECT, INSERT, UPDATE"),
        RowSecurity("core_notice", grants="SELECT, INSERT, UPDATE"),
        RowSecurity("core_noticestep", grants=ADDING),
        TrustedFunction(
            "notices_due(moment timestamptz, most int)", returns="TABLE (tenant_id bigint, id bigint)", body=DUE
        ),
    ]
