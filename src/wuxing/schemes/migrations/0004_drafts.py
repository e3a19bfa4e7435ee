"""Drafts of packs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("schemes", "0003_editions")]

    operations = []
