"""The warranty decision as it was taken, with what it was taken from (states.md section 3)."""

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned


class EntitlementDecision(Owned):
    """保修判定: the outcome for one request. A person's override keeps the rule's own outcome beside its own."""

    class Outcome(models.TextChoices):
        IN_WARRANTY = "in_warranty"
        OUT_OF_WARRANTY = "out_of_warranty"
        GOODWILL = "goodwill"
        UNKNOWN = "unknown"

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, null=True, related_name="+")
    rule_set = models.CharField(max_length=40)
    inputs = models.JSONField()
    reasons = models.JSONField()
    proposed = models.CharField(max_length=20, choices=Outcome.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    until = models.DateField(null=True)
    decided_at = models.DateTimeField()
    overridden_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    override_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(overridden_by=None) | ~Q(override_reason=""), name="override_has_a_reason"
            )
        ]
        indexes = [models.Index(fields=["tenant", "subject_type", "subject_id"], name="entitlement_subject")]
