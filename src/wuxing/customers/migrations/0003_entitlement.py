"""Terms of warranty, rule sets of the law, decisions."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_walls")]

    operations = []
