"""Ties of units: what belongs to what, stands where, is whose, was replaced by what, from one day to another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned


class AssetTie(Owned):
    """设备关系: one tie of a unit, from a day on. It is ended, never taken away."""

    class Kind(models.TextChoices):
        PARENT = "parent"  # is a part of
        REPLACED_BY = "replaced_by"
        LOCATED_AT = "located_at"
        OWNED_BY = "owned_by"
        MANAGED_BY = "managed_by"

    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    other = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, null=True, related_name="tied")
    site = models.ForeignKey("customers.ServiceSite", on_delete=models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField(null=True)  # not known of what was on file before
    until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    recorded_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["asset", "kind"], condition=Q(until=None), name="one_open_tie_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["parent", "replaced_by"], other__isnull=False, site=None, customer=None)
                | Q(kind="located_at", site__isnull=False, other=None, customer=None)
                | Q(kind__in=["owned_by", "managed_by"], customer__isnull=False, other=None, site=None),
                name="tie_has_its_end",
            ),
            models.CheckConstraint(condition=Q(other=None) | ~Q(other=F("asset")), name="tie_not_to_itself"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="tie_ends_after_start"
            ),
        ]
