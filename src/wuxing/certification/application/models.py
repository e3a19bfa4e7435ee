"""Applications: what was declared, which papers were handed in, how the review ended, what the company's records said."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.certification.application.states import Outcome, Source
from wuxing.certification.cases.models import Case
from wuxing.certification.people.models import Certifier
from wuxing.core.models import Attachment, Owned, Tenant, User


class Application(Owned):
    """认证申请: how a case was applied for, and what the client declared with it."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="application")
    source = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Source])
    once = models.CharField(max_length=40, blank=True, default="")  # of the form, so that sending twice opens one case
    claimed_code = models.CharField(max_length=18, blank=True, default="")  # belongs to a client known already
    no_outlets = models.BooleanField(default=False)  # says that headquarters is the only place
    lawful = models.BooleanField(default=False)  # declares lawful business, with the licences it takes
    no_incident = models.BooleanField(default=False)  # declares no serious incident and no penalty in the last year
    remarks = models.CharField(max_length=2000, blank=True, default="")
    consented_at = models.DateTimeField(null=True)  # to the use of the data for the certification
    consented_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "once"], condition=~Q(once=""), name="one_application_a_form")
        ]


class Paper(Owned):
    """申请材料: one version of a paper as it was handed in. Append-only: a better one is the next version."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=60)  # of the body's rule; else other-1, other-2 …
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField(null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=100)  # the name of who handed it in
    by_client = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "code", "version"], name="one_version_of_a_paper")
        ]


class ApplicationReview(Owned):
    """申请评审: what was asked of an application and how it ended, by whom. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="application_reviews")
    reviewer = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField()  # point → {"yes": bool, "note": str}
    outcome = models.CharField(max_length=20, choices=[(o.value, o.value) for o in Outcome])
    reasons = models.TextField(blank=True, default="")  # the questions, or why it is refused
    reviewed_at = models.DateTimeField()


class ApplicationAnswer(Owned):
    """申请答复: what the client answered to the questions of a review. Append-only."""

    review = models.OneToOneField(ApplicationReview, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField()
    answered_by = models.CharField(max_length=100)
    by_client = models.BooleanField()
    answered_at = models.DateTimeField()


class ReadinessSnapshot(Owned):
    """就绪快照: what a company's own records said of it on a day, handed over by its own click. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="snapshots")
    pack = models.CharField(max_length=200)  # id@edition#sha256
    assessment = models.CharField(max_length=30)  # its number in the company
    as_of = models.DateField()
    low = models.DecimalField(max_digits=6, decimal_places=2)
    likely = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=6, decimal_places=2)
    level = models.CharField(max_length=40, blank=True, default="")
    ratios = models.JSONField()  # leaf → "0.9500", null where the records leave it open
    log_size = models.BigIntegerField()  # entries of the company's ledger
    log_root = models.CharField(max_length=64, blank=True, default="")  # their root, hex; none: never signed yet
    sha256 = models.CharField(max_length=64)  # of `text`
    text = models.TextField()  # everything above as canonical JSON, as the company keeps it too
    rehearsal = models.BooleanField()
    handed_by = models.CharField(max_length=100)
    handed_at = models.DateTimeField()


class SentApplication(Owned):
    """我方申请: what a company has applied for at a body of this installation. Its row stands in the company."""

    body = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    body_name = models.CharField(max_length=200)
    slug = models.CharField(max_length=100)  # of the body, in addresses
    case_number = models.CharField(max_length=30)
    body_case_id = models.BigIntegerField()  # the case, inside the body's walls
    word = models.CharField(max_length=100)  # opens the client's pages; only the company's own people read it
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "body", "body_case_id"], name="one_sent_application_a_case")
        ]
