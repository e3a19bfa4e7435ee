"""What the package report adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0107_findings")]

    operations = []
