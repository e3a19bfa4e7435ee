"""Notices: what is sent, by which channel, with what result."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0008_keys_of_auditors")]

    operations = []
