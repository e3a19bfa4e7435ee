"""Tables of quotes and settlement. Money is Decimal in yuan, tax included; a line is rounded to the fen once."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned
from wuxing.service.charges import states


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]


class Quote(Owned):
    """报价单: one version of an offer for an order, or for one item of it in the workshop."""

    number = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="quotes")
    item_id = models.BigIntegerField(null=True)  # the item in the workshop that the offer is about
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="newer")
    state = models.CharField(max_length=10, choices=_choices(states.QuoteState))
    valid_until = models.DateField()
    note = models.CharField(max_length=500, blank=True, default="")
    why_changed = models.CharField(max_length=300, blank=True, default="")
    decision = models.ForeignKey("customers.EntitlementDecision", on_delete=models.PROTECT, null=True, related_name="+")
    total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    customer_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    written_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    sent_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=10, blank=True, default="", choices=_choices(states.How))
    answered_name = models.CharField(max_length=100, blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="")  # why it was declined
    signature = models.ForeignKey("service.Signature", on_delete=models.PROTECT, null=True, related_name="+")
    expired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number", "version"], name="one_quote_a_version"),
            models.UniqueConstraint(
                fields=["order", "item_id"], condition=Q(state="sent"), name="one_quote_waits", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["order", "item_id"], condition=Q(state="draft"), name="one_quote_drafted", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | (Q(answered_at__isnull=False) & ~Q(answered_name="")),
                name="accepted_quote_names_who",
            ),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(version=1), name="first_quote_replaces_none"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["order", "item_id", "-id"], name="quote_subject"),
            models.Index(fields=["tenant", "valid_until"], condition=Q(state="sent"), name="quote_waiting"),
        ]


class _Line(Owned):
    """What lines of quotes and of settlement sheets share."""

    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=60, blank=True, default="")
    text = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    payer = models.CharField(max_length=20)
    tax_category = models.CharField(max_length=60, blank=True, default="")
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=0)

    class Meta:
        abstract = True


class QuoteLine(_Line):
    """报价明细: a thing offered, where its price comes from, who pays, and who was proposed to."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")
    price = models.ForeignKey("customers.Price", on_delete=models.PROTECT, null=True, related_name="+")
    price_reason = models.CharField(max_length=300, blank=True, default="")
    proposed_payer = models.CharField(max_length=20)
    payer_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["quote", "place"], name="one_quote_line_a_place"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, amount__gte=0), name="quote_line_positive"
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=False) | ~Q(price_reason=""), name="quote_line_price_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(payer=models.F("proposed_payer")) | ~Q(payer_reason=""),
                name="quote_line_payer_has_a_reason",
            ),
        ]


class Settlement(Owned):
    """结算单: what an order came to, by payer, and what the customer had accepted. Corrected by a new version."""

    number = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="settlements")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="newer")
    state = models.CharField(max_length=10, choices=_choices(states.SheetState))
    quotes = models.JSONField(default=list)  # [number, version, name, how, at] of what was accepted
    total = models.DecimalField(max_digits=14, decimal_places=2)
    customer_total = models.DecimalField(max_digits=14, decimal_places=2)
    buyer = models.CharField(max_length=200, blank=True, default="")
    buyer_tax_number = models.CharField(max_length=30, blank=True, default="")
    why_corrected = models.CharField(max_length=300, blank=True, default="")
    settled_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField()
    issued_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    paid_how = models.CharField(max_length=20, blank=True, default="")
    paid_note = models.CharField(max_length=300, blank=True, default="")
    paid_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True)  # when it was noted

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number", "version"], name="one_settlement_a_version"),
            models.UniqueConstraint(fields=["order"], condition=~Q(state="corrected"), name="one_settlement_stands"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_at__isnull=False, issued_on__isnull=False),
                name="issued_settlement_has_its_time",
            ),
            models.CheckConstraint(condition=Q(paid_on=None) | ~Q(paid_how=""), name="paid_settlement_says_how"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="settlement_newest"),
            models.Index(fields=["tenant", "issued_on", "id"], name="settlement_issued"),
        ]


class SettlementLine(_Line):
    """结算明细: a line of the order as it was charged; the order's own line stays where it was recorded."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey("service.WorkOrderLine", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["settlement", "place"], name="one_settlement_line_a_place"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, amount__gte=0), name="settlement_line_positive"
            ),
        ]
