"""What the package onsite_audit adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0105_document_review")]

    operations = []
