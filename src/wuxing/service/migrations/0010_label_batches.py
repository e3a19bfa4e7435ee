"""Batches of labels found one after the other, and counted, without reading every label."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service", "0009_offered_slots")]

    operations = [
        migrations.AddIndex(
            model_name="label",
            index=models.Index(fields=["tenant", "batch", "id"], name="label_batch"),
        ),
    ]
