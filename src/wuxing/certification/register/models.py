"""What is public of certificates: drawn when something changes, readable without a tenant, of no wall."""

from typing import ClassVar

from django.db import models

from wuxing.core.models import Tenant


class RegisterEntry(models.Model):
    """登记: a certificate as the public register shows it; nothing personal. Written in the transaction of its change."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)
    certificate_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=60)
    holder = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=18, blank=True, default="")
    scheme = models.CharField(max_length=100)
    level = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    rehearsal = models.BooleanField()
    turns_on = models.DateField(null=True)  # the day on which time alone changes what it is worth
    issued_on = models.DateField()
    valid_until = models.DateField()
    shown = models.JSONField()  # the public facts and their course, see register.facts
    etag = models.CharField(max_length=40)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_entry_a_number"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["number"], name="register_number"),
            models.Index(fields=["credit_code"], name="register_credit_code"),
            models.Index(fields=["tenant", "-id"], name="register_of_body"),
            models.Index(fields=["number"], name="register_number_begins", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["tenant", "turns_on"], name="register_turns", condition=models.Q(turns_on__isnull=False)
            ),
        ]
