"""Letters, as they were sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0111_appeals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("certificate_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("sent_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="certification.case",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="certification.client"
                    ),
                ),
                (
                    "docx",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
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
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "id"], name="letter_client")],
                "constraints": [models.UniqueConstraint(fields=("tenant", "number"), name="one_letter_a_number")],
            },
        ),
        AppendOnly("certification_letter"),
        RowSecurity("certification_letter", grants=ADDING),
    ]
