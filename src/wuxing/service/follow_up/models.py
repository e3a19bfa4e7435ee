"""Tables of follow-up calls, surveys and problems. What a customer said stands here, not in the ledger, which technicians read."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, User
from wuxing.service.follow_up import states


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]


def _person() -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class CallPlan(Owned):
    """回访计划: which closed orders are called, in versions. The seed draws; its digest was in the ledger before."""

    version = models.PositiveIntegerField()
    rules = models.JSONField()
    max_tries = models.PositiveSmallIntegerField(default=3)
    spacing_minutes = models.PositiveIntegerField(default=240)
    survey_days = models.PositiveSmallIntegerField(default=14)
    low_score = models.PositiveSmallIntegerField(default=2)
    low_recommend = models.PositiveSmallIntegerField(default=3)
    seed = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True, default="")
    saved_at = models.DateTimeField()
    saved_by = _person()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "version"], name="one_call_plan_a_version"),
            models.CheckConstraint(condition=Q(max_tries__gte=1, max_tries__lte=10), name="call_plan_tries"),
            models.CheckConstraint(condition=Q(survey_days__gte=1, survey_days__lte=90), name="call_plan_survey_days"),
        ]


class CallScript(Owned):
    """回访话术: the questions of a call, in versions and languages."""

    version = models.PositiveIntegerField()
    questions = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = _person()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "version"], name="one_call_script_a_version"),
        ]


class FollowUpCall(Owned):
    """回访: a customer to be called, why, until when, and what came of it."""

    kind = models.CharField(max_length=20, choices=_choices(states.CallKind))
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="+")
    problem = models.ForeignKey("service.Problem", on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey(CallPlan, on_delete=models.PROTECT, null=True, related_name="+")  # none: the shipped one
    script = models.ForeignKey(CallScript, on_delete=models.PROTECT, null=True, related_name="+")
    rule = models.PositiveSmallIntegerField(null=True)  # its place in the plan
    ticket = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=20, choices=_choices(states.CallState), default=states.CallState.PLANNED.value)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # before this nobody tries again
    tries = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = _person()
    satisfied = models.BooleanField(null=True)
    answers = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["order", "kind"], condition=Q(state="planned"), name="one_planned_call_an_order_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(ended_at__isnull=False), name="ended_call_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(kind="call_back") | Q(problem__isnull=False), name="call_back_has_a_problem"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "due_at", "id"], name="call_due", condition=Q(state="planned")),
            models.Index(fields=["tenant", "state", "-id"], name="call_state"),
            models.Index(fields=["order", "-id"], name="call_order"),
        ]


class CallTry(Owned):
    """回访记录: one try of a call; nobody changes it afterwards."""

    call = models.ForeignKey(FollowUpCall, on_delete=models.PROTECT, related_name="all_tries")
    sequence = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=20, choices=_choices(states.Try))
    at = models.DateTimeField()
    by = _person()
    later_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, null=True)  # noqa: DJ001  # null once erased
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["call", "sequence"], name="one_try_a_sequence"),
            models.CheckConstraint(
                condition=~Q(result="later") | Q(later_at__isnull=False), name="later_try_names_a_time"
            ),
        ]


class SurveyInvitation(Owned):
    """评价邀请: one answer an invitation. Of its word only a digest is kept; `nonce` needs the server's secret to make it anew."""

    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=_choices(states.Channel))
    state = models.CharField(
        max_length=10, choices=_choices(states.InvitationState), default=states.InvitationState.INVITED.value
    )
    nonce = models.BinaryField(max_length=16)
    digest = models.BinaryField(max_length=32, unique=True)
    invited_at = models.DateTimeField()
    invited_by = _person()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["order", "channel"],
                condition=Q(state="invited"),
                name="one_open_invitation_an_order_and_channel",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="answered_invitation_has_its_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["order", "-id"], name="invitation_order"),
            models.Index(fields=["tenant", "invited_at"], name="invitation_time"),
        ]


def _mark() -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(null=True)


def _within(name: str, low: int, high: int) -> models.CheckConstraint:
    inside = Q(**{f"{name}__gte": low, f"{name}__lte": high}) | Q(**{f"{name}__isnull": True})
    return models.CheckConstraint(condition=inside, name=f"answer_{name}_within")


class SurveyAnswer(Owned):
    """评价: what a customer answered, once and for good. The ledger holds its salted digest, so that a change would show."""

    invitation = models.OneToOneField(SurveyInvitation, on_delete=models.PROTECT, related_name="answer")
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=_choices(states.Channel))
    given_at = models.DateTimeField()
    skill = _mark()
    attitude = _mark()
    punctuality = _mark()
    price = _mark()
    result = _mark()
    recommend = _mark()
    wants_call = models.BooleanField(default=False)
    comment = models.CharField(max_length=1000, null=True)  # noqa: DJ001  # null once erased
    salt = models.BinaryField(max_length=32, null=True)
    commitment = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *(_within(name, 1, 5) for name in states.ASPECTS),
            _within("recommend", 0, 10),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-given_at", "-id"], name="answer_newest"),
            models.Index(fields=["order"], name="answer_order"),
        ]


class Problem(Owned):
    """问题: what a customer is not content with, until the customer says that it is well."""

    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=_choices(states.ProblemKind))
    state = models.CharField(max_length=20, choices=_choices(states.ProblemState))
    severity = models.CharField(max_length=10, choices=_choices(states.Severity))
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(SurveyAnswer, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=2000, blank=True, default="")
    wish = models.CharField(max_length=500, blank=True, default="")
    owner = _person()
    raised_at = models.DateTimeField()
    raised_by = _person()
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    solved_by = _person()
    verified_at = models.DateTimeField(null=True)
    verified_by = _person()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_problem_a_number"),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_at__isnull=False), name="verified_problem_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(solved_by__isnull=True)
                | ~Q(verified_by=models.F("solved_by")),
                name="problem_verified_by_another",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "due_at", "id"], name="problem_due", condition=~Q(state="verified")),
            models.Index(fields=["tenant", "state", "-id"], name="problem_state"),
            models.Index(fields=["order", "-id"], name="problem_order"),
        ]


class ProblemStep(Owned):
    """处理记录: one step of a problem; nobody changes it afterwards."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = _person()
    note = models.CharField(max_length=1000, null=True)  # noqa: DJ001  # null once erased
    passed_to = models.CharField(max_length=20, blank=True, default="")
    passed_id = models.BigIntegerField(null=True)
    passed_number = models.CharField(max_length=30, blank=True, default="")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["problem", "id"], name="step_problem")]
