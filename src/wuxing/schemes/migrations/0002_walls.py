"""Editions are the same for all and never change; an organisation sees its own adoptions only."""

from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, PlainGrants, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("schemes", "0001_initial"), ("core", "0003_walls")]

    operations = [
        PlainGrants("schemes_edition", ADDING),
        AppendOnly("schemes_edition"),
        RowSecurity("schemes_adoption", ADDING),
        AppendOnly("schemes_adoption"),
    ]
