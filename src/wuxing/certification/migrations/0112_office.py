"""Letters, as they were sent."""

from django.conf import settings
from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0111_appeals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AppendOnly("certification_letter"),
        RowSecurity("certification_letter", grants=ADDING),
    ]
