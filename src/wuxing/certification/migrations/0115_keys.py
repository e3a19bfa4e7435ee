"""Signing keys: the body's own X.509 root, and revocations that two persons decide."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0114_proofs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="signingkey",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("certificate", "Certificate"),
                    ("rehearsal", "Rehearsal"),
                    ("document", "Document"),
                    ("rehearsal_document", "Rehearsal Document"),
                    ("authority", "Authority"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="KeyRevocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revoked_from", models.DateTimeField()),
                ("reason", models.CharField(max_length=1000)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("accepted", models.BooleanField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=1000)),
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
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revocations",
                        to="certification.signingkey",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("key",),
                        name="one_key_revocation_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted__isnull", True),
                            ("accepted", False),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="key_revocation_two_persons",
                    ),
                ],
            },
        ),
        RowSecurity("certification_keyrevocation", grants="SELECT, INSERT, UPDATE"),
    ]
