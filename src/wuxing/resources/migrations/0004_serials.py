"""Serial numbers: each piece of a part that is tracked is in one place at a time."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from wuxing.core.rowsecurity import RowSecurity

PROTECT = django.db.models.deletion.PROTECT


def _to(model: str, *, null: bool = False) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(db_index=False, null=null, on_delete=PROTECT, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [("resources", "0003_spare_parts")]

    operations = [
        migrations.CreateModel(
            name="PartSerial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tenant", _to("core.tenant")),
                ("part", _to("resources.part")),
                ("serial", models.CharField(max_length=80)),
                ("sign", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("lying", "lying"), ("on_way", "on_way"), ("fitted", "fitted"), ("gone", "gone")],
                        max_length=10,
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[("good", "good"), ("defective", "defective")], default="good", max_length=10
                    ),
                ),
                ("place", _to("resources.stockplace", null=True)),
                ("request", _to("resources.partrequest", null=True)),
                ("order_id", models.BigIntegerField(null=True)),
                ("line_id", models.BigIntegerField(null=True)),
                ("moved_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(condition=Q(("state", "lying")), fields=["place", "part", "sign"], name="piece_place"),
                    models.Index(condition=Q(("state", "on_way")), fields=["request"], name="piece_request"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("part", "sign"), name="one_piece_a_serial"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("place__isnull", False), ("request", None), ("state", "lying")),
                            Q(("place", None), ("request__isnull", False), ("state", "on_way")),
                            Q(("place", None), ("request", None), ("state__in", ["fitted", "gone"])),
                            _connector="OR",
                        ),
                        name="piece_in_one_place",
                    ),
                ],
            },
        ),
        RowSecurity("resources_partserial"),
    ]
