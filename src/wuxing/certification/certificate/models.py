"""Certificates and what happened to them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.certification.cases.models import Case, Client
from wuxing.certification.certificate.rules import Step
from wuxing.certification.certificate.states import State
from wuxing.certification.decision.models import Decision
from wuxing.core.models import Owned, User


class Certificate(Owned):
    """认证证书: what was granted, to whom, for what, from when to when. Its words stand but the holder's name."""

    number = models.CharField(max_length=60)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="certificates")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=100)
    pack = models.CharField(max_length=200)
    level = models.CharField(max_length=40)
    score = models.DecimalField(max_digits=6, decimal_places=2)
    holder = models.CharField(max_length=200)
    holder_en = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    scope = models.CharField(max_length=1000)
    sites = models.JSONField(default=list)  # [{name, address}]
    issued_on = models.DateField()
    valid_until = models.DateField()
    last_evaluated_on = models.DateField()
    surveillance_due_on = models.DateField()  # last evaluation + 12 months, or as extended
    extended_until = models.DateField(null=True)
    suspended_until = models.DateField(null=True)  # the term of the suspension that lasts
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State], default=State.VALID.value)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    rehearsal = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_certificate_a_number"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("issued_on")), name="certificate_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "surveillance_due_on"], name="certificate_due"),
            models.Index(fields=["client"], name="certificate_client"),
            models.Index(fields=["tenant", "state", "-id"], name="certificate_newest"),
            models.Index(fields=["tenant", "-id"], name="certificate_of_tenant"),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateEvent(Owned):
    """证书变更: issue, extension, suspension, resumption, change, withdrawal, cancellation, expiry. Append-only."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    event = models.CharField(max_length=30)
    before = models.CharField(max_length=20, blank=True, default="")
    after = models.CharField(max_length=20)
    reason_code = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=2000)
    evidence = models.CharField(max_length=2000, blank=True, default="")
    until = models.DateField(null=True)  # of a suspension or an extension
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # where two decide
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["certificate", "id"], name="certificate_event_of")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) | (Q(by_user__isnull=False) & ~Q(proposed_by=F("by_user"))),
                name="certificate_two_persons",
            )
        ]


class Measure(Owned):
    """处置提案: suspension, resumption, withdrawal or cancellation as somebody proposes it; another person decides."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="measures")
    step = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Step])
    reason_code = models.CharField(max_length=40)
    reason = models.CharField(max_length=2000)
    evidence = models.CharField(max_length=2000, blank=True, default="")
    until = models.DateField(null=True)  # of a suspension
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    answer = models.CharField(max_length=1000, blank=True, default="")  # why it was turned down

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(decided_at__isnull=True), name="one_measure_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="measure_two_persons"
            ),
        ]


class NoticeReport(Owned):
    """上报回执: a change of a certificate reported to the authority, with its receipt. Append-only."""

    event = models.OneToOneField(CertificateEvent, on_delete=models.PROTECT, related_name="report")
    reported_on = models.DateField()
    receipt = models.CharField(max_length=200)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class CertificateNumberRule(Owned):
    """证书编号规则: the template by which a body numbers its certificates."""

    template = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant"], name="one_number_rule_a_body")
        ]
