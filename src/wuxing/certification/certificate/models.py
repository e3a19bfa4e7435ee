"""Certificates and what happened to them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.certification.cases.models import Case, Client
from wuxing.certification.certificate.states import State
from wuxing.certification.decision.models import Decision
from wuxing.core.models import Owned, User


class Certificate(Owned):
    """认证证书: what was granted, to whom, for what, from when to when. Its words stand; only its state moves."""

    number = models.CharField(max_length=60)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="certificates")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=100)
    pack = models.CharField(max_length=200)
    level = models.CharField(max_length=40)
    score = models.DecimalField(max_digits=6, decimal_places=2)
    holder = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True, default="")
    scope = models.CharField(max_length=1000)
    sites = models.JSONField(default=list)  # [{name, address}]
    issued_on = models.DateField()
    valid_until = models.DateField()
    last_evaluated_on = models.DateField()
    surveillance_due_on = models.DateField()  # last evaluation + 12 months, or as extended
    extended_until = models.DateField(null=True)
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
        ]


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
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
