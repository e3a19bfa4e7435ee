"""Tables of customers. Personal data stands here and, salted, in the ledger; what else holds any is named in `caring.py`."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned
from wuxing.customers.customer_care.states import RightsState


class Customer(Owned):
    """客户: a person or organisation that is served. A file that was merged points to the one that stands."""

    class Kind(models.TextChoices):
        PERSON = "person"
        ORGANISATION = "organisation"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PERSON)
    tier = models.CharField(max_length=20, blank=True, default="")
    source = models.CharField(max_length=60, blank=True, default="")
    external_id = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    restricted_at = models.DateTimeField(
        null=True
    )  # 限制处理: kept, and used for nothing but what law and contract ask
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged", db_index=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="customer_newest"),
            models.Index(fields=["merged_into"], name="customer_merged", condition=Q(merged_into__isnull=False)),
        ]


class ServiceSite(Owned):
    """服务地点: where the goods stand. `outlet_id` is the outlet that serves it, of a context above."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="sites")
    label = models.CharField(max_length=60, blank=True, default="")
    city = models.CharField(max_length=40, blank=True, default="")
    district = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    rural = models.BooleanField(default=False)
    access_note = models.CharField(max_length=300, blank=True, default="")
    outlet_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer"], name="site_customer"),
            models.Index(fields=["tenant", "address"], name="site_address"),
        ]


class Contact(Owned):
    """联系人: whom to call, about which place, and who they are there. `phone` is digits, with + for other countries."""

    class Part(models.TextChoices):
        UNSAID = ""
        OWNER = "owner"
        USER = "user"
        REPORTER = "reporter"
        TECHNICAL = "technical"
        BILLING = "billing"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    site = models.ForeignKey(ServiceSite, on_delete=models.PROTECT, null=True, related_name="contacts", db_index=False)
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20, blank=True, default="")
    part = models.CharField(max_length=20, choices=Part.choices, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "phone"], name="contact_phone"),
            models.Index(fields=["customer"], name="contact_customer"),
        ]


class CareRule(Owned):
    """客户资料规则: one version of the numbers that looking up and answering requests go by."""

    version = models.PositiveIntegerField()
    alert_an_hour = models.PositiveSmallIntegerField()
    most_a_day = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()
    calendar = models.ForeignKey("governance.WorkCalendar", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "version"], name="one_care_rule_a_version"),
            models.CheckConstraint(condition=Q(alert_an_hour__lte=F("most_a_day")), name="care_alert_before_limit"),
        ]


class ConsentNotice(Owned):
    """告知文本: one version of what people are told about a purpose, in each language. Append-only."""

    class Basis(models.TextChoices):
        CONSENT = "consent"
        CONTRACT = "contract"
        LAW = "law"

    purpose = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    separate = models.BooleanField(default=False)  # 单独同意: asked by itself, never with another
    texts = models.JSONField()
    renew = models.BooleanField(default=False)  # consent to an earlier version no longer counts
    reason = models.CharField(max_length=300)
    added_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "purpose", "version"], name="one_notice_a_version")
        ]


class Consent(Owned):
    """同意或撤回: what a customer said about a purpose, to which notice, and what proves it. Append-only."""

    class Channel(models.TextChoices):
        PHONE = "phone"
        COUNTER = "counter"
        PAPER = "paper"
        LINK = "link"
        MESSAGE = "message"
        IMPORT = "import"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="consents")
    purpose = models.SlugField(max_length=40)
    given = models.BooleanField()
    notice_version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)  # of the text that was shown
    channel = models.CharField(max_length=20, choices=Channel.choices)
    proof = models.CharField(max_length=300, null=True)  # noqa: DJ001  # empty once erased
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["customer", "purpose"], name="consent_customer")]


class LookUp(Owned):
    """查看记录: who saw a number or address in full, when, and why. Append-only; words can be erased."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    case_type = models.CharField(max_length=40, blank=True, default="")
    case_id = models.BigIntegerField(null=True)
    case_number = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=300, null=True)  # noqa: DJ001  # empty once erased
    unusual = models.BooleanField(default=False)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="look_up_newest"),
            models.Index(fields=["tenant", "person", "at"], name="look_up_person"),
            models.Index(fields=["tenant", "-id"], name="look_up_unusual", condition=Q(unusual=True)),
        ]


class RightsRequest(Owned):
    """个人信息权利请求: a person asks for access, correction, erasure, withdrawal or restriction, and gets an answer in time."""

    class Kind(models.TextChoices):
        ACCESS = "access"
        CORRECTION = "correction"
        ERASURE = "erasure"
        WITHDRAWAL = "withdrawal"
        RESTRICTION = "restriction"

    number = models.CharField(max_length=30)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    channel = models.CharField(max_length=20, choices=Consent.Channel.choices)
    wish = models.CharField(max_length=1000, blank=True, default="")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in RightsState])
    asked_at = models.DateTimeField()
    calendar_version = models.ForeignKey(
        "governance.CalendarVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    promised_on = models.DateField()  # written once
    due_on = models.DateField()
    extension_reason = models.CharField(max_length=300, blank=True, default="")
    identity_how = models.CharField(max_length=300, blank=True, default="")
    identified_at = models.DateTimeField(null=True)
    identified_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=1000, blank=True, default="")
    refused_for = models.CharField(max_length=30, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_rights_request_a_number"),
            models.CheckConstraint(
                condition=Q(due_on=F("promised_on")) | Q(due_on__gt=F("promised_on")) & ~Q(extension_reason=""),
                name="rights_extension_says_why",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refused_for=""), name="rights_refusal_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="rights_newest"),
            models.Index(fields=["tenant", "due_on"], name="rights_open", condition=Q(ended_at=None)),
        ]


class Merge(Owned):
    """合并: two files became one. `moved` names every row that changed hands, so that it can be undone exactly."""

    kept = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    why = models.JSONField(default=list)
    moved = models.JSONField()
    reason = models.CharField(max_length=300)
    merged_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    undo_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merged_into_one_file"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two_files"),
            models.CheckConstraint(condition=Q(undone_at=None) | ~Q(undo_reason=""), name="undoing_says_why"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "-id"], name="merge_newest")]


class Difference(Owned):
    """并非同一人: two files that look alike and are two; not proposed again."""

    low = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["low", "high"], name="one_difference_a_pair"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="difference_in_order"),
        ]
