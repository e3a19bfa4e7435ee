"""What the stages of a case lacked."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0118_directory")]

    operations = []
