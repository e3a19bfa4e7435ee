"""Promises are proposed and approved before they bind; service targets are broken down.

Old rows keep standing: they have no approval, which reads as "approved before approvals were kept".
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("governance", "0006_promises"), ("core", "0003_walls")]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="approved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="promise",
            name="approved_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="proposed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
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
                (
                    "area",
                    models.CharField(choices=[("any", "Any"), ("urban", "Urban"), ("rural", "Rural")], max_length=10),
                ),
                ("product_line", models.CharField(blank=True, max_length=60)),
                ("tier", models.CharField(blank=True, max_length=20)),
                ("holder_type", models.CharField(max_length=20)),
                ("holder_id", models.BigIntegerField(default=0)),
                ("holder_name", models.CharField(blank=True, max_length=120)),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField(default=0)),
                ("share", models.DecimalField(decimal_places=2, max_digits=5)),
                ("version", models.PositiveIntegerField(default=1)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300)),
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
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.goal",
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
            name="PromiseProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
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
                (
                    "area",
                    models.CharField(
                        choices=[("any", "Any"), ("urban", "Urban"), ("rural", "Rural")], default="any", max_length=10
                    ),
                ),
                ("product_line", models.CharField(blank=True, db_default="", default="", max_length=60)),
                ("tier", models.CharField(blank=True, db_default="", default="", max_length=20)),
                ("text", models.CharField(max_length=300)),
                ("minutes", models.PositiveIntegerField()),
                (
                    "channel",
                    models.CharField(
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
                ("published_where", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("legal_checked_by", models.CharField(blank=True, db_default="", default="", max_length=100)),
                ("legal_checked_on", models.DateField(null=True)),
                ("legal_check", models.CharField(blank=True, db_default="", default="", max_length=500)),
                ("steps", models.JSONField(null=True)),
                ("safety", models.BooleanField(db_default=False, default=False)),
                ("reason", models.CharField(blank=True, db_default="", default="", max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("approved", "approved"),
                            ("returned", "returned"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("wished_from", models.DateField(null=True)),
                ("running_too", models.BooleanField(default=False)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.CharField(blank=True, default="", max_length=300)),
                ("changed_at", models.DateTimeField()),
                (
                    "calendar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.workcalendar",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
        migrations.AddField(
            model_name="promise",
            name="proposal",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="governance.promiseproposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_by", None),
                    ("approved_by", None),
                    models.Q(("proposed_by", models.F("approved_by")), _negated=True),
                    _connector="OR",
                ),
                name="promise_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="promise_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("tenant", "year", "month", "holder_type", "holder_id", "kind", "area", "product_line", "tier"),
                name="one_goal_a_holder_and_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gt", 0), ("share__lte", 100)), name="goal_is_a_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(condition=models.Q(("month__lte", 12)), name="goal_month_is_one"),
        ),
        migrations.AddConstraint(
            model_name="promiseproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "proposed", "returned"])),
                fields=("tenant", "kind", "area", "product_line", "tier"),
                name="one_open_proposal_a_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="promiseproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["proposed", "approved"]), _negated=True),
                    models.Q(
                        ("legal_checked_on__isnull", False),
                        models.Q(("legal_checked_by", ""), _negated=True),
                        models.Q(("legal_check", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proposed_promise_was_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="promiseproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_by", None),
                    ("decided_by", None),
                    models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="proposal_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="promiseproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "returned"]), _negated=True),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="proposal_decided_by_somebody",
            ),
        ),
        RowSecurity("governance_goal"),
        RowSecurity("governance_promiseproposal"),
    ]
