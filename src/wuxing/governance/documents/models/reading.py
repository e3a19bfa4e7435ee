"""Tables of who gets a document, who must read it, and who has read and understood it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned
from wuxing.governance.documents import states
from wuxing.governance.documents.models.controlled import Document, DocumentVersion
from wuxing.governance.documents.models.kinds import Constraints, Indexes, choices


class Distribution(Owned):
    """发放: to whom a document goes, since when, until when."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="distributions")
    audience = models.CharField(max_length=10, choices=choices(states.Audience))
    reference = models.CharField(max_length=40, blank=True, default="")  # a role's code, a person's or outlet's id
    must_read = models.BooleanField(default=True)
    days = models.PositiveSmallIntegerField(default=5)  # working days to read in
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(
                fields=["document", "audience", "reference"], condition=Q(until=None), name="one_distribution_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(audience="everybody", reference="") | (~Q(audience="everybody") & ~Q(reference="")),
                name="distribution_names_its_audience",
            ),
        ]


class ReadRequest(Owned):
    """阅读通知: a person is asked to read a version; done with the receipt, lapsed when the version is not valid any more."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="read_requests")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["version", "user"], name="one_read_request_a_version")
        ]
        indexes: ClassVar[Indexes] = [
            models.Index(
                fields=["tenant", "user", "due_at"],
                name="read_request_open",
                condition=Q(done_at=None, lapsed_at=None),
            )
        ]


class Receipt(Owned):
    """阅知确认: this person has read and understood this version. Never withdrawn."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="receipts")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=1000, blank=True, default="")
    content = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["version", "user"], name="one_receipt_a_version")
        ]
