"""Parts: own stock of technicians, movements."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("resources", "0002_walls")]

    operations = []
