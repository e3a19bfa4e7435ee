"""What the package application adds."""

from django.conf import settings
from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

KEPT = "SELECT, INSERT, UPDATE"
ADDED_ONLY = ("paper", "applicationreview", "applicationanswer", "readinesssnapshot")


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0101_people"),
        ("core", "0005_engagements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(AppendOnly(f"certification_{name}") for name in ADDED_ONLY),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ADDED_ONLY),
        RowSecurity("certification_application", grants=KEPT),
        RowSecurity("certification_sentapplication", grants=KEPT),
    ]
