"""Each tenant sees its own promises; a calendar version and the events of a clock are never changed."""

from django.db import migrations

from wuxing.core.rowsecurity import ADDING, AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("core", "0003_walls")]

    operations = [
        RowSecurity("governance_workcalendar"),
        RowSecurity("governance_calendarversion", ADDING),
        RowSecurity("governance_promise"),
        RowSecurity("governance_target"),
        RowSecurity("governance_clockevent", ADDING),
        AppendOnly("governance_calendarversion"),
        AppendOnly("governance_clockevent"),
    ]
