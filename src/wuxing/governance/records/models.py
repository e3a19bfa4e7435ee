"""Tables of procedure 21: how long what is kept, what may not be destroyed, what was destroyed and with whose consent."""

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned, User
from wuxing.governance.records import states


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]


def _person() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class RetentionPolicy(Owned):
    """保存期限: one version of what the organisation decided for a class of records. The newest counts; none is changed."""

    record_class = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField(null=True)  # null: for good
    basis = models.CharField(max_length=20, choices=_choices(states.Basis))
    basis_text = models.CharField(max_length=300)
    location = models.CharField(max_length=200)
    medium = models.CharField(max_length=20, choices=_choices(states.Medium))
    access_roles = ArrayField(models.CharField(max_length=30), default=list)
    disposal = models.CharField(max_length=20, choices=_choices(states.Disposal))
    reason = models.CharField(max_length=300)
    set_by = _person()
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "record_class", "version"], name="one_policy_a_version"),
            models.CheckConstraint(
                condition=~Q(disposal="erase") | Q(months__isnull=False), name="erased_records_have_a_period"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="policy_says_why"),
        ]


class LegalHold(Owned):
    """法律冻结: nothing that it covers is destroyed or erased until it is lifted."""

    number = models.CharField(max_length=30)
    scope = models.CharField(max_length=20, choices=_choices(states.Scope))
    record_class = models.CharField(max_length=60, blank=True, default="")
    case_type = models.CharField(max_length=40, blank=True, default="")
    case_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)  # a context above; of a case: its customer
    label = models.CharField(max_length=80, blank=True, default="")  # the number of the case
    reason = models.CharField(max_length=300)
    placed_by = _person()
    placed_at = models.DateTimeField()
    lifted_by = _person()
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_hold_a_number"),
            models.CheckConstraint(
                condition=(Q(scope="class") & ~Q(record_class=""))
                | Q(scope="customer", customer_id__isnull=False)
                | (Q(scope="case", case_id__isnull=False) & ~Q(case_type="")),
                name="hold_covers_something",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
            models.CheckConstraint(condition=Q(lifted_at=None) | ~Q(lift_reason=""), name="lifted_hold_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "scope"], name="hold_standing", condition=Q(lifted_at=None)),
            models.Index(fields=["tenant", "-id"], name="hold_newest"),
        ]


class Destruction(Owned):
    """销毁申请: what is due, proposed by one, approved by another, done in batches, certified."""

    number = models.CharField(max_length=30)
    state = models.CharField(
        max_length=20, choices=_choices(states.DestructionState), default=states.DestructionState.PROPOSED
    )
    as_of = models.DateField()
    note = models.CharField(max_length=500, blank=True, default="")
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    decided_by = _person()
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=500, blank=True, default="")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")  # of the certificate's list

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_destruction_a_number"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "running", "done"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="destruction_by_two_persons",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(digest=""), name="done_destruction_has_a_digest"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "-id"], name="destruction_newest")]


class DestructionScope(Owned):
    """One class of a proposal: under which policy, until which day, how many."""

    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="scopes")
    record_class = models.CharField(max_length=60)
    policy_version = models.PositiveIntegerField()  # 0: the default of the system
    months = models.PositiveSmallIntegerField()
    cut_off = models.DateField()
    listed = models.PositiveIntegerField()
    held = models.PositiveIntegerField()  # due, but covered by a hold when it was proposed
    left = models.PositiveIntegerField()  # due, but beyond what goes into one proposal

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["destruction", "record_class"], name="one_scope_a_class")
        ]


class DestructionItem(Owned):
    """One record of a proposal. Once destroyed, this line with its digest is what stays on the certificate."""

    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="items")
    record_class = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    number = models.CharField(max_length=80)
    started_on = models.DateField()
    state = models.CharField(max_length=20, choices=_choices(states.ItemState), default=states.ItemState.LISTED)
    spared = models.CharField(max_length=20, choices=_choices(states.Spared), blank=True, default="")
    entries = models.PositiveIntegerField(default=0)  # ledger entries emptied
    digest = models.CharField(max_length=64, blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["destruction", "record_class", "record_id"], name="one_item_a_record"),
            models.UniqueConstraint(
                fields=["tenant", "record_class", "record_id"],
                condition=Q(state="destroyed"),
                name="a_record_is_destroyed_once",
            ),
            models.CheckConstraint(condition=~Q(state="destroyed") | ~Q(digest=""), name="destroyed_item_has_a_digest"),
            models.CheckConstraint(condition=~Q(state="kept") | ~Q(spared=""), name="spared_item_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["destruction", "id"], name="item_waiting", condition=Q(state="listed")),
        ]


class RecordFigure(Owned):
    """How many records of a class there are, as counted last: pages read this, for counting a million takes a while."""

    record_class = models.CharField(max_length=60)
    counted_at = models.DateTimeField()
    records = models.BigIntegerField()
    oldest = models.DateField(null=True)  # the day on which the earliest clock started
    due = models.BigIntegerField()
    held = models.BigIntegerField()  # due, but covered by a hold

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "record_class"], name="one_figure_a_class")
        ]
