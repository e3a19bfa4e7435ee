"""Judging of what is true now, and of the past."""

from django.db import migrations, models

# what judges made is derived: without judgments a rulebook is judged anew
FORGET = """
DELETE FROM evidence_judgment; DELETE FROM evidence_rollup; DELETE FROM evidence_daytotal;
UPDATE evidence_rulebook SET built_at = NULL
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0101_rulings")]

    operations = [
        migrations.RunSQL(FORGET, ""),
        migrations.AddField("judgment", "changed_on", models.DateField()),
    ]
