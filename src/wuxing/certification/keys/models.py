"""Signing keys: the public side and its life. The private side never stands in the database."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned, User


class SigningKey(Owned):
    """签发密钥: one key of a body for one purpose; its history is in the body's log."""

    class Purpose(models.TextChoices):
        CERTIFICATE = "certificate"  # credentials, QR codes and status lists
        REHEARSAL = "rehearsal"  # the same for exercises
        DOCUMENT = "document"  # PDF signatures; the key has an X.509 certificate
        REHEARSAL_DOCUMENT = "rehearsal_document"
        AUTHORITY = "authority"  # the body's own X.509 root, which signs the certificates of document keys

    class Store(models.TextChoices):
        FILE = "file"  # encrypted in the data folder
        PKCS11 = "pkcs11"  # in a hardware module

    class State(models.TextChoices):
        ACTIVE = "active"
        RETIRED = "retired"  # signs no more; what it signed stays good
        REVOKED = "revoked"  # what it signed from `revoked_from` on is not believed

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    algorithm = models.CharField(max_length=20)  # JOSE name: Ed25519, ES256
    kid = models.CharField(max_length=60)  # RFC 7638 thumbprint, base64url
    public = models.BinaryField(max_length=200)
    x509 = models.TextField(blank=True, default="")  # PEM chain of a document key, own first
    store = models.CharField(max_length=10, choices=Store.choices, default=Store.FILE)
    label = models.CharField(max_length=100, blank=True, default="")  # in the hardware module
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_from = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "kid"], name="one_signing_key_a_kid"),
            models.UniqueConstraint(
                fields=["tenant", "purpose"], condition=Q(state="active"), name="one_active_key_a_purpose"
            ),
        ]


class KeyRevocation(Owned):
    """密钥作废: a key that somebody proposes to revoke; another person decides."""

    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="revocations")
    revoked_from = models.DateTimeField()  # what was signed from then on is not believed
    reason = models.CharField(max_length=1000)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    answer = models.CharField(max_length=1000, blank=True, default="")  # why it was turned down

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(decided_at__isnull=True), name="one_key_revocation_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(accepted=False) | ~Q(decided_by=F("proposed_by")),
                name="key_revocation_two_persons",
            ),
        ]
