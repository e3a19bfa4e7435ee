"""Tables of the price book: what is sold by which code, for what and where; and its prices by version."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from wuxing.core.models import Owned


class PriceItem(Owned):
    """价目: labour, a part or travel under a code, for a product line or one product, in an area. Empty means all."""

    class Kind(models.TextChoices):
        LABOUR = "labour"
        PART = "part"
        TRAVEL = "travel"
        OTHER = "other"

    class Mode(models.TextChoices):
        EACH = "each"
        HOUR = "hour"
        FLAT = "flat"  # once a visit
        KM = "km"
        ZONE = "zone"  # once a visit, by the area

    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    product = models.ForeignKey("customers.Product", on_delete=models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=60, blank=True, default="")
    area = models.CharField(max_length=120, blank=True, default="")
    tax_category = models.CharField(max_length=60, blank=True, default="")
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "code", "product", "category", "area"],
                name="one_price_item_a_scope",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(product=None) | Q(category=""), name="price_item_one_scope"),
            models.CheckConstraint(condition=~Q(mode="zone") | ~Q(area=""), name="zone_price_names_its_zone"),
            models.CheckConstraint(
                condition=Q(tax_rate__gte=0, tax_rate__lt=100), name="price_item_tax_rate_in_percent"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "-id"], name="price_item_newest")]


class ItemRange(Func):
    """A one-value range, so that an exclusion constraint needs no extension of the database."""

    function = "int8range"
    output_field = BigIntegerRangeField()


class DayRange(Func):
    """The days a price holds, both ends among them."""

    function = "daterange"
    output_field = DateRangeField()


class Price(Owned):
    """价格: one version of what an item costs, tax included, from a day on. A change ends the old one with its reason."""

    item = models.ForeignKey(PriceItem, on_delete=models.PROTECT, related_name="prices")
    version = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the last day; none: until a change
    reason = models.CharField(max_length=300, blank=True, default="")
    added_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # it never came into force, or was corrected on its first day
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "version"], name="one_price_a_version"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="price_period_runs"
            ),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | ~Q(end_reason=""), name="withdrawn_price_says_why"),
            ExclusionConstraint(
                name="one_price_a_day",
                index_type="gist",
                condition=Q(withdrawn_at=None),
                expressions=[
                    (ItemRange(F("item"), F("item"), Value("[]")), RangeOperators.OVERLAPS),
                    (DayRange(F("valid_from"), F("valid_to"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def holds_on(self, day: date) -> bool:
        """Say whether this price holds on a day."""
        return self.withdrawn_at is None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
