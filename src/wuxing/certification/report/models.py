"""Scores kept, exclusions, overrides, reports: each is added, none is edited."""

from typing import ClassVar

from django.db import models

from wuxing.certification.cases.models import Case
from wuxing.core.models import Attachment, Owned, User


class CaseScore(Owned):
    """评分: the score of a case at one moment with all its inputs; it can be computed again to the hundredth. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scores")
    purpose = models.CharField(max_length=20)  # closing, report, appeal
    inputs = models.JSONField()
    low = models.DecimalField(max_digits=6, decimal_places=2)
    likely = models.DecimalField(max_digits=6, decimal_places=2)
    high = models.DecimalField(max_digits=6, decimal_places=2)
    level = models.CharField(max_length=40, blank=True, default="")  # reached by `likely`; empty: none
    special_deductions = models.PositiveSmallIntegerField(default=0)
    special_bonus = models.PositiveSmallIntegerField(default=0)
    official = models.BooleanField()  # every point that counts is official and signed off
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()


class CaseExclusion(Owned):
    """删减: an indicator that does not apply to this client (6.2.2); proposed by one, decided by another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusions")
    leaf = models.CharField(max_length=40)
    reason = models.CharField(max_length=1000)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "leaf"], name="one_case_exclusion_a_leaf"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="case_exclusion_two_persons",
            ),
        ]


class Override(Owned):
    """更正: a ratio changed after the closing meeting; both values and the reason stay; two persons. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="overrides")
    leaf = models.CharField(max_length=40)
    before = models.DecimalField(max_digits=7, decimal_places=6)
    after = models.DecimalField(max_digits=7, decimal_places=6)
    reason = models.CharField(max_length=1000)
    source = models.CharField(max_length=20)  # team, review, appeal
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("proposed_by")), name="override_two_persons"
            )
        ]


class OverrideProposal(Owned):
    """更正申请: a change of a ratio that one person proposed; confirmed by another it becomes an override."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="override_proposals")
    leaf = models.CharField(max_length=40)
    before = models.DecimalField(max_digits=7, decimal_places=6)
    after = models.DecimalField(max_digits=7, decimal_places=6)
    reason = models.CharField(max_length=1000)
    source = models.CharField(max_length=20)  # team, review
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    answer = models.CharField(max_length=1000, blank=True, default="")  # why it is refused

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "leaf"],
                condition=models.Q(answered_at__isnull=True),
                name="one_override_waits_a_leaf",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted__isnull=True)
                | models.Q(accepted=False)
                | ~models.Q(answered_by=models.F("proposed_by")),
                name="override_proposal_two_persons",
            ),
        ]


class SetAside(Owned):
    """不予采信: a special deduction that an appeal set aside: it stays as it was written and counts no more. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="set_asides")
    finding = models.OneToOneField("certification.Finding", on_delete=models.PROTECT, related_name="set_aside")
    reason = models.CharField(max_length=1000)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("proposed_by")), name="set_aside_two_persons"
            )
        ]


class CaseReport(Owned):
    """评价报告: a version of the report, generated from the case; a new version is generated, none is edited. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    score = models.ForeignKey(CaseScore, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)  # from which both papers are drawn
    digest = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the facts, as canonical JSON
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "version"], name="one_report_a_version")
        ]
