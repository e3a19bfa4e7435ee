"""Sealed certificates."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0115_keys")]

    operations = []
