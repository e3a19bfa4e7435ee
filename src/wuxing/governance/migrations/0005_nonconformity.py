"""Nonconformities and corrective action."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_records")]

    operations = []
