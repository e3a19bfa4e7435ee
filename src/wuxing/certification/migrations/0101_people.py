"""What the package people adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0002_walls")]

    operations = []
