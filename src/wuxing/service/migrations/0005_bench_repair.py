"""Items brought back, custody, workshop, loaners."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0004_doors")]

    operations = []
