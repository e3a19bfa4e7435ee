"""The technician's day: what was captured without a line."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0005_bench_repair")]

    operations = []
