"""Editions that follow one another."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("schemes", "0002_walls")]

    operations = []
