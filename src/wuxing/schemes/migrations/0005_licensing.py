"""Licensed points and texts, and the register of standards."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("schemes", "0004_drafts")]

    operations = []
