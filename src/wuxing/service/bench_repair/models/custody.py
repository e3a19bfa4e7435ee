"""保管链: who has an item. The database keeps exactly one open row an item, without a gap between two."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned
from wuxing.service.bench_repair import states
from wuxing.service.bench_repair.models.items import BenchItem, choices


class Custody(Owned):
    """交接: one hand-over, from one hand into the next, and whether the receiving hand has confirmed it."""

    item = models.ForeignKey(BenchItem, on_delete=models.PROTECT, related_name="custody")
    sequence = models.PositiveSmallIntegerField()
    from_kind = models.CharField(max_length=20, choices=choices(states.Holder))
    from_person = models.ForeignKey("resources.Person", on_delete=models.PROTECT, null=True, related_name="+")
    from_name = models.CharField(max_length=100, blank=True, default="")
    to_kind = models.CharField(max_length=20, choices=choices(states.Holder))
    to_person = models.ForeignKey("resources.Person", on_delete=models.PROTECT, null=True, related_name="+")
    to_name = models.CharField(max_length=100, blank=True, default="")  # of a person, a storage place, a courier
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    waybill = models.CharField(max_length=60, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item"], condition=Q(ended_at__isnull=True), name="one_custody_at_a_time"),
            models.UniqueConstraint(fields=["item", "sequence"], name="one_custody_a_sequence"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("handed_at")),
                name="custody_confirmed_after_hand_over",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(confirmed_at__isnull=False, ended_at__gte=F("confirmed_at")),
                name="custody_ends_confirmed",
                violation_error_message="what nobody has confirmed cannot be handed on",
            ),
            models.CheckConstraint(
                condition=~Q(to_kind__in=sorted(states.HANDS)) | Q(to_person__isnull=False),
                name="custody_of_a_hand_names_the_person",
            ),
            models.CheckConstraint(condition=~Q(to_kind="shelf") | ~Q(to_name=""), name="custody_on_a_shelf_names_it"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["tenant", "handed_at"],
                name="custody_owed",
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=True),
            ),
            models.Index(fields=["to_person"], name="custody_person", condition=Q(ended_at__isnull=True)),
        ]
