"""What the package agreement adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0103_programme")]

    operations = []
