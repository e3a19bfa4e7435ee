"""Sealed certificates: the canonical content and what carries it."""

from typing import ClassVar

from django.db import models

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.keys.models import SigningKey
from wuxing.core.models import Attachment, Owned, User


class Seal(Owned):
    """签发: one revision of a certificate's content, signed; a later one (new name, lost key) stands beside it. Append-only."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="seals")
    revision = models.IntegerField()  # from 1
    reason = models.CharField(max_length=30)  # issue, correction, new_key, name_change, dates
    content = models.JSONField()  # proof.content; canonical form by RFC 8785
    digest = models.BinaryField(max_length=32)  # SHA-256 of the canonical content
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    credential = models.TextField()  # vc+jwt
    code = models.TextField()  # what the QR code says
    entry_id = models.BigIntegerField()  # the ledger entry that commits to the digest
    sealed_at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["certificate", "revision"], name="one_seal_a_revision"),
        ]


class CertificatePaper(Owned):
    """证书文件: a certificate as signed PDF in one language: the original, a copy after loss, or a translation. Append-only."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="papers")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)  # original, translation, duplicate
    copy = models.IntegerField(default=0)  # of duplicates, from 1
    reason = models.CharField(max_length=500, blank=True, default="")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["seal", "language", "kind", "copy"], name="one_paper_a_kind_and_copy"),
        ]
