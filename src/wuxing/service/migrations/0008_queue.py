"""What the queue needs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0007_follow_up")]

    operations = []
