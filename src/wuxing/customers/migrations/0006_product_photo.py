"""A photo of each product, for the page behind its labels."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0009_notices"), ("customers", "0005_care")]

    operations = [
        migrations.AddField(
            "product",
            "photo",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.attachment",
            ),
        ),
    ]
