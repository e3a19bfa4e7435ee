"""The register of risks to impartiality, their reviews, and the minutes of the committee."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, User


class ImpartialityRisk(Owned):
    """公正性风险: something that might bend the body's judgments, who watches it, and what is done (4.2.3, 4.2.4)."""

    class Source(models.TextChoices):
        OWNERSHIP = "ownership"
        FINANCE = "finance"
        PERSONNEL = "personnel"
        CONSULTANCY = "consultancy"
        CLIENTS = "clients"  # one client brings too much of the income; the same team too often
        MARKETING = "marketing"
        OTHER = "other"

    number = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=20, choices=Source.choices)
    text = models.CharField(max_length=2000, blank=True, default="")
    likelihood = models.PositiveSmallIntegerField()  # 1 seldom, 2 possible, 3 likely
    effect = models.PositiveSmallIntegerField()  # 1 small, 2 noticeable, 3 grave
    measures = models.CharField(max_length=2000)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    review_due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_impartiality_risk_a_number"),
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=3, effect__gte=1, effect__lte=3),
                name="impartiality_risk_from_1_to_3",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "closed_at", "review_due_on"], name="impartiality_risk_due")]


class RiskReview(Owned):
    """风险评审: what a risk was found to be on a day, at least once a year."""

    risk = models.ForeignKey(ImpartialityRisk, on_delete=models.PROTECT, related_name="reviews")
    likelihood = models.PositiveSmallIntegerField()
    effect = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2000)
    closes = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class CommitteeMinutes(Owned):
    """公正性委员会会议纪要: who came and for whom they stood, what was advised, whether the body followed (5.2)."""

    number = models.CharField(max_length=30)
    held_on = models.DateField()
    attendance = models.JSONField(default=list)  # [{"name", "stands_for", "present"}]
    risks = ArrayField(models.BigIntegerField(), default=list)  # which were talked about
    text = models.CharField(max_length=8000)
    advice = models.CharField(max_length=4000)
    followed = models.BooleanField(default=True)
    independent_action = models.CharField(max_length=2000, blank=True, default="")  # what it does by itself (5.2.2 c)
    at = models.DateTimeField()
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_minutes_a_number"),
            models.CheckConstraint(
                condition=Q(followed=True) | ~Q(independent_action=""), name="advice_not_followed_has_an_answer"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "-held_on", "-id"], name="minutes_held_on")]
