"""Tables of procedure 2: calendars, promises, targets and the events of their clocks."""

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned


class WorkCalendar(Owned):
    """工作日历: named working hours of a zone; its content lives in versions."""

    name = models.CharField(max_length=100)
    zone = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="one_calendar_a_name")]


class CalendarVersion(Owned):
    """One version of a calendar; a target freezes the version under which it was promised."""

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    weekly = models.JSONField()
    exceptions = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "version"], name="one_calendar_version")]


class Promise(Owned):
    """服务承诺: a public promise as a measurable rule. A change ends it and opens a new one."""

    class Kind(models.TextChoices):
        DISPATCH = "dispatch"
        CONTACT = "contact"
        ARRIVE = "arrive"
        RESOLVE = "resolve"
        FOLLOW_UP = "follow_up"

    class Area(models.TextChoices):
        ANY = "any"
        URBAN = "urban"
        RURAL = "rural"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    area = models.CharField(max_length=10, choices=Area.choices, default=Area.ANY)
    text = models.CharField(max_length=300)
    minutes = models.PositiveIntegerField()
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="promise_period_runs"
            ),
            models.UniqueConstraint(
                fields=["tenant", "kind", "area"], condition=Q(ends_at=None), name="one_current_promise_a_kind_and_area"
            ),
        ]


class Target(Owned):
    """时限目标: one promise on one case. `due_at` is written once and never moved; pauses are events beside it."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Promise.Kind.choices)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    calendar_version = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    effective_due_at = models.DateTimeField(null=True)  # due_at moved by pauses; null while a pause is open
    stopped_at = models.DateTimeField(null=True)
    kept = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "subject_type", "subject_id", "kind", "starts_at"], name="one_target_a_start"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("starts_at")), name="target_due_after_start"),
        ]


class ClockEvent(Owned):
    """A pause or its end on a target's clock, with its listed reason."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=[("pause", "pause"), ("resume", "resume")])
    reason = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
