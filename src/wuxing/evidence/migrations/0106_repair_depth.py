"""Populations of warranty, quotes, items, surveys."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0105_bundles")]

    operations = []
