"""Clients, cases, their sites, and who does what in them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuxing.certification.cases.states import Kind, Part, Stage
from wuxing.core.models import Owned, Tenant, User


class Client(Owned):
    """认证委托人: an organisation that applies, or holds a certificate."""

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")  # as it stands on translations
    credit_code = models.CharField(max_length=18, blank=True, default="")  # 统一社会信用代码
    address = models.CharField(max_length=300, blank=True, default="")
    city = models.CharField(max_length=60, blank=True, default="")
    contact_name = models.CharField(max_length=100, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    headcount = models.PositiveIntegerField(default=0)
    company = models.ForeignKey(Tenant, on_delete=models.PROTECT, null=True, related_name="+")  # works here too
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "credit_code"], condition=~Q(credit_code=""), name="one_client_a_credit_code"
            )
        ]
        indexes = [models.Index(fields=["tenant", "name"], name="client_name")]


class ClientDoor(Owned):
    """委托人入口: a link through which somebody acts for a client without signing in; only its digest is kept."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="doors")
    name = models.CharField(max_length=100)  # who holds it
    email = models.CharField(max_length=200, blank=True, default="")
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "digest"], name="one_door_a_digest")
        ]


class Case(Owned):
    """认证项目: one run from application to decision: the first, a surveillance, a renewal, a change."""

    number = models.CharField(max_length=30)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    stage = models.CharField(max_length=30, choices=[(s.value, s.value) for s in Stage], default=Stage.DRAFT.value)
    stage_since = models.DateTimeField()
    due_on = models.DateField(null=True)  # when the present stage should be over
    scheme = models.CharField(max_length=100)
    pack = models.CharField(max_length=200)  # id@edition#sha256
    programme_id = models.BigIntegerField(null=True)  # the version of the body's rule that this case follows
    target_level = models.CharField(max_length=40)
    language = models.CharField(max_length=10, default="zh-hans")
    trade_code = models.CharField(max_length=20, blank=True, default="")
    products = models.CharField(max_length=500, blank=True, default="")
    regions = models.CharField(max_length=500, blank=True, default="")
    scope = models.CharField(max_length=1000, blank=True, default="")  # as it will stand on the certificate
    categories = models.PositiveSmallIntegerField(default=1)
    headcount = models.PositiveIntegerField(default=0)
    running_since = models.DateField(null=True)  # since when the service system runs
    short_notice = models.BooleanField(default=False)
    reason = models.CharField(max_length=1000, blank=True, default="")  # of a change, special or transfer case
    certificate_id = models.BigIntegerField(null=True)  # which certificate it is about, or has led to
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    rehearsal = models.BooleanField(default=False)  # an exercise: nothing of it counts
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    contracted_at = models.DateTimeField(null=True)
    evaluated_from = models.DateField(null=True)  # first and last day on site, as planned, then as it was
    evaluated_until = models.DateField(null=True)
    closing_at = models.DateTimeField(null=True)  # the closing meeting: nothing seen before is changed after it
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_case_a_number"),
            models.CheckConstraint(
                condition=Q(evaluated_until__isnull=True) | Q(evaluated_until__gte=models.F("evaluated_from")),
                name="case_evaluation_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "stage", "due_on", "id"], name="case_stage"),
            models.Index(fields=["client"], name="case_client"),
            models.Index(fields=["tenant", "certificate_id"], name="case_certificate"),
        ]

    def __str__(self) -> str:
        return self.number


class Site(Owned):
    """场所: headquarters and outlets of a case."""

    class Kind(models.TextChoices):
        HEADQUARTERS = "headquarters"
        OUTLET = "outlet"
        SERVICE_CENTRE = "service_centre"
        WAREHOUSE = "warehouse"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sites")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True, default="")
    city = models.CharField(max_length=60, blank=True, default="")
    headcount = models.PositiveIntegerField(default=0)
    own = models.BooleanField(default=True)  # else entrusted
    chosen = models.BooleanField(default=False)  # is visited
    chosen_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "name"], name="one_site_a_name")
        ]


class CaseRole(Owned):
    """分工: somebody's part in a case; ending it does not undo that they took part."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="roles")
    certifier = models.ForeignKey("certification.Certifier", on_delete=models.PROTECT, related_name="roles")
    part = models.CharField(max_length=30, choices=[(p.value, p.value) for p in Part])
    leaves = ArrayField(models.CharField(max_length=40), default=list)  # which indicators; none: all
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "certifier", "part"], condition=Q(ended_at__isnull=True), name="one_part_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["certifier"], name="case_role_certifier")]
