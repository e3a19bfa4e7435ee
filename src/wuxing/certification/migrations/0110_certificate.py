"""What the package certificate adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0109_decision")]

    operations = []
