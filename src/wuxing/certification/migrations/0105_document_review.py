"""What the package document_review adds."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("certification", "0104_agreement"), ("core", "0005_engagements")]

    operations = [
        migrations.CreateModel(
            name="PaperReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                (
                    "leaves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("accepted", "accepted"),
                            ("findings", "findings"),
                            ("not_needed", "not_needed"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_reviews",
                        to="certification.case",
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
            name="PaperRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("findings", "findings"), ("not_needed", "not_needed")],
                        max_length=20,
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "certifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.certifier"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.paper",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="certification.paperreview",
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
            name="PaperText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, default="")),
                ("read_at", models.DateTimeField()),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="certification.paper"
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
        migrations.AddConstraint(
            model_name="paperreview",
            constraint=models.UniqueConstraint(fields=("case", "code"), name="one_review_a_paper"),
        ),
        migrations.AddConstraint(
            model_name="paperround",
            constraint=models.UniqueConstraint(fields=("review", "number"), name="one_round_a_number"),
        ),
        migrations.AddConstraint(
            model_name="paperround",
            constraint=models.CheckConstraint(
                condition=models.Q(("paper__isnull", False), ("verdict", "not_needed"), _connector="OR"),
                name="round_of_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True),
                    models.Q(("verdict", "not_needed"), _negated=True),
                    _connector="OR",
                ),
                name="not_needed_says_why",
            ),
        ),
        RowSecurity("certification_paperreview", grants="SELECT, INSERT, UPDATE"),
        *(AppendOnly(f"certification_{name}") for name in ("paperround", "papertext")),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ("paperround", "papertext")),
    ]
