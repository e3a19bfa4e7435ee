"""The technician's day: what was captured without a line; a line of an order names its part and the old one's fate."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0003_spare_parts"),
        ("service", "0005_bench_repair"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="workorderline",
            name="part",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="resources.part"
            ),
        ),
        migrations.AddField(
            model_name="workorderline",
            name="old_part",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.CreateModel(
            name="CapturedAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("step", models.CharField(max_length=40)),
                ("digest", models.BinaryField()),
                ("captured_at", models.DateTimeField()),
                ("happened_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("kept", "Kept"), ("conflict", "Conflict"), ("refused", "Refused")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
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
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["order", "id"], name="captured_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "user", "key"), name="one_act_a_key"),
                ],
            },
        ),
        RowSecurity("service_capturedact", ADDING),
        AppendOnly("service_capturedact"),
    ]
