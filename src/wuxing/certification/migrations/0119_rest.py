"""What the stages of a case lacked: a body's own letterhead, and letters given to the mail server."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

TENANT = models.ForeignKey(
    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
)
BY = models.ForeignKey(
    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
)
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0118_directory"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                ("id", ID.clone()),
                ("set_at", models.DateTimeField()),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.attachment",
                    ),
                ),
                ("set_by", BY.clone()),
                ("tenant", TENANT.clone()),
            ],
        ),
        migrations.CreateModel(
            name="LetterMail",
            fields=[
                ("id", ID.clone()),
                ("address", models.EmailField(max_length=254)),
                ("sent_at", models.DateTimeField()),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="certification.letter"
                    ),
                ),
                ("sent_by", BY.clone()),
                ("tenant", TENANT.clone()),
            ],
        ),
        *(AppendOnly(f"certification_{name}") for name in ("letterhead", "lettermail")),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ("letterhead", "lettermail")),
    ]
