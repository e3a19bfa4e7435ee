"""Tables of public logs and their witnesses."""

from typing import ClassVar

from django.db import models

from wuxing.core.models import Owned, Tenant, User


class LogChoice(Owned):
    """公开账本: whether anybody may read an organisation's log; without a row it is as its kind says."""

    public = models.BooleanField()
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant"], name="one_log_choice_a_tenant")
        ]


class Witness(Owned):
    """见证人: somebody who cosigns our log: an organisation of this installation, or a server elsewhere."""

    name = models.CharField(max_length=300)  # of its key
    key = models.CharField(max_length=500)  # name+id+key, as the standard writes it
    url = models.CharField(max_length=300, blank=True, default="")  # where it is asked; none: it works here
    peer = models.ForeignKey(Tenant, on_delete=models.PROTECT, null=True, related_name="+")
    size = models.BigIntegerField(default=0)  # the last size it cosigned
    cosigned_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    trouble = models.CharField(max_length=300, blank=True, default="")  # why it did not cosign, the last time
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "key"], name="one_witness_a_key"),
            models.CheckConstraint(
                condition=models.Q(url="", peer__isnull=False) | models.Q(peer=None) & ~models.Q(url=""),
                name="witness_is_here_or_elsewhere",
            ),
        ]


class WitnessedLog(Owned):
    """受见证账本: a log for which we vouch, with the last size and root that we cosigned."""

    origin = models.CharField(max_length=300)
    key = models.CharField(max_length=500)
    peer = models.ForeignKey(Tenant, on_delete=models.PROTECT, null=True, related_name="+")
    size = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    note = models.TextField(blank=True, default="")  # the last checkpoint we cosigned, with both signatures
    cosigned_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused = models.TextField(blank=True, default="")  # a signed checkpoint that was no continuation: a proof of it
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "origin"], name="one_witnessed_log_an_origin"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="witnessed_size_not_negative"),
        ]


class Cosignature(Owned):
    """见证签名: a witness's line under our checkpoint of a size. Append-only."""

    size = models.BigIntegerField()
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.CharField(max_length=600)
    cosigned_at = models.DateTimeField()  # as the witness says

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "size", "witness"], name="one_cosignature_a_witness_and_size")
        ]
