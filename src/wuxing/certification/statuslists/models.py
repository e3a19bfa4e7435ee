"""Status lists: one bit a certificate and purpose."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned

LENGTH = 131_072
"""Entries of a list: the least that Bitstring Status List 1.0 allows."""


class StatusList(Owned):
    """状态列表: the bits of up to 131,072 certificates for one purpose, and the list as it was signed last."""

    class Purpose(models.TextChoices):
        REVOCATION = "revocation"  # final
        SUSPENSION = "suspension"  # reversible

    rehearsal = models.BooleanField()
    number = models.IntegerField()  # from 1; the same number for both purposes, the same index in both
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    bits = models.BinaryField()  # LENGTH bits, the first is the most significant of the first byte
    taken = models.IntegerField(default=0)  # indexes given out
    credential = models.TextField(blank=True, default="")  # vc+jwt
    signed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "rehearsal", "number", "purpose"], name="one_status_list_a_number_and_purpose"
            ),
            models.CheckConstraint(condition=Q(taken__lte=LENGTH) & Q(taken__gte=0), name="status_list_not_overfull"),
        ]


class StatusPlace(Owned):
    """状态位: the place of a certificate in the lists, for ever."""

    certificate = models.OneToOneField("certification.Certificate", on_delete=models.PROTECT, related_name="place")
    rehearsal = models.BooleanField()
    number = models.IntegerField()
    index = models.IntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "rehearsal", "number", "index"], name="one_certificate_a_place"),
            models.CheckConstraint(condition=Q(index__gte=0) & Q(index__lt=LENGTH), name="place_in_list"),
        ]
