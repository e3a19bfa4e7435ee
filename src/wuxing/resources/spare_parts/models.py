"""Tables of procedure 11. Stock is the sum of movements, kept in a balance that cannot fall below zero."""

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned
from wuxing.resources.spare_parts import states


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]


class PartsSetting(Owned):
    """备件管理方式: how far the organisation counts its parts; without a row it only records them."""

    mode = models.CharField(max_length=20, choices=_choices(states.Mode))
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant"], name="one_parts_setting_a_tenant"),
        ]


class Part(Owned):
    """备件: one number of the catalogue. It is taken out of use, never deleted; its price is in the price book, by its number."""

    number = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict)  # by language: {"en": "Fan motor"}
    lines = ArrayField(models.CharField(max_length=60), default=list)  # categories or models it fits; none: all
    unit = models.CharField(max_length=20, blank=True, default="")
    serial_tracked = models.BooleanField(default=False)
    low_mark = models.DecimalField(max_digits=10, decimal_places=2, null=True)  # 安全库存
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supersedes")
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_part_a_number"),
            models.CheckConstraint(condition=~Q(superseded_by=F("id")), name="part_superseded_by_another"),
        ]


class StockPlace(Owned):
    """库位: a store, or what a technician has with them."""

    kind = models.CharField(max_length=10, choices=_choices(states.PlaceKind))
    name = models.CharField(max_length=120)
    outlet = models.ForeignKey("resources.Outlet", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("resources.Person", on_delete=models.PROTECT, null=True, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "name"], condition=Q(kind="store"), name="one_store_a_name"),
            models.UniqueConstraint(fields=["person"], condition=Q(kind="van"), name="one_van_a_person"),
            models.CheckConstraint(condition=~Q(kind="van") | Q(person__isnull=False), name="van_has_its_person"),
        ]


class StockBalance(Owned):
    """库存余额: the sum of the movements of one part at one place, in one condition."""

    place = models.ForeignKey(StockPlace, on_delete=models.PROTECT, related_name="balances")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="balances")
    condition = models.CharField(max_length=10, choices=_choices(states.Condition), default="good")
    quantity = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["place", "part", "condition"], name="one_balance_a_part"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="stock_never_negative"),
        ]


class PartRequest(Owned):
    """备件申领单: a part that a technician asks for, on its own or for an order that waits."""

    number = models.CharField(max_length=30)
    state = models.CharField(max_length=20, choices=_choices(states.RequestState))
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    person = models.ForeignKey("resources.Person", on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(StockPlace, on_delete=models.PROTECT, null=True, related_name="+")
    order_id = models.BigIntegerField(null=True)  # the work order, which stands above this context
    case_id = models.BigIntegerField(null=True)  # its service request: the timeline
    note = models.CharField(max_length=300, blank=True, default="")
    expected_on = models.DateField(null=True)
    requested_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    closing_note = models.CharField(max_length=300, blank=True, default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_part_request_a_number"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="requested_quantity_positive"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(closing_note=""), name="refused_part_request_says_why"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="part_request_newest"),
            models.Index(
                fields=["tenant", "order_id"],
                name="part_request_awaited",
                condition=Q(state__in=sorted(s.value for s in states.OPEN_REQUESTS)),
            ),
            models.Index(fields=["person", "state"], name="part_request_person"),
        ]


class StockMovement(Owned):
    """备件流水: one movement; from nowhere when it comes in, to nowhere when it is used. Nothing is ever changed here."""

    kind = models.CharField(max_length=20, choices=_choices(states.MovementKind))
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+", db_index=False)
    condition = models.CharField(max_length=10, choices=_choices(states.Condition), default="good")
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    source = models.ForeignKey(StockPlace, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    target = models.ForeignKey(StockPlace, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(
        "resources.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    request = models.ForeignKey(PartRequest, on_delete=models.PROTECT, null=True, related_name="movements")
    order_id = models.BigIntegerField(null=True)
    line_id = models.BigIntegerField(null=True)
    serial = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    moved_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    moved_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="moved_quantity_positive"),
            models.CheckConstraint(
                condition=Q(source=None) | Q(target=None) | ~Q(source=F("target")), name="moved_to_another_place"
            ),
            models.CheckConstraint(condition=~Q(kind="counted") | ~Q(reason=""), name="count_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="movement_newest"),
            models.Index(fields=["part", "-id"], name="movement_part"),
            models.Index(fields=["source", "-id"], name="movement_source"),
            models.Index(fields=["target", "-id"], name="movement_target"),
            models.Index(fields=["line_id"], name="movement_line", condition=Q(line_id__isnull=False)),
        ]


class OldPart(Owned):
    """旧件: one old part that came out on a visit, with its serial, until its end is known."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    serial = models.CharField(max_length=80, blank=True, default="")
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    state = models.CharField(max_length=20, choices=_choices(states.OldPartState))
    person = models.ForeignKey("resources.Person", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(StockPlace, on_delete=models.PROTECT, null=True, related_name="+")
    order_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    wish = models.CharField(max_length=300, blank=True, default="")  # of the customer who keeps it
    note = models.CharField(max_length=300, blank=True, default="")
    removed_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    returned_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line_id"], name="one_old_part_a_line"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="old_part_quantity_positive"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "state", "due_on"], name="old_part_state"),
            models.Index(fields=["person", "state"], name="old_part_person"),
        ]


class PartSerial(Owned):
    """序列号: one piece of a part that is tracked. One row a piece, so a piece is in one place at a time."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.CharField(max_length=80)  # as it was first written
    sign = models.CharField(max_length=80)  # as it is compared: no spaces, capitals
    state = models.CharField(max_length=10, choices=_choices(states.SerialState))
    condition = models.CharField(max_length=10, choices=_choices(states.Condition), default="good")
    place = models.ForeignKey(StockPlace, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    request = models.ForeignKey(PartRequest, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    order_id = models.BigIntegerField(null=True)  # on which it was fitted
    line_id = models.BigIntegerField(null=True)
    moved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["part", "sign"], name="one_piece_a_serial"),
            models.CheckConstraint(
                condition=Q(state="lying", place__isnull=False, request=None)
                | Q(state="on_way", place=None, request__isnull=False)
                | Q(state__in=["fitted", "gone"], place=None, request=None),
                name="piece_in_one_place",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["place", "part", "sign"], name="piece_place", condition=Q(state="lying")),
            models.Index(fields=["request"], name="piece_request", condition=Q(state="on_way")),
        ]
