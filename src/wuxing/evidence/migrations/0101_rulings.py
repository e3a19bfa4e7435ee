"""Rulings, exclusions, special items, evidence handed in, assessments kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0100_foreign_import")]

    operations = []
