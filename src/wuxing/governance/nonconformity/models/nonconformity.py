"""The nonconformity itself: its facts with their times; its state follows from them."""

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned, User
from wuxing.governance.nonconformity import states


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the codes of a field."""
    return [(member.value, member.value) for member in enum]


def person() -> models.ForeignKey[User, User]:
    """Return a field that names somebody."""
    return models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


def person_or_none() -> models.ForeignKey[User | None, User | None]:
    """Return a field that may name somebody; the system itself is nobody."""
    return models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class Nonconformity(Owned):
    """不符合报告: what was not as it should be, and how far its treatment is.

    Product and outlet belong to contexts above this one, so they are kept by number and by name as they stood.
    """

    number = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    description = models.CharField(max_length=2000)
    kind = models.CharField(max_length=20, choices=choices(states.Kind))
    source = models.CharField(max_length=20, choices=choices(states.Source))
    origin_type = models.CharField(max_length=40, blank=True, default="")  # the record it was raised from
    origin_id = models.BigIntegerField(null=True)
    origin_number = models.CharField(max_length=80, blank=True, default="")
    leaves = ArrayField(models.CharField(max_length=40), default=list)  # indicators of a scheme that it touches
    severity = models.CharField(max_length=10, choices=choices(states.Severity))
    reported_severity = models.CharField(max_length=10, choices=choices(states.Severity))
    product_id = models.BigIntegerField(null=True)
    product_name = models.CharField(max_length=120, blank=True, default="")
    outlet_id = models.BigIntegerField(null=True)
    outlet_name = models.CharField(max_length=120, blank=True, default="")
    found_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    found_by = models.CharField(
        max_length=100, blank=True, default=""
    )  # who found it, as named; perhaps nobody of ours
    reported_by = person_or_none()
    owner = person_or_none()
    state = models.CharField(max_length=20, choices=choices(states.State))
    round = models.PositiveSmallIntegerField(default=1)  # one more each time it is reopened
    contained_at = models.DateTimeField(null=True)
    analysed_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = person_or_none()
    closed_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = person_or_none()
    cancel_reason = models.CharField(max_length=500, blank=True, default="")
    cause_category = models.CharField(max_length=20, blank=True, default="", choices=choices(states.Category))
    root_cause = models.CharField(max_length=500, blank=True, default="")
    deduction_ground = models.CharField(max_length=20, blank=True, default="", choices=choices(states.Ground))
    deduction_at = models.DateTimeField(null=True)  # when it was named a special deduction
    next_due_at = models.DateTimeField(null=True)  # of the stage that runs, for lists
    late_stages = models.PositiveSmallIntegerField(default=0)
    search = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_nonconformity_a_number"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, verified_at__isnull=False),
                name="closed_nonconformity_is_verified",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="cancelled_nonconformity_says_why",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | Q(owner__isnull=True) | ~Q(verified_by=F("owner")),
                name="nonconformity_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by__isnull=True)
                | Q(reported_by__isnull=True)
                | ~Q(cancelled_by=F("reported_by")),
                name="nonconformity_cancelled_by_another",
            ),
            models.CheckConstraint(
                condition=Q(deduction_ground="") | Q(deduction_at__isnull=False), name="special_deduction_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(origin_type="") | Q(origin_id__isnull=False), name="nonconformity_origin_is_a_record"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="nonconformity_newest"),
            models.Index(fields=["tenant", "state", "-id"], name="nonconformity_state"),
            models.Index(fields=["tenant", "-updated_at", "-id"], name="nonconformity_updated"),
            models.Index(
                fields=["tenant", "next_due_at", "id"],
                name="nonconformity_due",
                condition=Q(state__in=sorted(states.LIVE)),
            ),
            models.Index(
                fields=["owner", "next_due_at"], name="nonconformity_owner", condition=Q(state__in=sorted(states.LIVE))
            ),
            models.Index(
                fields=["tenant", "origin_type", "origin_id"], name="nonconformity_origin", condition=~Q(origin_type="")
            ),
            models.Index(fields=["tenant", "found_at"], name="nonconformity_found"),
            models.Index(
                fields=["tenant", "deduction_at"], name="nonconformity_deduction", condition=~Q(deduction_ground="")
            ),
        ]
