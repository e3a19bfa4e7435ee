"""What the package office adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0111_appeals")]

    operations = []
