"""Reviews, proposals with votes, decisions. All append-only."""

from typing import ClassVar

from django.db import models

from wuxing.certification.cases.models import Case
from wuxing.certification.people.models import Certifier
from wuxing.certification.report.models import CaseReport, CaseScore
from wuxing.core.models import Owned, User


class CaseReview(Owned):
    """复核: somebody outside the team looks at everything and recommends, or returns the case (7.5)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(CaseReport, on_delete=models.PROTECT, related_name="+")
    checklist = models.JSONField(default=dict)
    recommends = models.BooleanField()  # False: returned to the team
    level = models.CharField(max_length=40, blank=True, default="")  # recommended; empty: do not grant
    reasons = models.CharField(max_length=4000, blank=True, default="")
    at = models.DateTimeField()


class Proposal(Owned):
    """认证决定提案: what the committee votes on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="+")
    score = models.ForeignKey(CaseScore, on_delete=models.PROTECT, related_name="+")
    grant = models.BooleanField()
    level = models.CharField(max_length=40, blank=True, default="")
    returns = models.BooleanField(default=False)  # back to the team
    measure = models.CharField(max_length=20, blank=True, default="")  # to the certificate held: suspend, withdraw
    reason_code = models.CharField(max_length=40, blank=True, default="")  # of the measure
    until = models.DateField(null=True)  # of a suspension
    text = models.CharField(max_length=4000, blank=True, default="")
    quorum = models.PositiveSmallIntegerField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(grant=True) | (~models.Q(level="") & models.Q(returns=False)),
                name="proposal_grants_at_a_level",
            )
        ]


class Vote(Owned):
    """表决: one vote of a decision maker; dissent is kept in words."""

    class Choice(models.TextChoices):
        FOR = "for"
        AGAINST = "against"
        ABSTAIN = "abstain"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="votes")
    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    dissent = models.CharField(max_length=2000, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "certifier"], name="one_vote_a_proposal")
        ]


class Decision(Owned):
    """认证决定: granted at a level, not granted, or returned; with reasons (7.6)."""

    class Outcome(models.TextChoices):
        GRANTED = "granted"
        NOT_GRANTED = "not_granted"
        RETURNED = "returned"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="+")
    score = models.ForeignKey(CaseScore, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    level = models.CharField(max_length=40, blank=True, default="")
    reasons = models.CharField(max_length=4000, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(outcome="granted") | ~models.Q(level=""), name="granted_at_a_level"
            )
        ]
