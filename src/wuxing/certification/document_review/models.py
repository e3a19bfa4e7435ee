"""The review of papers: which, round after round, and what they say."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuxing.certification.application.models import Paper
from wuxing.certification.cases.models import Case
from wuxing.certification.document_review.states import State, Verdict
from wuxing.certification.people.models import Certifier
from wuxing.core.models import Owned


class PaperReview(Owned):
    """文件评审: a paper of a case that is judged, and the indicators it serves."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="paper_reviews")
    code = models.CharField(max_length=60)
    leaves = ArrayField(models.CharField(max_length=40), default=list)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State], default=State.WAITING.value)
    begun_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "code"], name="one_review_a_paper")
        ]


class PaperRound(Owned):
    """评审轮次: how a version was judged, by whom. Append-only."""

    review = models.ForeignKey(PaperReview, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=20, choices=[(v.value, v.value) for v in Verdict])
    text = models.CharField(max_length=2000, blank=True, default="")
    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "number"], name="one_round_a_number"),
            models.CheckConstraint(
                condition=Q(paper__isnull=False) | Q(verdict="not_needed"), name="round_of_a_version"
            ),
            models.CheckConstraint(condition=~Q(text="") | ~Q(verdict="not_needed"), name="not_needed_says_why"),
        ]


class PaperText(Owned):
    """材料文本: the text of a version, read once for comparing. Append-only; empty where none can be had."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True, default="")
    read_at = models.DateTimeField()
