"""Tables of what people said: reviews and approvals of a version, yearly reviews, checks of external documents."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned
from wuxing.governance.documents import states
from wuxing.governance.documents.models.controlled import Document, DocumentVersion
from wuxing.governance.documents.models.kinds import Constraints, Indexes, choices


class Signatory(Owned):
    """Who is asked to review or to approve a version, in a round of submission."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="signatories")
    round = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=choices(states.Part))
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)  # said something, or was asked no longer

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["version", "round", "part", "user"], name="one_signatory_a_part")
        ]
        indexes: ClassVar[Indexes] = [
            models.Index(fields=["tenant", "user"], name="signatory_asked", condition=Q(settled_at=None))
        ]


class Approval(Owned):
    """评审与批准: what a reviewer or approver said about exactly this content. Never changed."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=choices(states.Part))
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=10, choices=choices(states.Verdict))
    note = models.CharField(max_length=1000, blank=True, default="")
    content = models.CharField(max_length=64)  # SHA-256 over the files' own
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["version", "round", "part", "user"], name="one_verdict_a_part"),
            models.CheckConstraint(condition=~Q(verdict="returned") | ~Q(note=""), name="returned_version_says_why"),
        ]


class ReviewRecord(Owned):
    """定期评审: whether a document still fits. Never changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+")
    fitness = models.CharField(max_length=10, choices=choices(states.Fitness))
    note = models.CharField(max_length=1000, blank=True, default="")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    next_review_on = models.DateField()


class ExternalSource(Owned):
    """外来文件: where a law or standard comes from, which edition we hold, and when to look again."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="source")
    publisher = models.CharField(max_length=200, blank=True, default="")
    reference = models.CharField(max_length=100, blank=True, default="")  # GB/T 27922-2011
    edition = models.CharField(max_length=100, blank=True, default="")
    clause = models.CharField(max_length=200, blank=True, default="")  # what of it concerns us
    met_by = models.CharField(max_length=500, blank=True, default="")  # how we meet it
    check_at = models.CharField(max_length=300, blank=True, default="")  # where its state is to be seen
    check_months = models.PositiveSmallIntegerField(default=6)
    checked_on = models.DateField(null=True)
    next_check_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[Indexes] = [models.Index(fields=["tenant", "next_check_on"], name="external_check_due")]


class ExternalCheck(Owned):
    """外来文件核查: what was found when somebody looked whether an external document still holds. Never changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="checks")
    found = models.CharField(max_length=20, choices=choices(states.Found))
    note = models.CharField(max_length=1000, blank=True, default="")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    next_check_on = models.DateField(null=True)
