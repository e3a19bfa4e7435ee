"""What the package document_review adds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certification", "0104_agreement")]

    operations = []
