"""Follow-up calls, surveys."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0006_day")]

    operations = []
