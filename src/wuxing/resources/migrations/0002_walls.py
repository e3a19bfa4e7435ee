"""Each tenant sees its own outlets and people."""

from django.db import migrations

from wuxing.core.rowsecurity import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial"), ("core", "0003_walls")]

    operations = [RowSecurity("resources_outlet"), RowSecurity("resources_person"), RowSecurity("resources_skill")]
