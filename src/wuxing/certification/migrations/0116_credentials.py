"""Names of holders as they stand on translations of certificates."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certification", "0115_keys")]

    operations = [
        migrations.AddField("client", "name_en", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("certificate", "holder_en", models.CharField(blank=True, default="", max_length=200)),
    ]
