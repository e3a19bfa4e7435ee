"""What evaluators saw, indicator by indicator. Plans, meetings and notes stand beside."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.certification.cases.models import Case
from wuxing.certification.people.models import Certifier
from wuxing.core.models import Owned


class Sheet(Owned):
    """检查表: one indicator of a case: what was looked at, to which share it is met, what the records alone would say."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sheets")
    leaf = models.CharField(max_length=40)
    evaluator = models.ForeignKey(Certifier, on_delete=models.PROTECT, null=True, related_name="+")
    sample_size = models.PositiveIntegerField(null=True)  # of a proportional indicator
    ratio = models.DecimalField(max_digits=7, decimal_places=6, null=True)  # from the findings; null: not seen yet
    automatic = models.DecimalField(max_digits=7, decimal_places=6, null=True)  # by the client's records, if let in
    automatic_from = models.CharField(max_length=300, blank=True, default="")  # which snapshot or day
    override_reason = models.CharField(max_length=1000, blank=True, default="")  # why ratio differs from automatic
    text = models.CharField(max_length=4000, blank=True, default="")
    seen_at = models.DateTimeField(null=True)
    second = models.ForeignKey(Certifier, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "leaf"], name="one_sheet_a_leaf"),
            models.CheckConstraint(
                condition=Q(ratio__isnull=True) | Q(ratio__gte=0, ratio__lte=1), name="sheet_ratio_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=models.F("evaluator")), name="sheet_two_persons"
            ),
        ]
