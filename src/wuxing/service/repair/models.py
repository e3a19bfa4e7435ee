"""Tables of procedure 4. Request, order and visit are three records: the promise, the job, the appointment."""

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from wuxing.core.models import Owned
from wuxing.service.repair import states


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in enum]


class ServiceRequest(Owned):
    """服务请求(电话派工记录): what a customer asked for. Never consumed: orders refer to it."""

    class Channel(models.TextChoices):
        HOTLINE = "hotline"
        QR = "qr"
        WALK_IN = "walk_in"
        ONLINE = "online"
        PASSED_ON = "passed_on"  # by somebody outside the service department (step 1)
        IMPORT = "import"

    class WorkType(models.TextChoices):
        ONSITE = "onsite"
        WALK_IN = "walk_in"
        REMOTE = "remote"

    number = models.CharField(max_length=30)
    state = models.CharField(max_length=20, choices=_choices(states.RequestState))
    channel = models.CharField(max_length=20, choices=Channel.choices)
    work_type = models.CharField(max_length=20, choices=WorkType.choices, default=WorkType.ONSITE)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    taken_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    passed_on_by = models.CharField(max_length=100, blank=True, default="")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey("customers.Contact", on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("customers.ServiceSite", on_delete=models.PROTECT, null=True, related_name="+")
    product = models.ForeignKey("customers.Product", on_delete=models.PROTECT, null=True, related_name="+")
    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, null=True, related_name="+")
    serial_unknown = models.BooleanField(default=False)  # the customer could not say: read it on site
    purchase_unknown = models.BooleanField(default=False)
    symptom = models.CharField(max_length=40, blank=True, default="")
    fault = models.CharField(max_length=1000, blank=True, default="")
    urgent = models.BooleanField(default=False)
    entitlement = models.ForeignKey(
        "customers.EntitlementDecision", on_delete=models.PROTECT, null=True, related_name="+"
    )
    complete = models.BooleanField(default=False)  # every mandatory field was there when it was handed on
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    closing_note = models.CharField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=60, blank=True, default="")  # the foreign system of an imported record
    external_id = models.CharField(max_length=120, blank=True, default="")
    search = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_request_a_number"),
            models.UniqueConstraint(
                fields=["tenant", "source", "external_id"], condition=~Q(source=""), name="one_request_a_foreign_id"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="merged_request_names_the_other"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="request_newest"),
            models.Index(fields=["tenant", "state", "-id"], name="request_state"),
            models.Index(fields=["customer", "-id"], name="request_customer"),
            models.Index(fields=["asset", "-id"], name="request_asset"),
        ]


class WorkOrder(Owned):
    """工单(派工单): one job for one request. Its facts carry their times; states are derived from what happened."""

    number = models.CharField(max_length=30)
    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=20, choices=_choices(states.OrderState))
    label = models.CharField(max_length=40, blank=True, default="")  # the company's own word for the status
    work_type = models.CharField(max_length=20, choices=ServiceRequest.WorkType.choices)
    title = models.CharField(max_length=120)
    trade = models.CharField(max_length=40, blank=True, default="")
    skill_level = models.PositiveSmallIntegerField(default=1)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, null=True, related_name="+")
    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, null=True, related_name="+")
    product = models.ForeignKey("customers.Product", on_delete=models.PROTECT, null=True, related_name="+")
    symptom = models.CharField(max_length=40, blank=True, default="")
    outlet = models.ForeignKey("resources.Outlet", on_delete=models.PROTECT, null=True, related_name="+")
    technician = models.ForeignKey("resources.Person", on_delete=models.PROTECT, null=True, related_name="+")
    hold_reason = models.CharField(max_length=30, blank=True, default="", choices=_choices(states.HoldReason))
    held_at = models.DateTimeField(null=True)  # since when it waits; nothing while it does not
    written_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    warranty_explained_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    work_started_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="", choices=_choices(states.Outcome))
    visits = models.PositiveSmallIntegerField(default=0)
    checklist_complete = models.BooleanField(null=True)
    signed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    followed_up_at = models.DateTimeField(null=True)
    follow_up_satisfied = models.BooleanField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)  # the promise that falls due next, for lists
    next_due_kind = models.CharField(max_length=20, blank=True, default="")
    broken = models.PositiveSmallIntegerField(default=0)  # promises of the case broken so far
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_order_a_number"),
            models.CheckConstraint(condition=~Q(state="on_hold") | ~Q(hold_reason=""), name="held_order_says_why"),
            models.CheckConstraint(
                condition=~Q(state__in=["dispatched", "in_progress", "work_done"]) | Q(technician__isnull=False),
                name="dispatched_order_has_a_technician",
                violation_error_message="dispatch needs a technician",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_order_has_its_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-updated_at", "-id"], name="order_updated"),
            models.Index(fields=["tenant", "-id"], name="order_newest"),
            models.Index(fields=["tenant", "state", "-updated_at", "-id"], name="order_state"),
            models.Index(
                fields=["tenant", "next_due_at", "id"],
                name="order_due",
                condition=Q(next_due_at__isnull=False, state__in=sorted(states.OPEN_ORDERS)),
            ),
            models.Index(fields=["technician", "-updated_at", "-id"], name="order_technician"),
            models.Index(fields=["request"], name="order_request"),
            models.Index(fields=["asset", "-id"], name="order_asset"),
        ]


