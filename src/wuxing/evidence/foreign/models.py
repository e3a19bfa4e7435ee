"""One assessment of a foreign file, from its upload to its report. The records themselves stand in a data set of their own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned


class ForeignImport(Owned):
    """外来记录评估: a file, how it is read, how far it is, and what came of it."""

    class State(models.TextChoices):
        UPLOADED = "uploaded"  # its mapping is being chosen
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"  # nothing was imported

    state = models.CharField(max_length=20, choices=State.choices, default=State.UPLOADED)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    mapping = models.TextField(blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    as_of = models.DateField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    dataset_id = models.BigIntegerField(null=True)  # the organisation that holds the records
    error = models.CharField(max_length=2000, blank=True, default="")
    report = models.JSONField(null=True)
    sheet = models.JSONField(null=True)
    created_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(report__isnull=False), name="done_import_has_a_report"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="failed_import_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "-id"], name="import_newest")]
