"""What the package findings adds: days in the steps, and a quick list of what is due."""

from django.db import migrations, models

STEPS = (
    "plan", "accept_plan", "return_plan", "answer", "verify", "return_answer", "on_the_spot", "accept_paper", "extend",
    "overdue", "take_back",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("certification", "0106_onsite_audit")]

    operations = [
        migrations.AddField(
            model_name="findingstep",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="findingstep",
            name="step",
            field=models.CharField(choices=[(name, name) for name in STEPS], max_length=20),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(
                    ("due_on__isnull", False),
                    models.Q(("state__in", ["closed", "taken_back"]), _negated=True),
                ),
                fields=["tenant", "due_on", "id"],
                name="finding_open_due",
            ),
        ),
    ]
