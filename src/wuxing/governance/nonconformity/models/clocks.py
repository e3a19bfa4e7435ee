"""The clocks of the stages: how long each may take, and how long it took."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned
from wuxing.governance.nonconformity import states
from wuxing.governance.nonconformity.models.nonconformity import Nonconformity, choices, person_or_none


class StageTerm(Owned):
    """阶段时限: how long a stage may take, by severity, where the company decided otherwise than the default."""

    stage = models.CharField(max_length=20, choices=choices(states.Term))
    severity = models.CharField(max_length=10, choices=choices(states.Severity))
    count = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=choices(states.Unit))
    reason = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "stage", "severity"], condition=Q(ends_at=None), name="one_current_term_a_stage"
            ),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="stage_term_runs"),
        ]


class StageClock(Owned):
    """One stage of one round against its clock. `due_at` is written once; an extension stands beside it."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="clocks")
    round = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=20, choices=choices(states.Stage))
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    counts_until = models.DateTimeField()  # due_at, or what it was moved to
    count = models.PositiveSmallIntegerField(null=True)  # of the term; null when the plan set the day
    unit = models.CharField(max_length=20, choices=choices(states.Unit), default=states.Unit.DAYS)
    calendar_version = models.ForeignKey(
        "governance.CalendarVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    moved_at = models.DateTimeField(null=True)
    moved_by = person_or_none()
    move_reason = models.CharField(max_length=300, blank=True, default="")
    escalated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    kept = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["nonconformity", "round", "stage"], name="one_clock_a_stage"),
            models.CheckConstraint(condition=Q(due_at__gte=F("starts_at")), name="stage_due_after_start"),
            models.CheckConstraint(condition=Q(moved_at=None) | ~Q(move_reason=""), name="moved_stage_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["tenant", "counts_until"],
                name="stage_running",
                condition=Q(ended_at=None, escalated_at=None),
            )
        ]
