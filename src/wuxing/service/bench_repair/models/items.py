"""Tables of procedure 5: receipts, items and their steps."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned
from wuxing.service.bench_repair import states


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the members of an enumeration as choices of a field."""
    return [(member.value, member.value) for member in enum]


METHODS = [("drawn", "drawn"), ("typed", "typed")]


class TakeBack(Owned):
    """取回收据: what was taken in, from whom, with the customer's signature. Written once."""

    class Channel(models.TextChoices):
        VISIT = "visit"
        COUNTER = "counter"

    number = models.CharField(max_length=30)
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="take_backs")
    visit = models.ForeignKey("service.Appointment", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_by_name = models.CharField(max_length=100)
    signed_by = models.CharField(max_length=100)
    method = models.CharField(max_length=10, choices=METHODS)
    image = models.ForeignKey("core.Attachment", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_receipt_a_number"),
            models.UniqueConstraint(fields=["visit"], condition=Q(visit__isnull=False), name="one_receipt_a_visit"),
            models.CheckConstraint(condition=~Q(signed_by=""), name="receipt_is_signed"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["order"], name="receipt_order")]


class BenchItem(Owned):
    """返修物品: one thing on a receipt, from the customer's hand and back into it."""

    number = models.CharField(max_length=34)
    take_back = models.ForeignKey(TakeBack, on_delete=models.PROTECT, related_name="items")
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="bench_items")
    state = models.CharField(max_length=20, choices=choices(states.ItemState))
    name = models.CharField(max_length=120)
    product = models.ForeignKey("customers.Product", on_delete=models.PROTECT, null=True, related_name="+")
    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, null=True, related_name="+")
    serial = models.CharField(max_length=80, blank=True, default="")
    accessories = models.JSONField(default=list)  # names, in the order of the receipt
    look = models.CharField(max_length=500)
    technician = models.ForeignKey("resources.Person", on_delete=models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=40, blank=True, default="")
    finding = models.CharField(max_length=1000, blank=True, default="")
    alarm = models.CharField(max_length=10, blank=True, default="")  # the highest alarm raised: alarm, breach, parts
    received_at = models.DateTimeField()
    diagnosed_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    tested_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    repaired = models.BooleanField(null=True)  # none while it is open; an item may go home unrepaired
    warranty_until = models.DateField(null=True)  # of the repair
    signed_by = models.CharField(max_length=100, blank=True, default="")  # at the return, or under the wish to scrap it
    image = models.ForeignKey("core.Attachment", on_delete=models.PROTECT, null=True, related_name="+")
    accessories_missing = models.CharField(max_length=300, blank=True, default="")
    ending_reason = models.CharField(max_length=500, blank=True, default="")
    new_serial = models.CharField(max_length=80, blank=True, default="")  # of the unit given in exchange
    search = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_item_a_number"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, state__in=sorted(states.OPEN))
                | Q(ended_at__isnull=False, state__in=sorted(states.ENDED)),
                name="ended_item_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "scrapped"]) | ~Q(signed_by=""), name="ended_item_is_signed_for"
            ),
            models.CheckConstraint(
                condition=~Q(state="tested") | Q(tested_at__isnull=False), name="tested_item_has_its_test"
            ),
            models.CheckConstraint(
                condition=~Q(state="replaced") | ~Q(new_serial=""), name="replaced_item_names_the_new_one"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-updated_at", "-id"], name="item_updated"),
            models.Index(fields=["tenant", "state", "-updated_at", "-id"], name="item_state"),
            models.Index(fields=["tenant", "received_at", "id"], name="item_open", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["order"], name="item_order"),
            models.Index(fields=["asset", "-id"], name="item_asset"),
        ]


class ItemStep(Owned):
    """What happened to an item, in order: the days of the law are worked out from these rows."""

    item = models.ForeignKey(BenchItem, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, blank=True, default="")
    to_state = models.CharField(max_length=20, choices=choices(states.ItemState))
    at = models.DateTimeField()
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=100)
    data = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["item", "id"], name="item_step")]


class WorthRule(Owned):
    """更换建议规则: from which share of the residual value a repair is not worth it. The newest row of a category counts."""

    category = models.CharField(max_length=60, blank=True, default="")  # nothing: all that have no rule of their own
    share_percent = models.PositiveSmallIntegerField()
    life_months = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(share_percent__gte=1, share_percent__lte=100, life_months__gte=1),
                name="worth_rule_in_range",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "category", "-id"], name="worth_rule")]


class WorthAdvice(Owned):
    """更换建议: what the rule worked out, with its numbers; a person and the customer decide."""

    item = models.ForeignKey(BenchItem, on_delete=models.PROTECT, related_name="advices")
    quote = models.DecimalField(max_digits=12, decimal_places=2)
    new_price = models.DecimalField(max_digits=12, decimal_places=2)
    age_months = models.PositiveSmallIntegerField()
    life_months = models.PositiveSmallIntegerField()
    share_percent = models.PositiveSmallIntegerField()
    residual = models.DecimalField(max_digits=12, decimal_places=2)
    most = models.DecimalField(max_digits=12, decimal_places=2)
    replace = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=20, blank=True, default="", choices=choices(states.Decision))
    decided_how = models.CharField(max_length=20, blank=True, default="")
    decided_note = models.CharField(max_length=300, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="decided_advice_has_its_time",
            ),
            models.CheckConstraint(condition=Q(quote__gte=0, new_price__gt=0), name="advice_prices_positive"),
            models.CheckConstraint(
                condition=Q(replace=True, quote__gt=F("most")) | Q(replace=False), name="advice_adds_up"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["item", "-id"], name="advice_item")]
