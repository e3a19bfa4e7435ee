"""What was said and planned at the steps of a treatment. Nothing of it is rewritten: a better word is a new row."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned
from wuxing.governance.nonconformity import states
from wuxing.governance.nonconformity.models.nonconformity import Nonconformity, choices, person, person_or_none


class Said(Owned):
    """What somebody said at a step of a nonconformity's treatment, in one round of it."""

    round = models.PositiveSmallIntegerField()
    by = person_or_none()
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Containment(Said):
    """应急处置(纠正): what was done at once, before the cause was known."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="containments")
    what = models.CharField(max_length=1000)
    done_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["nonconformity", "id"], name="containment_of")]


class CauseAnalysis(Said):
    """原因分析: the root cause that was chosen, with what shows it. A better one is a new row."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="analyses")
    root_cause = models.CharField(max_length=500)
    category = models.CharField(max_length=20, choices=choices(states.Category))
    evidence = models.CharField(max_length=1000)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["nonconformity", "-id"], name="analysis_of")]


class Why(Owned):
    """五问法: one link of the chain from the fact to its cause."""

    analysis = models.ForeignKey(CauseAnalysis, on_delete=models.PROTECT, related_name="whys")
    place = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300)
    answer = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["analysis", "place"], name="one_why_a_place")
        ]


class Cause(Owned):
    """鱼骨图: a possible cause on one of its six bones; the chosen one is the root cause."""

    analysis = models.ForeignKey(CauseAnalysis, on_delete=models.PROTECT, related_name="causes")
    category = models.CharField(max_length=20, choices=choices(states.Category))
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    chosen = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["analysis", "category", "place"], name="one_cause_a_place"),
            models.UniqueConstraint(fields=["analysis"], condition=Q(chosen=True), name="one_chosen_cause"),
        ]


class ActionPlan(Said):
    """纠正措施计划: how it will be seen that the actions worked, and from which day that can be judged."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="plans")
    criterion = models.CharField(max_length=500)
    check_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["nonconformity", "round"], name="one_plan_a_round")
        ]


class PlannedAction(Owned):
    """措施: what is to be done by whom until when, and how it was done. A struck one stays, with its reason."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="actions")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=choices(states.ActionKind))
    what = models.CharField(max_length=500)
    responsible = person()
    due_on = models.DateField()
    planned_at = models.DateTimeField()
    planned_by = person_or_none()
    done_at = models.DateTimeField(null=True)
    done_by = person_or_none()
    result = models.CharField(max_length=1000, blank=True, default="")
    record = models.CharField(max_length=120, blank=True, default="")  # number or address of the record that shows it
    struck_at = models.DateTimeField(null=True)
    strike_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(result=""), name="done_action_says_what_came"),
            models.CheckConstraint(condition=Q(struck_at=None) | ~Q(strike_reason=""), name="struck_action_says_why"),
            models.CheckConstraint(condition=Q(struck_at=None) | Q(done_at=None), name="action_done_or_struck"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["nonconformity", "id"], name="action_of"),
            models.Index(
                fields=["responsible", "due_on"], name="action_open", condition=Q(done_at=None, struck_at=None)
            ),
        ]


class Effectiveness(Said):
    """有效性验证: whether the actions worked, judged by somebody who neither owns nor did them."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="checks")
    verdict = models.CharField(max_length=20, choices=choices(states.Verdict))
    evidence = models.CharField(max_length=1000)
    record = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(evidence=""), name="effect_is_shown_by_evidence")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["nonconformity", "-id"], name="check_of")]


class Reopening(Said):
    """重新打开: the treatment begins a new round; `round` is the new one."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="reopenings")
    reason = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["nonconformity", "round"], name="one_reopening_a_round")
        ]


class Closing(Said):
    """关闭: the round ended with a proven effect."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="closings")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["nonconformity", "round"], name="one_closing_a_round")
        ]


class Regrading(Said):
    """更正严重程度: both values stay."""

    nonconformity = models.ForeignKey(Nonconformity, on_delete=models.PROTECT, related_name="regradings")
    before = models.CharField(max_length=10, choices=choices(states.Severity))
    after = models.CharField(max_length=10, choices=choices(states.Severity))
    reason = models.CharField(max_length=500)
