"""What a technician's device handed in: each act once, with when it happened, when it was received, and what became of it."""

from typing import ClassVar

from django.db import models

from wuxing.core.models import Owned


class CapturedAct(Owned):
    """现场操作(离线补传): one act of a device's outbox. Its own key makes it one act, however often it is sent."""

    class Outcome(models.TextChoices):
        KEPT = "kept"
        CONFLICT = "conflict"  # the order moved on meanwhile: a rule refuses
        REFUSED = "refused"  # something is missing or cannot be read

    user = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    device = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=40)
    digest = models.BinaryField()  # of the details, which the acts themselves keep
    captured_at = models.DateTimeField()  # the device's clock, as it stood
    happened_at = models.DateTimeField()  # by our clock
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "user", "key"], name="one_act_a_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["order", "id"], name="captured_order")]
