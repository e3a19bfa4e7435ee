"""Tables of procedure 2: calendars, promises, targets, the events of their clocks, reminders and escalations."""

from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned
from wuxing.governance.commitments.states import Clock, ClockMove, ProposalState, Recipient

DECLARED_SINCE = datetime(
    1990, 1, 1, tzinfo=UTC
)  # from when a promise counts that an import declares for foreign records


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
    zone = models.CharField(max_length=60, blank=True, default="", db_default="")  # empty: the calendar's
    weekly = models.JSONField()
    exceptions = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)  # date to words: which holiday, which day is made up for
    source = models.CharField(max_length=120, blank=True, default="", db_default="")  # where proposed dates come from
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "version"], name="one_calendar_version")]


class PromiseContent(Owned):
    """What a promise says: what, within how long, for whom, where it is made known, who checked that it is lawful."""

    class Kind(models.TextChoices):
        DISPATCH = "dispatch"
        RESPOND = "respond"
        CONTACT = "contact"
        ARRIVE = "arrive"
        RESOLVE = "resolve"
        FOLLOW_UP = "follow_up"
        CALL_BACK = "call_back"

    class Area(models.TextChoices):
        ANY = "any"
        URBAN = "urban"
        RURAL = "rural"

    class Channel(models.TextChoices):
        WEBSITE = "website"
        CONTRACT = "contract"
        PACKAGE = "package"
        HOTLINE = "hotline"
        STORE = "store"
        APP = "app"
        OTHER = "other"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    area = models.CharField(max_length=10, choices=Area.choices, default=Area.ANY)
    product_line = models.CharField(max_length=60, blank=True, default="", db_default="")  # empty: every line
    tier = models.CharField(max_length=20, blank=True, default="", db_default="")  # empty: every customer
    text = models.CharField(max_length=300)
    minutes = models.PositiveIntegerField()
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=20, blank=True, default="", db_default="", choices=Channel.choices)
    published_where = models.CharField(max_length=300, blank=True, default="", db_default="")
    legal_checked_by = models.CharField(max_length=100, blank=True, default="", db_default="")
    legal_checked_on = models.DateField(null=True)
    legal_check = models.CharField(max_length=500, blank=True, default="", db_default="")
    steps = models.JSONField(null=True)  # [[percent, recipient], …]; null: the usual ones
    safety = models.BooleanField(default=False, db_default=False)  # reminded of at any hour
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    def scope(self) -> dict[str, str]:
        """Return what is promised and for whom: one promise of a scope binds at a time."""
        return {"kind": self.kind, "area": self.area, "product_line": self.product_line, "tier": self.tier}


class PromiseProposal(PromiseContent):
    """承诺变更申请: a promise as somebody would publish, change or end it. It binds nobody before it is approved."""

    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ProposalState])
    wished_from = models.DateField(null=True)  # nothing: from the approval on
    running_too = models.BooleanField(default=False)
    proposed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True, default="")  # the reason of a return, words at an approval
    changed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "area", "product_line", "tier"],
                condition=Q(state__in=["draft", "proposed", "returned"]),
                name="one_open_proposal_a_scope",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "approved"])
                | (Q(legal_checked_on__isnull=False) & ~Q(legal_checked_by="") & ~Q(legal_check="")),
                name="proposed_promise_was_checked",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(decided_by=None) | ~Q(proposed_by=F("decided_by")),
                name="proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "returned"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="proposal_decided_by_somebody",
            ),
        ]

    @property
    def ends(self) -> bool:
        """Say whether it ends a promise without another in its place: from its day on no minutes are promised."""
        return self.minutes == 0


class Promise(PromiseContent):
    """服务承诺: a public promise as a measurable rule. A change ends it and opens a new version.

    Every row was approved: a version comes from a proposal that the general manager approved (`approved_at`), or is from
    before approvals were kept (nothing there). Those that an import declared to judge foreign records by bind no case of ours.
    """

    version = models.PositiveIntegerField(default=1, db_default=1)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    proposal = models.ForeignKey(
        PromiseProposal, on_delete=models.PROTECT, null=True, db_index=False, related_name="versions"
    )
    proposed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    approved_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    approved_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="promise_period_runs"
            ),
            models.UniqueConstraint(
                fields=["tenant", "kind", "area", "product_line", "tier"],
                condition=Q(ends_at=None),
                name="one_current_promise_a_scope",
            ),
            models.CheckConstraint(
                condition=Q(legal_checked_on=None) | (~Q(legal_checked_by="") & ~Q(legal_check="")),
                name="legal_check_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(approved_by=None) | ~Q(proposed_by=F("approved_by")),
                name="promise_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="promise_approved_by_somebody",
            ),
        ]

    @property
    def is_declared(self) -> bool:
        """Say whether an import declared it, to judge foreign records by: nobody approved it."""
        return self.approved_at is None and self.starts_at == DECLARED_SINCE


