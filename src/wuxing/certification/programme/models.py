"""A body's versions of its rule for a scheme, and what was done with each. Both append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, User


class ProgrammeVersion(Owned):
    """认证规则版本: what a body's rule for a scheme says, in its canonical form. Never changed; another one replaces it.

    A copy of the shipped default has no number: it is kept when a case is bound to it, so that the case stays what it is
    when the product brings another default.
    """

    scheme = models.CharField(max_length=100)
    number = models.PositiveIntegerField(default=0)  # 0: the shipped default
    form = models.TextField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=1000, blank=True, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "scheme", "number"], condition=Q(number__gt=0), name="one_rule_a_number"
            ),
            models.UniqueConstraint(fields=["tenant", "scheme", "sha256"], name="one_rule_a_content"),
        ]


class ProgrammeStep(Owned):
    """认证规则事项: a version was put in force, published, or filed with CNCA."""

    class Kind(models.TextChoices):
        IN_FORCE = "in_force"
        PUBLISHED = "published"
        FILED = "filed"

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    number = models.CharField(max_length=60, blank=True, default="")  # of the filing
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["version", "kind"], name="rule_step_version")]
