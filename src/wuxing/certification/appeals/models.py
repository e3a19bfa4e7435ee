"""Appeals and complaints, who handles them, what they dispute, every step."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.certification.appeals.states import Door, Kind, Outcome, State
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.findings.models import Finding
from wuxing.certification.people.models import Certifier
from wuxing.core.models import Owned, User


class Appeal(Owned):
    """申诉、投诉: what somebody asks the body to look at again."""

    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    door = models.CharField(max_length=20, choices=[(d.value, d.value) for d in Door])
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="appeals")  # about or from
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="appeals")
    certificate_id = models.BigIntegerField(null=True)
    party = models.CharField(max_length=200, blank=True, default="")  # who complains, when it is not the client
    contact = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    text = models.CharField(max_length=4000)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State], default=State.RECEIVED.value)
    due_on = models.DateField(null=True)  # when the next step is due
    outcome = models.CharField(max_length=20, choices=[(o.value, o.value) for o in Outcome], blank=True, default="")
    reasons = models.CharField(max_length=4000, blank=True, default="")
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_appeal_a_number"),
            models.CheckConstraint(
                condition=~Q(kind="appeal") | Q(case__isnull=False, client__isnull=False),
                name="appeal_is_about_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "told"]) | ~Q(outcome="") & ~Q(reasons=""),
                name="appeal_decided_with_reasons",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "due_on", "id"], name="appeal_state"),
            models.Index(fields=["case"], name="appeal_case"),
        ]

    def __str__(self) -> str:
        return self.number


class AppealHandler(Owned):
    """处理人员: somebody who was not involved; the first looks into it, another decides."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="handlers")
    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["appeal", "certifier"], condition=Q(ended_at__isnull=True), name="one_handler_an_appeal"
            )
        ]


class Dispute(Owned):
    """争议评定: a ruling that an appeal disputes: the share of an indicator, or a finding to be set aside. Append-only."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="disputes")
    leaf = models.CharField(max_length=40, blank=True, default="")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="+")
    ratio = models.DecimalField(max_digits=7, decimal_places=6, null=True)  # as the client sees it; null: as follows
    text = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(leaf="") | Q(finding__isnull=False), name="dispute_names_something"),
            models.CheckConstraint(
                condition=Q(ratio__isnull=True) | Q(ratio__gte=0, ratio__lte=1), name="dispute_ratio_is_a_share"
            ),
        ]


class AppealStep(Owned):
    """处理步骤: what happened with an appeal or complaint; a replay of the score stands in `facts`. Append-only."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True, default="")  # proposed or decided
    text = models.CharField(max_length=4000, blank=True, default="")
    facts = models.JSONField(default=dict)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
