"""Times offered by hand; how often the public doors were used, counted for all web processes."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import PlainGrants, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_notices"),
        ("service", "0008_queue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DoorCount",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("since", models.FloatField()),
                ("span", models.FloatField()),
                ("hits", models.PositiveIntegerField()),
                ("before", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="OfferedSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slot", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("offered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken", "Taken"),
                            ("left", "Left"),
                            ("replaced", "Replaced"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "offered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="service.workorder",
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
                "indexes": [models.Index(fields=["order", "-id"], name="offer_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended", ""), ("ended_at", None)),
                            models.Q(("ended_at__isnull", False), models.Q(("ended", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ended_offer_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended", "withdrawn"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_offer_says_why",
                    ),
                ],
            },
        ),
        RowSecurity("service_offeredslot"),
        # Counts are lost with a crash, and cost no wait for the disk.
        migrations.RunSQL(
            "ALTER TABLE service_doorcount SET UNLOGGED", reverse_sql="ALTER TABLE service_doorcount SET LOGGED"
        ),
        PlainGrants("service_doorcount"),
    ]
