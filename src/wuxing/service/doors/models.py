"""Tables of the public doors: labels and what they are bound to, links, views of both, what came in by them."""

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned


class DoorSettings(Owned):
    """公开入口设置: how a company keeps its doors. Without a row the defaults hold."""

    is_open = models.BooleanField(default=True)
    link_days = models.PositiveSmallIntegerField(default=30)  # a link holds so long after the case has ended
    notice_hours = models.PositiveSmallIntegerField(
        default=2
    )  # before the visit, in which the customer may still move it
    reports_a_day = models.PositiveIntegerField(default=500)
    hotline = models.CharField(max_length=40, blank=True, default="")
    hours = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant"], name="one_door_settings_a_tenant"),
            models.CheckConstraint(condition=Q(link_days__gte=1, link_days__lte=365), name="link_days_within_a_year"),
        ]


class Label(Owned):
    """设备标签: a code on a sticker. Blank until it is bound; retired for good."""

    code = models.CharField(max_length=12, unique=True)
    batch = models.CharField(max_length=40, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    retire_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(retired_at=None) | ~Q(retire_reason=""), name="retired_label_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="label_newest"),
            models.Index(fields=["tenant", "batch", "id"], name="label_batch"),
        ]


class LabelBinding(Owned):
    """标签绑定: which unit a label stands for, from when to when. One unit at a time; the past ones stay."""

    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="bindings")
    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, related_name="+", db_index=False)
    bound_at = models.DateTimeField()
    bound_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["label"], condition=Q(ended_at=None), name="one_unit_a_label"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(end_reason=""), name="ended_binding_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["asset"], name="binding_asset")]


class TrackingLink(Owned):
    """进度链接: lets whoever holds its word follow one case. Only a digest of the word is kept."""

    class Via(models.TextChoices):
        REPORT = "report"  # shown at once to who reported
        STAFF = "staff"  # shown to a member of the organisation, to be handed on
        AGAIN = "again"  # sent to the phone on record, at the customer's wish or by a member, and shown to nobody else

    request = models.ForeignKey("service.ServiceRequest", on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32, unique=True)
    via = models.CharField(max_length=10, choices=Via.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    revoke_reason = models.CharField(max_length=300, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)  # wrong digits since the last right ones
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(revoked_at=None) | ~Q(revoke_reason=""), name="revoked_link_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["request", "-id"], name="link_request")]


class DoorView(Owned):
    """查看记录: a public page was opened. `source` tells visits of one day apart without naming who came."""

    link = models.ForeignKey(TrackingLink, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    page = models.CharField(max_length=20)
    verified = models.BooleanField(default=False)
    source = models.BinaryField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["link", "-id"], name="view_link", condition=Q(link__isnull=False)),
            models.Index(fields=["label", "-id"], name="view_label", condition=Q(label__isnull=False)),
        ]


class DoorReport(Owned):
    """扫码报修: which request came in by a public door, by which label; `once` keeps one form from making two."""

    class Kind(models.TextChoices):
        FAULT = "fault"
        PART = "part"

    once = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    request = models.ForeignKey("service.ServiceRequest", on_delete=models.PROTECT, related_name="+", db_index=False)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "once"], name="one_report_a_form"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["request"], name="report_request"),
            models.Index(fields=["tenant", "-at"], name="report_day"),
        ]


class WarrantyRegistration(Owned):
    """保修登记: what an owner says of the purchase. A proposal: it counts only when an agent has confirmed it."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        REFUSED = "refused"

    once = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    product = models.ForeignKey(
        "customers.Product", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    serial = models.CharField(max_length=80, blank=True, default="")
    purchased_on = models.DateField()
    name = models.CharField(max_length=100, blank=True, default="")
    phone = models.CharField(max_length=20)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    decision_note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "once"], name="one_registration_a_form"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_note=""), name="refused_registration_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None) | ~Q(state="proposed") & Q(decided_at__isnull=False),
                name="decided_registration_has_its_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "-id"], name="registration_newest")]


class ProductManual(Owned):
    """说明书: a manual of a product, as a file or an address. An old one is taken off, not away."""

    product = models.ForeignKey("customers.Product", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=10, blank=True, default="")
    title = models.CharField(max_length=120)
    url = models.CharField(max_length=300, blank=True, default="")
    file = models.ForeignKey("core.Attachment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    taken_off_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["product", "-id"], name="manual_product")]


class ServiceSheet(Owned):
    """服务单: the paper of a finished order as it was handed out; its code shows later whether a copy is ours."""

    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=12, unique=True)
    told = models.JSONField()  # what stands on it
    digest = models.CharField(max_length=64)  # SHA-256 of what stands on it
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "digest"], name="one_sheet_a_content"),
        ]


class OfferedSlot(Owned):
    """可选时段: a time that the desk offers the customer of an order by hand. It stands until one is taken, or it has ended."""

    class Ended(models.TextChoices):
        TAKEN = "taken"
        LEFT = "left"  # another time was taken or agreed
        REPLACED = "replaced"  # other times were offered
        WITHDRAWN = "withdrawn"

    order = models.ForeignKey("service.WorkOrder", on_delete=models.PROTECT, related_name="+", db_index=False)
    slot = DateTimeRangeField()
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, blank=True, default="", choices=Ended.choices)
    reason = models.CharField(max_length=300, blank=True, default="")  # why it was withdrawn

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="") | Q(ended_at__isnull=False) & ~Q(ended=""),
                name="ended_offer_says_how",
            ),
            models.CheckConstraint(condition=~Q(ended="withdrawn") | ~Q(reason=""), name="withdrawn_offer_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["order", "-id"], name="offer_order")]


class DoorCount(models.Model):
    """How often a public door was used, for all web processes. The key is a digest: no connection can be read from it."""

    key = models.UUIDField(primary_key=True)
    since = models.FloatField()  # seconds: when the running span began
    span = models.FloatField()
    hits = models.PositiveIntegerField()
    before = models.PositiveIntegerField()  # in the span before
