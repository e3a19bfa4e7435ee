"""Signing keys."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0114_proofs")]

    operations = []
