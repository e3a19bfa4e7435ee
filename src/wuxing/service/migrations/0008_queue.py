"""Since when an order waits; one live visit an order."""

from django.db import migrations, models
from django.db.models import Q

LIVE = ["accepted", "arrived", "assigned", "confirmed", "en_route", "paused", "proposed", "working"]


class Migration(migrations.Migration):
    dependencies = [("service", "0007_follow_up")]

    operations = [
        migrations.AddField("workorder", "held_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "appointment",
            models.UniqueConstraint(fields=["order"], condition=Q(state__in=LIVE), name="one_live_visit_an_order"),
        ),
    ]
