"""What evaluators plan, draw, hold, note and see, indicator by indicator."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wuxing.certification.cases.models import Case, Client, Site
from wuxing.certification.onsite_audit.states import (
    Answer,
    MeetingKind,
    Method,
    NoteKind,
    Origin,
    PlanState,
    Remote,
    Side,
)
from wuxing.certification.people.models import Certifier
from wuxing.core.models import Attachment, Owned, User


class Sheet(Owned):
    """检查表: one indicator of a case: what was looked at, to which share it is met, what the records alone would say."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sheets")
    leaf = models.CharField(max_length=40)
    evaluator = models.ForeignKey(Certifier, on_delete=models.PROTECT, null=True, related_name="+")
    sample_size = models.PositiveIntegerField(null=True)  # of a proportional indicator
    ratio = models.DecimalField(max_digits=7, decimal_places=6, null=True)  # from the findings; null: not seen yet
    automatic = models.DecimalField(max_digits=7, decimal_places=6, null=True)  # by the client's records, if let in
    automatic_from = models.CharField(max_length=300, blank=True, default="")  # which snapshot or day
    override_reason = models.CharField(max_length=1000, blank=True, default="")  # why ratio differs from automatic
    text = models.CharField(max_length=4000, blank=True, default="")
    seen_at = models.DateTimeField(null=True)
    second = models.ForeignKey(Certifier, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "leaf"], name="one_sheet_a_leaf"),
            models.CheckConstraint(
                condition=Q(ratio__isnull=True) | Q(ratio__gte=0, ratio__lte=1), name="sheet_ratio_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=models.F("evaluator")), name="sheet_two_persons"
            ),
        ]


class Plan(Owned):
    """评价计划: one version of the plan; a released one stands, a change is a new version."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in PlanState], default=PlanState.DRAFT.value
    )
    remote = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Remote], default=Remote.NONE.value)
    remote_reason = models.CharField(max_length=500, blank=True, default="")
    short_notice_reason = models.CharField(max_length=500, blank=True, default="")
    made_by = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "version"], name="one_plan_a_version"),
            models.CheckConstraint(
                condition=Q(remote="none") | ~Q(remote_reason=""), name="remote_plan_gives_its_reason"
            ),
        ]


class PlanLine(Owned):
    """计划安排: who looks at what, where, when, how, and whom they meet."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lines")
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=20, choices=[(m.value, m.value) for m in Method])
    leaves = ArrayField(models.CharField(max_length=40), default=list)
    met = models.CharField(max_length=200, blank=True, default="")  # posts or units at the client
    text = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="plan_line_ends_after_start")
        ]
        indexes = [models.Index(fields=["certifier", "day"], name="plan_line_certifier")]


class PlanAnswer(Owned):
    """计划确认: the client confirms a plan or objects, perhaps to a person; the body may overrule with a reason. Append-only."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Answer])
    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=1000, blank=True, default="")
    by_name = models.CharField(max_length=100)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class CycleProgramme(Owned):
    """周期方案: what is looked at in which year of the cycle, so that every outlet has its turn. A change is a new version."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="programmes")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")  # in which it was laid down
    certificate_id = models.BigIntegerField(null=True)
    version = models.PositiveSmallIntegerField()
    years = models.JSONField()  # [{year, kind, month, leaves, sites}]
    made_by = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["client", "version"], name="one_cycle_programme_a_version")
        ]


class Draw(Owned):
    """What every draw has: the body's promise, then list and word of the client, then the seed of both."""

    size_rule = models.CharField(max_length=100)  # how many, in words of the rule: "1.0 × √n", "sqrt, 10–60"
    promise = models.CharField(max_length=64)  # SHA-256 of the body's word, before the client says anything
    secret = models.CharField(max_length=64)  # the body's word; shown to nobody before the draw
    promised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    promised_at = models.DateTimeField()
    population = models.JSONField(default=list)  # the names in their order; places count from 1
    digest = models.CharField(max_length=64, blank=True, default="")
    word = models.CharField(max_length=200, blank=True, default="")  # the client's
    told_by = models.CharField(max_length=100, blank=True, default="")
    told_through = models.CharField(max_length=20, blank=True, default="")  # portal, or web: written down by the team
    seed = models.CharField(max_length=64, blank=True, default="")
    size = models.PositiveIntegerField(null=True)
    drawn = ArrayField(models.PositiveIntegerField(), default=list)  # places in the population
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class SiteDraw(Draw):
    """网点抽样: which outlets are visited. Headquarters always are and stand beside the draw."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="site_draws")
    factor = models.DecimalField(max_digits=5, decimal_places=3)
    least = models.PositiveSmallIntegerField()
    sites = ArrayField(models.BigIntegerField(), default=list)  # ids, beside the names of the population

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "digest"], name="one_draw_a_list_of_sites")
        ]


class RecordDraw(Draw):
    """记录抽样: records looked at for an indicator: drawn from a list, or a sample of the company's own system by its number."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="record_draws")
    origin = models.CharField(max_length=20, choices=[(o.value, o.value) for o in Origin])
    leaf = models.CharField(max_length=40)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    rule = models.CharField(max_length=10, blank=True, default="")  # of evidence/sampling/rules
    amount = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    at_least = models.PositiveIntegerField(default=0)
    at_most = models.PositiveIntegerField(default=0)
    sample_number = models.CharField(max_length=30, blank=True, default="")  # of the company's own sample


class RecordResult(Owned):
    """抽样记录结果: what was seen in one drawn record; a later one stands beside the earlier. Append-only."""

    draw = models.ForeignKey(RecordDraw, on_delete=models.PROTECT, related_name="results")
    place = models.PositiveIntegerField()
    conforms = models.BooleanField(null=True)  # None: could not be seen
    note = models.CharField(max_length=1000, blank=True, default="")
    by = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Meeting(Owned):
    """会议: the opening and the closing meeting: when, where, what was said; confirmed, it stands."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in MeetingKind])
    at = models.DateTimeField()
    place = models.CharField(max_length=300)  # or a link
    minutes = models.CharField(max_length=4000, blank=True, default="")
    held_by = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind"], name="one_meeting_a_kind"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(minutes=""), name="confirmed_meeting_has_minutes"
            ),
        ]


class Attendance(Owned):
    """签到: who took part, signed by typing the name. Append-only."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    side = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Side])
    name = models.CharField(max_length=100)
    post = models.CharField(max_length=100, blank=True, default="")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_through = models.CharField(max_length=20)
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "side", "name"], name="one_signature_a_person")
        ]


class Note(Owned):
    """现场记录: a note, interview or photo. Append-only: a correction is a new note that names the old; names can be masked."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="audit_notes")
    key = models.CharField(max_length=64)  # made where it was written down: the same note is kept once
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in NoteKind])
    leaf = models.CharField(max_length=40, blank=True, default="")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=4000)
    post = models.CharField(max_length=100, blank=True, default="")  # of who was interviewed
    person = models.CharField(max_length=100, null=True)  # noqa: DJ001  # their name, if it must be; empty when masked
    masked_at = models.DateTimeField(null=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    by = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()  # when it was seen
    kept_at = models.DateTimeField()  # when it came here

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "key"], name="one_note_a_key"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]
        indexes = [models.Index(fields=["case", "leaf"], name="audit_note_leaf")]
