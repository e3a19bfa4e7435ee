"""Findings and every step of their correction."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.certification.cases.models import Case, Site
from wuxing.certification.findings.states import Grade, Kind, State, Step
from wuxing.core.models import Owned, User


class Finding(Owned):
    """不符合项: what was found, against which indicator, on which evidence. After the closing meeting its words stand."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    grade = models.CharField(max_length=10, choices=[(g.value, g.value) for g in Grade], blank=True, default="")
    leaf = models.CharField(max_length=40, blank=True, default="")
    reason_code = models.CharField(max_length=40, blank=True, default="")  # of a special deduction
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=2000)
    evidence = models.CharField(max_length=2000, blank=True, default="")
    sample_size = models.PositiveIntegerField(null=True)
    failures = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=30)  # document_review, on_site, surveillance, complaint
    paper_id = models.BigIntegerField(null=True)  # the paper under document review that it is about
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State], default=State.OPEN.value)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="one_finding_a_number"),
            models.CheckConstraint(
                condition=Q(failures__isnull=True) | Q(sample_size__gte=F("failures")), name="failures_within_sample"
            ),
            models.CheckConstraint(condition=~Q(kind="deduction") | ~Q(leaf=""), name="deduction_names_its_leaf"),
            models.CheckConstraint(condition=~Q(kind="special") | ~Q(reason_code=""), name="special_names_its_reason"),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "due_on"], name="finding_due"),
            models.Index(
                fields=["tenant", "due_on", "id"],
                condition=Q(due_on__isnull=False) & ~Q(state__in=["closed", "taken_back"]),
                name="finding_open_due",
            ),
        ]


class FindingStep(Owned):
    """整改步骤: plan, acceptance, evidence, verification; who did it, the client or the body. Append-only."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Step])
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    text = models.CharField(max_length=4000, blank=True, default="")
    cause = models.CharField(max_length=2000, blank=True, default="")
    action = models.CharField(max_length=2000, blank=True, default="")
    due_on = models.DateField(null=True)  # planned by the client, or the day that an extension or a reminder is about
    by_client = models.BooleanField(default=False)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
