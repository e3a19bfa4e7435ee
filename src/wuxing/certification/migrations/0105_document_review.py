"""What the package document_review adds."""

from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("certification", "0104_agreement"), ("core", "0005_engagements")]

    operations = [
        RowSecurity("certification_paperreview", grants="SELECT, INSERT, UPDATE"),
        *(AppendOnly(f"certification_{name}") for name in ("paperround", "papertext")),
        *(RowSecurity(f"certification_{name}", grants=ADDING) for name in ("paperround", "papertext")),
    ]
