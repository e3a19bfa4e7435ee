"""Bundles asked for in the web."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, User
from wuxing.evidence.assessments.models import Assessment


class Bundle(Owned):
    """证据包: one bundle of an assessment, from being asked for to lying ready. Its bytes stand in the store by digest."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SEALING = "sealing"  # gathered; its entry waits for the next signed checkpoint
        DONE = "done"
        FAILED = "failed"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="bundles")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    each = models.PositiveIntegerField()
    language = models.CharField(max_length=10, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")  # of what is gathered, then of the bundle
    size = models.BigIntegerField(default=0)
    entry_id = models.BigIntegerField(null=True)
    error = models.CharField(max_length=500, blank=True, default="")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "state"], condition=Q(state="sealing"), name="bundle_sealing"),
        ]
