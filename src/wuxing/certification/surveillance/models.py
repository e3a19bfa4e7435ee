"""Why a further case was opened, other kinds of evaluation, certificates of other bodies, what companies' records say."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuxing.certification.cases.models import Case
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.surveillance.states import Answer, Method, What
from wuxing.core.models import Owned, User


class Occasion(Owned):
    """起因: for what a further case was opened, and which part of the whole it looks at. Append-only."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="occasion")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, related_name="occasions")
    what = models.CharField(max_length=20, choices=[(w.value, w.value) for w in What])
    nth = models.PositiveSmallIntegerField(default=1)  # which surveillance of the cycle
    leaves = ArrayField(models.CharField(max_length=40), default=list)  # looked at this time; none: all
    outlets = models.PositiveIntegerField(default=0)  # how many are visited, beside headquarters
    share = models.DecimalField(max_digits=6, decimal_places=4, default=1)  # of the whole person-days
    facts = models.JSONField(default=dict)  # before and after of a change


class Alternative(Owned):
    """另一种评价: a case is evaluated at a distance, by documents, or not at all; with its reason. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alternatives")
    method = models.CharField(max_length=20, choices=[(m.value, m.value) for m in Method])
    reason = models.CharField(max_length=1000)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class ForeignCertificate(Owned):
    """外机构证书: what is known of the certificate of another body that a transfer begins with. Append-only."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="foreign")
    body = models.CharField(max_length=200)
    number = models.CharField(max_length=100)
    level = models.CharField(max_length=40)
    valid_until = models.DateField()
    last_evaluated_on = models.DateField()
    checks = models.JSONField()  # what was asked → yes or no
    complaints = models.CharField(max_length=1000, blank=True, default="")  # what came out of asking
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Watch(Owned):
    """持续观察: what a company's own records said of it on a day, read under its permission. Append-only."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="watches")
    day = models.DateField()
    permission = models.CharField(max_length=60)  # under what it was read: kind and number, in the company
    level = models.CharField(max_length=40)  # held
    minimum = models.DecimalField(max_digits=6, decimal_places=2)
    scores = models.JSONField()  # [{day, likely, pack}]
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["certificate", "day"], name="one_watch_a_day")
        ]


class EarlySurveillance(Owned):
    """提前监督提案: the company's live score fell below its level; an officer opens a case, or sets it aside with a reason."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="early")
    since = models.DateField()  # first day of the fall
    proposed_on = models.DateField()
    inputs = models.JSONField()  # level, minimum, days, scores with their edition
    state = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Answer], default=Answer.OPEN.value)
    reason = models.CharField(max_length=1000, blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(state="open"), name="one_early_surveillance_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | Q(state="accepted", decided_at__isnull=False, case__isnull=False)
                | (Q(state="set_aside", decided_at__isnull=False) & ~Q(reason="")),
                name="early_surveillance_is_answered",
            ),
        ]
