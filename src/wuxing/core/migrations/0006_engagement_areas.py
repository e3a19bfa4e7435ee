"""An engagement may be limited to areas of records."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_engagements")]

    operations = [
        migrations.AddField(
            model_name="engagement",
            name="areas",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), default=list, size=None
            ),
        ),
    ]
