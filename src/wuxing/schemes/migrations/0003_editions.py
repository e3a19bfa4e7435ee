"""Editions that follow one another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0002_walls")]

    operations = [
        migrations.AddField("edition", "supersedes", models.CharField(blank=True, default="", max_length=30)),
        migrations.AddField("edition", "transition_until", models.DateField(null=True)),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=models.Q(("supersedes", ""), ("transition_until", None))
                | models.Q(
                    models.Q(("supersedes", ""), _negated=True), models.Q(("transition_until", None), _negated=True)
                ),
                name="edition_supersedes_until_a_day",
            ),
        ),
    ]
