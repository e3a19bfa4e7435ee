"""Versions of agreements, what happened to each, invoices, and the access that a company gave."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wuxing.certification.agreement.states import Event, Fee
from wuxing.certification.cases.models import Case
from wuxing.core.models import Attachment, Owned, User


class Agreement(Owned):
    """报价与协议: one version, whole, as it was issued. Append-only: a change is another version.

    `form` is the canonical JSON of everything it says, in the language of the case; `sha256` names it, and is what the
    two sides sign. `continues`: the signed agreement of the same cycle that goes on in this case.
    """

    number = models.CharField(max_length=30)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    form = models.TextField()
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    days = models.DecimalField(max_digits=6, decimal_places=2)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    starts_on = models.DateField()
    ends_on = models.DateField()
    areas = ArrayField(models.CharField(max_length=30), default=list)  # what of the client's records is read; none: all
    access_from = models.DateField()
    access_until = models.DateField()
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "version"], name="one_agreement_a_version"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="agreement_ends_after_start"),
            models.CheckConstraint(condition=Q(access_until__gte=F("access_from")), name="access_ends_after_start"),
        ]


class AgreementStep(Owned):
    """协议事项: issued, a change asked for, signed by a side. A signature names the text that was signed. Append-only."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(max_length=20, choices=[(e.value, e.value) for e in Event])
    text = models.CharField(max_length=2000, blank=True, default="")  # what the client wants changed
    sha256 = models.CharField(max_length=64, blank=True, default="")
    name = models.CharField(max_length=100, blank=True, default="")
    post = models.CharField(max_length=100, blank=True, default="")
    drawing = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=20)
    door_id = models.BigIntegerField(null=True)  # the client's link through which it came
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agreement", "event"],
                condition=Q(event__in=["signed_client", "signed_body"]),
                name="one_signature_a_side",
            )
        ]


class Invoice(Owned):
    """收费单: one fee of a case. Its amount stands; it is paid, or cancelled with a reason."""

    number = models.CharField(max_length=30)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="invoices")
    kind = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Fee])
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    issued_on = models.DateField()
    due_on = models.DateField()
    paid_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=500, blank=True, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_invoice_a_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_has_an_amount"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="invoice_due_after_issue"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(cancelled_at__isnull=True), name="invoice_paid_or_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""), name="invoice_cancelled_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="invoice_case"),
            models.Index(fields=["tenant", "issued_on", "id"], name="invoice_issued"),
        ]


class AccessGrant(Owned):
    """开放查阅: the company let a member of the team in to read its records, as agreed. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="access_grants")
    certifier = models.ForeignKey("certification.Certifier", on_delete=models.PROTECT, related_name="+")
    company_id = models.BigIntegerField()  # the organisation whose records are opened
    engagement_id = models.BigIntegerField()  # its engagement, inside its own walls
    areas = ArrayField(models.CharField(max_length=30), default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="access_grant_case")]
