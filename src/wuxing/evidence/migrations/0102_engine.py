"""Judging of what is true now, and of the past."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0101_rulings")]

    operations = []
