"""Labels, links, views of links."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0003_charges")]

    operations = []
