"""Occasions of further cases, other kinds of evaluation, certificates of other bodies, early surveillance."""

from django.conf import settings
from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity

ADDED_ONLY = ("occasion", "alternative", "foreigncertificate", "watch")


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0112_office"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(AppendOnly(f"certification_{name}") for name in ADDED_ONLY),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ADDED_ONLY),
        RowSecurity("certification_earlysurveillance", grants="SELECT, INSERT, UPDATE"),
    ]
