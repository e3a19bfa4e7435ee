"""Scores as they stood."""

from typing import ClassVar

from django.db import models

from wuxing.core.models import Owned, User


class Kept(Owned):
    """A score with everything it depends on, as canonical text: it can be scored again to the same hundredth."""

    scheme = models.CharField(max_length=100)
    pack = models.CharField(max_length=200)  # id@edition#sha256
    inputs = models.TextField()
    low = models.DecimalField(max_digits=6, decimal_places=2)
    likely = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=6, decimal_places=2)
    level = models.CharField(max_length=40, blank=True, default="")  # reached by the likely score
    rehearsal = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        abstract = True


class DayScore(Kept):
    """每日得分: the last score of a day; of days before the first, what today's records say of them."""

    day = models.DateField()
    afterwards = models.BooleanField(default=False)  # computed later from what is on record, not kept that day

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "scheme", "day"], name="one_score_a_day")
        ]


class Assessment(Kept):
    """评定: a score that somebody kept, under a number, pinned to the edition and to the ledger's state."""

    class Basis(models.TextChoices):
        NOW = "now"  # what is on record today, for the window that ends with `as_of`
        TRUE = "true"  # what was true then
        KNOWN = "known"  # what was known then

    class Purpose(models.TextChoices):
        KEPT = "kept"  # on one's own account
        SELF_ASSESSMENT = "self_assessment"
        AUDIT = "audit"

    number = models.CharField(max_length=30)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    title = models.CharField(max_length=200, blank=True, default="")
    as_of = models.DateField()
    basis = models.CharField(max_length=10, choices=Basis.choices)
    result = models.TextField()  # canonical JSON of the readiness
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    log_size = models.BigIntegerField()  # entries of the ledger when it was made

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_assessment_a_number")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "scheme", "-id"], name="assessment_newest")
        ]
