"""What the package findings adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0106_onsite_audit")]

    operations = []
