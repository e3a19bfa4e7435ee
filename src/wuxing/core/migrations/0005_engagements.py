"""Engagements: an outside auditor let in for a time."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0004_bigrams")]

    operations = []
