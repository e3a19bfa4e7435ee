"""Promises in depth: scope, legal check, versions; two clocks a target; reminders and escalations."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_nonconformity"), ("core", "0003_walls")]

    operations = [
        migrations.RemoveConstraint(
            model_name="promise",
            name="one_current_promise_a_kind_and_area",
        ),
        migrations.RemoveConstraint(
            model_name="target",
            name="one_target_a_start",
        ),
        migrations.AddField(
            model_name="calendarversion",
            name="notes",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="calendarversion",
            name="reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="calendarversion",
            name="source",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="calendarversion",
            name="zone",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="clockevent",
            name="customer",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="clockevent",
            name="internal",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="promise",
            name="channel",
            field=models.CharField(
                blank=True,
                choices=[
                    ("website", "Website"),
                    ("contract", "Contract"),
                    ("package", "Package"),
                    ("hotline", "Hotline"),
                    ("store", "Store"),
                    ("app", "App"),
                    ("other", "Other"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="end_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="promise",
            name="legal_check",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="promise",
            name="legal_checked_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="promise",
            name="legal_checked_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="promise",
            name="product_line",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="promise",
            name="published_where",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="promise",
            name="reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="promise",
            name="replaces",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.promise",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="safety",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="promise",
            name="steps",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="promise",
            name="tier",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="promise",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="target",
            name="hours_version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.calendarversion",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="own_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="target",
            name="own_kept",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="target",
            name="own_paused_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="target",
            name="remind_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="target",
            name="replaces",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.target",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="round",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="target",
            name="safety",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="target",
            name="step",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="clockevent",
            name="kind",
            field=models.CharField(
                choices=[("start", "start"), ("pause", "pause"), ("resume", "resume"), ("stop", "stop")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="promise",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dispatch", "Dispatch"),
                    ("respond", "Respond"),
                    ("contact", "Contact"),
                    ("arrive", "Arrive"),
                    ("resolve", "Resolve"),
                    ("follow_up", "Follow Up"),
                    ("call_back", "Call Back"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dispatch", "Dispatch"),
                    ("respond", "Respond"),
                    ("contact", "Contact"),
                    ("arrive", "Arrive"),
                    ("resolve", "Resolve"),
                    ("follow_up", "Follow Up"),
                    ("call_back", "Call Back"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="promise",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.promise"
            ),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["promise", "-starts_at", "-id"], name="target_promise"),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(
                condition=models.Q(("remind_at__isnull", False)), fields=["tenant", "remind_at"], name="target_remind"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at", None)),
                fields=("tenant", "kind", "area", "product_line", "tier"),
                name="one_current_promise_a_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("legal_checked_on", None),
                    models.Q(
                        models.Q(("legal_checked_by", ""), _negated=True), models.Q(("legal_check", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="legal_check_says_who_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                fields=("tenant", "subject_type", "subject_id", "kind", "starts_at", "round"), name="one_target_a_start"
            ),
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.PositiveSmallIntegerField()),
                ("percent", models.PositiveSmallIntegerField()),
                (
                    "recipient",
                    models.CharField(
                        choices=[("assignee", "assignee"), ("dispatcher", "dispatcher"), ("manager", "manager")],
                        max_length=20,
                    ),
                ),
                (
                    "user_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("names", models.CharField(blank=True, default="", max_length=300)),
                ("planned_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="governance.target",
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
                "constraints": [models.UniqueConstraint(fields=("target", "step"), name="one_escalation_a_step")],
            },
        ),
        RowSecurity("governance_escalation", ADDING),
        AppendOnly("governance_escalation"),
    ]
