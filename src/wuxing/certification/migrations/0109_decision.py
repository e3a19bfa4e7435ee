"""What the package decision adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0108_report")]

    operations = []
