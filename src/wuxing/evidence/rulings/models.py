"""What people say beside the records. A row is never deleted: who proposed, confirmed, declined or withdrew it stays.

State is read from the times: a row counts from `confirmed_at` until `withdrawn_at`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned, User


class Judged(Owned):
    """What one person proposes and another confirms."""

    scheme = models.CharField(max_length=100)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")  # why declined or withdrawn

    class Meta:
        abstract = True


def judged_constraints(name: str) -> list[models.BaseConstraint]:
    """Return what holds of everything that two persons decide."""
    return [
        models.CheckConstraint(
            condition=Q(confirmed_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
            name=f"{name}_by_two_persons",
        ),
        models.CheckConstraint(
            condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True), name=f"{name}_confirmed_or_declined"
        ),
    ]


class Ruling(Judged):
    """评定: the ratio of a leaf that is met, as people see it; on its manual part, or in the place of the records."""

    class Kind(models.TextChoices):
        MANUAL = "manual"
        OVERRIDE = "override"

    leaf = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ratio = models.DecimalField(max_digits=5, decimal_places=4)
    reason = models.CharField(max_length=2000)
    automatic = models.JSONField(null=True)  # what the records said when it was proposed: low, likely, high, of
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ratio__gte=0, ratio__lte=1), name="ruling_ratio_is_a_share"),
            *judged_constraints("ruling"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "scheme", "leaf"], name="ruling_leaf")]


class Exclusion(Judged):
    """删减: a leaf that does not apply to the organisation, and why (clause 6.2.2)."""

    leaf = models.CharField(max_length=40)
    reason = models.CharField(max_length=2000)
    valid_from = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *judged_constraints("exclusion"),
            models.UniqueConstraint(
                fields=["tenant", "scheme", "leaf"],
                condition=Q(declined_at__isnull=True, withdrawn_at__isnull=True),
                name="one_exclusion_a_leaf",
            ),
        ]


class SpecialItem(Judged):
    """特殊扣分项、加分项: a point off or on outside the tree; a deduction must be corrected."""

    class Kind(models.TextChoices):
        DEDUCTION = "deduction"
        BONUS = "bonus"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    ground = models.CharField(max_length=40, blank=True, default="")  # one of the scheme's reasons
    description = models.CharField(max_length=2000)
    occurred_on = models.DateField()
    nonconformity_id = models.BigIntegerField(null=True)
    correction = models.CharField(max_length=2000, blank=True, default="")
    corrected_on = models.DateField(null=True)
    correction_checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = judged_constraints("special_item")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "scheme"], name="special_item_scheme")]


class EvidenceItem(Judged):
    """人工证据: what somebody hands in for a leaf, with the day it speaks of and the day on which it was handed in."""

    leaf = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)  # document, record, site_observation, interview …
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=2000, blank=True, default="")
    valid_on = models.DateField()
    expires_on = models.DateField(null=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    document_number = models.CharField(max_length=60, blank=True, default="")  # a controlled document
    sha256 = models.CharField(max_length=64, blank=True, default="")  # of the file

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = judged_constraints("evidence_item")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "scheme", "leaf"], name="evidence_item_leaf"),
            models.Index(
                fields=["tenant", "expires_on"], condition=Q(withdrawn_at__isnull=True), name="evidence_item_expiry"
            ),
        ]