class TechnicianRange(Func):
    """A one-value range, so that an exclusion constraint needs no extension of the database."""

    function = "int8range"
    output_field = BigIntegerRangeField()


class Appointment(Owned):
    """预约(上门): one visit of an order. The database refuses to book a technician twice at one time."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="appointments")
    sequence = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=_choices(states.VisitState))
    technician = models.ForeignKey("resources.Person", on_delete=models.PROTECT, related_name="+")
    slot = DateTimeRangeField()
    agreed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    en_route_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    checklist = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True, default="")
    rescheduled_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    reschedule_reason = models.CharField(max_length=300, blank=True, default="")
    reschedule_asked_by = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "sequence"], name="one_visit_a_sequence"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=sorted(states.LIVE_VISITS)), name="one_live_visit_an_order"
            ),
            ExclusionConstraint(
                name="no_double_booking",
                index_type="gist",
                condition=Q(state__in=sorted(states.LIVE_VISITS)),
                expressions=[
                    (TechnicianRange(F("technician"), F("technician"), Value("[]")), RangeOperators.OVERLAPS),
                    ("slot", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "technician", "state"], name="visit_technician"),
        ]


class Diagnosis(Owned):
    """故障判断: what was found and the way on. A correction is a new row that names the old one."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="diagnoses")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    symptom = models.CharField(max_length=40, blank=True, default="")
    cause = models.CharField(max_length=40)
    remedy = models.CharField(max_length=40, blank=True, default="")
    finding = models.CharField(max_length=1000)
    branch = models.CharField(max_length=20, choices=_choices(states.Branch))
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["order", "id"], name="diagnosis_order")]


class WorkOrderLine(Owned):
    """工单明细: a part or a charge, with who pays. Struck lines stay, with their reason."""

    class Kind(models.TextChoices):
        PART = "part"
        LABOUR = "labour"
        TRAVEL = "travel"
        OTHER = "other"

    class Payer(models.TextChoices):
        CUSTOMER = "customer"
        US = "us"
        MANUFACTURER = "manufacturer"
        INSURER = "insurer"

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    part = models.ForeignKey("resources.Part", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=120)
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2)
    payer = models.CharField(max_length=20, choices=Payer.choices)
    old_serial = models.CharField(max_length=80, blank=True, default="")
    new_serial = models.CharField(max_length=80, blank=True, default="")
    old_part = models.CharField(max_length=10, blank=True, default="")  # returned, left, none; empty: not asked
    added_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    strike_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_quantity_positive"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="line_price_not_negative"),
            models.CheckConstraint(condition=Q(struck_at=None) | ~Q(strike_reason=""), name="struck_line_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["order", "id"], name="line_order")]


class Signature(Owned):
    """客户签字: the customer's word on the result."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="signatures")
    name = models.CharField(max_length=100)
    method = models.CharField(max_length=10, choices=[("drawn", "drawn"), ("typed", "typed")])
    image = models.ForeignKey("core.Attachment", on_delete=models.PROTECT, null=True, related_name="+")
    satisfied = models.BooleanField(null=True)
    comment = models.CharField(max_length=500, blank=True, default="")
    signed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["order"], name="signature_order")]
