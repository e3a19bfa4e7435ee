"""Populations committed, samples drawn."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0102_engine")]

    operations = []
