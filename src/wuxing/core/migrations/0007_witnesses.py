"""Witnesses of logs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0006_engagement_areas")]

    operations = []
