"""What the package application adds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

KEPT = "SELECT, INSERT, UPDATE"
ADDED_ONLY = ("paper", "applicationreview", "applicationanswer", "readinesssnapshot")


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0101_people"),
        ("core", "0005_engagements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[("public", "public"), ("company", "company"), ("office", "office")], max_length=20
                    ),
                ),
                ("once", models.CharField(blank=True, default="", max_length=40)),
                ("claimed_code", models.CharField(blank=True, default="", max_length=18)),
                ("no_outlets", models.BooleanField(default=False)),
                ("lawful", models.BooleanField(default=False)),
                ("no_incident", models.BooleanField(default=False)),
                ("remarks", models.CharField(blank=True, default="", max_length=2000)),
                ("consented_at", models.DateTimeField(null=True)),
                ("consented_by", models.CharField(blank=True, default="", max_length=100)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="application", to="certification.case"
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
                        condition=models.Q(("once", ""), _negated=True),
                        fields=("tenant", "once"),
                        name="one_application_a_form",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.JSONField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("returned", "returned"), ("refused", "refused")],
                        max_length=20,
                    ),
                ),
                ("reasons", models.TextField(blank=True, default="")),
                ("reviewed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application_reviews",
                        to="certification.case",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ApplicationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("answered_by", models.CharField(max_length=100)),
                ("by_client", models.BooleanField()),
                ("answered_at", models.DateTimeField()),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="certification.applicationreview",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReadinessSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=200)),
                ("assessment", models.CharField(max_length=30)),
                ("as_of", models.DateField()),
                ("low", models.DecimalField(decimal_places=2, max_digits=6)),
                ("likely", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("high", models.DecimalField(decimal_places=2, max_digits=6)),
                ("level", models.CharField(blank=True, default="", max_length=40)),
                ("ratios", models.JSONField()),
                ("log_size", models.BigIntegerField()),
                ("log_root", models.CharField(blank=True, default="", max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("rehearsal", models.BooleanField()),
                ("handed_by", models.CharField(max_length=100)),
                ("handed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="certification.case"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("valid_until", models.DateField(null=True)),
                ("uploaded_at", models.DateTimeField()),
                ("uploaded_by", models.CharField(max_length=100)),
                ("by_client", models.BooleanField()),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.attachment"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="certification.case"
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
                    models.UniqueConstraint(fields=("case", "code", "version"), name="one_version_of_a_paper")
                ],
            },
        ),
        migrations.CreateModel(
            name="SentApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body_name", models.CharField(max_length=200)),
                ("slug", models.CharField(max_length=100)),
                ("case_number", models.CharField(max_length=30)),
                ("body_case_id", models.BigIntegerField()),
                ("word", models.CharField(max_length=100)),
                ("sent_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.tenant"),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "body", "body_case_id"), name="one_sent_application_a_case"
                    )
                ],
            },
        ),
        *(AppendOnly(f"certification_{name}") for name in ADDED_ONLY),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ADDED_ONLY),
        RowSecurity("certification_application", grants=KEPT),
        RowSecurity("certification_sentapplication", grants=KEPT),
    ]
