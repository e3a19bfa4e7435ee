"""The public register."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0116_credentials")]

    operations = []
