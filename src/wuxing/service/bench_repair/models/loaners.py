"""备用机: the register of loaner devices, and their lendings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned
from wuxing.service.bench_repair import states
from wuxing.service.bench_repair.models.items import METHODS, BenchItem, choices


class Loaner(Owned):
    """备用机: a device that customers use while theirs is away. Never taken off the register."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    product = models.ForeignKey("customers.Product", on_delete=models.PROTECT, null=True, related_name="+")
    serial = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=20, choices=choices(states.LoanerState))
    shelf = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "code"], name="one_loaner_a_code")
        ]


class Loan(Owned):
    """借出单: one lending, with receipt and signature, until the device is back and looked at, or lost."""

    class Condition(models.TextChoices):
        GOOD = "good"
        DAMAGED = "damaged"
        INCOMPLETE = "incomplete"

    number = models.CharField(max_length=30)
    loaner = models.ForeignKey(Loaner, on_delete=models.PROTECT, related_name="loans")
    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="loans")
    item = models.ForeignKey(BenchItem, on_delete=models.PROTECT, null=True, related_name="loans")
    state = models.CharField(max_length=20, choices=choices(states.LoanState))
    lent_at = models.DateTimeField()
    lent_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    overdue_told_at = models.DateTimeField(null=True)
    accessories = models.CharField(max_length=300, blank=True, default="")
    look = models.CharField(max_length=300, blank=True, default="")
    signed_by = models.CharField(max_length=100)
    method = models.CharField(max_length=10, choices=METHODS)
    image = models.ForeignKey("core.Attachment", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    condition = models.CharField(max_length=20, blank=True, default="", choices=Condition.choices)
    ending_note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_loan_a_number"),
            models.UniqueConstraint(fields=["loaner"], condition=Q(state="lent"), name="one_loan_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="lent", ended_at__isnull=True) | ~Q(state="lent") & Q(ended_at__isnull=False),
                name="ended_loan_has_its_time",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(condition=""), name="returned_loan_inspected"),
            models.CheckConstraint(condition=~Q(state="lost") | ~Q(ending_note=""), name="lost_loan_says_how"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["order"], name="loan_order"),
            models.Index(fields=["tenant", "due_on", "id"], name="loan_due", condition=Q(state="lent")),
        ]
