"""Quotes, settlement."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0002_walls")]

    operations = []
