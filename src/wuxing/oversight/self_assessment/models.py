"""Self-assessments with what evaluators saw, indicator by indicator."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned, User
from wuxing.evidence.assessments.models import Assessment
from wuxing.oversight.self_assessment.states import State


class SelfAssessment(Owned):
    """内部评价: one evaluation of the whole tree by the organisation's own people."""

    number = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    scope = models.CharField(max_length=500, blank=True, default="")
    scheme = models.CharField(max_length=100)
    pack = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State], default=State.PLANNED.value)
    leader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+")
    conclusion = models.CharField(max_length=2000, blank=True, default="")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    present = models.CharField(max_length=500, blank=True, default="")  # who took part in the management review
    decisions = models.CharField(max_length=4000, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_self_assessment_a_number"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="self_assessment_ends_after_start"),
        ]


class Part(Owned):
    """评价分工: one indicator of a self-assessment: who owns the work, who evaluates it, and what they saw last."""

    self_assessment = models.ForeignKey(SelfAssessment, on_delete=models.PROTECT, related_name="parts")
    leaf = models.CharField(max_length=40)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    evaluator = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ratio = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    automatic = models.DecimalField(max_digits=5, decimal_places=4, null=True)  # what the records said then
    text = models.CharField(max_length=2000, blank=True, default="")
    seen_at = models.DateTimeField(null=True)
    nonconformity_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["self_assessment", "leaf"], name="one_part_a_leaf"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(evaluator__isnull=True) | ~Q(owner=F("evaluator")),
                name="nobody_evaluates_their_own_work",
            ),
            models.CheckConstraint(
                condition=Q(ratio__isnull=True) | Q(ratio__gte=0, ratio__lte=1), name="part_ratio_is_a_share"
            ),
        ]
