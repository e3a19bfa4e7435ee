"""What the package programme adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0102_application")]

    operations = []
