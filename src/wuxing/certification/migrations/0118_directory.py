"""Directory, exports, checks of many numbers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0117_register")]

    operations = []