class Target(Owned):
    """时限目标: one promise on one case. `due_at` is written once and never moved; pauses are events beside it.

    It has two clocks: the customer's (paused_at, effective_due_at, kept) and our own (own_…). What stands in them is what
    the events and the frozen calendar say; they are kept so that lists need not work it out.
    """

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Promise.Kind.choices)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, db_index=False, related_name="+")
    calendar_version = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, null=True, related_name="+")
    hours_version = models.ForeignKey(  # the hours in which it is reminded of
        CalendarVersion, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    minutes = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    effective_due_at = models.DateTimeField(null=True)  # due_at moved by pauses; null while a pause is open
    stopped_at = models.DateTimeField(null=True)
    kept = models.BooleanField(null=True)
    own_paused_at = models.DateTimeField(null=True)
    own_due_at = models.DateTimeField(null=True)
    own_kept = models.BooleanField(null=True)
    round = models.PositiveSmallIntegerField(default=1, db_default=1)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    safety = models.BooleanField(default=False, db_default=False)
    step = models.PositiveSmallIntegerField(default=0, db_default=0)  # reminders and escalations gone out
    remind_at = models.DateTimeField(null=True)  # when the next one goes out; nothing while the clock stands

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "subject_type", "subject_id", "kind", "starts_at", "round"], name="one_target_a_start"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("starts_at")), name="target_due_after_start"),
        ]
        indexes = [
            models.Index(fields=["promise", "-starts_at", "-id"], name="target_promise"),
            models.Index(fields=["tenant", "remind_at"], condition=Q(remind_at__isnull=False), name="target_remind"),
        ]


class ClockEvent(Owned):
    """What happened to a target's clocks: started, paused for a listed reason, resumed, stopped. Never changed."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ClockMove])
    reason = models.CharField(max_length=40, blank=True)
    customer = models.BooleanField(default=True, db_default=True)  # moves the customer's clock
    internal = models.BooleanField(default=True, db_default=True)  # moves our own clock
    at = models.DateTimeField()

    def moves(self, clock: Clock) -> bool:
        """Say whether the event is one of that clock."""
        return self.customer if clock == Clock.CUSTOMER else self.internal


class Escalation(Owned):
    """提醒与升级: a reminder or an escalation that went out for a target. Never changed."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, db_index=False, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    recipient = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Recipient])
    user_ids = ArrayField(models.BigIntegerField(), default=list)
    names = models.CharField(max_length=300, blank=True, default="")
    planned_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "step"], name="one_escalation_a_step")]


class Goal(Owned):
    """服务目标: which share of a promise one outlet, one person or the whole company is to keep in a year or a month.

    A change ends it and opens the next version. Whose it is stands by kind and number, for outlets and people are known
    only further up.
    """

    kind = models.CharField(max_length=20, choices=Promise.Kind.choices)
    area = models.CharField(max_length=10, choices=Promise.Area.choices)
    product_line = models.CharField(max_length=60, blank=True)
    tier = models.CharField(max_length=20, blank=True)
    holder_type = models.CharField(max_length=20)
    holder_id = models.BigIntegerField(default=0)
    holder_name = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(default=0)  # 0: the whole year
    share = models.DecimalField(max_digits=5, decimal_places=2)
    owner = models.ForeignKey("core.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    version = models.PositiveIntegerField(default=1)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "year", "month", "holder_type", "holder_id", "kind", "area", "product_line", "tier"],
                condition=Q(ended_at=None),
                name="one_goal_a_holder_and_period",
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="goal_is_a_share"),
            models.CheckConstraint(condition=Q(month__lte=12), name="goal_month_is_one"),
        ]
