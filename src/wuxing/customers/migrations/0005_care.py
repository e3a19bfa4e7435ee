"""Customers' files, consent, look-ups, requests of persons, merges."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_prices")]

    operations = []
