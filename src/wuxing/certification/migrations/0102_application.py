"""What the package application adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0101_people")]

    operations = []
