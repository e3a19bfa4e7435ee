"""What the package appeals adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0110_certificate")]

    operations = []
