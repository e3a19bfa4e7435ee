"""Tables of the core: organisations, people who sign in, keys for machines, numbers, files, the ledger."""

from typing import ClassVar, Self, TypeVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuxing.core.access import Role
from wuxing.core.tenants import current_tenant


class Tenant(models.Model):
    """企业(租户): an organisation that works in the system."""

    class Kind(models.TextChoices):
        COMPANY = "company"
        CERTIFICATION_BODY = "certification_body"
        CONSULTANCY = "consultancy"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    zone = models.CharField(max_length=60, default="Asia/Shanghai")
    language = models.CharField(max_length=10, default="zh-hans")
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in; what they may do hangs on their memberships."""

    first_name = None  # type: ignore[assignment]  # one name, as written
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=10, blank=True, default="")

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class TenantManager(models.Manager[Row_co]):
    """The rows of the running tenant; outside any tenant it refuses to answer."""

    def get_queryset(self) -> models.QuerySet[Row_co]:
        return super().get_queryset().filter(tenant_id=current_tenant())


class Owned(models.Model):
    """A row of one tenant. Managers are scoped; the database enforces the same by row-level security."""

    # Without an index of its own, which would tempt the planner: every other index begins with the tenant or a parent.
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        abstract = True


class Membership(models.Model):
    """A person's roles in one organisation. Readable before a tenant is chosen, by its own user only."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role]))
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "user"], name="one_membership_a_tenant")]


class Engagement(Owned):
    """委托查阅: an outside auditor let in, to read, from one day to another; each page they open leaves an entry."""

    auditor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=200)  # for whom they come
    purpose = models.CharField(max_length=300)
    areas = ArrayField(models.CharField(max_length=30), default=list)  # what may be read (core/access.AREAS); none: all
    starts_on = models.DateField()
    ends_on = models.DateField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="engagement_ends_after_start")
        ]
        indexes = [models.Index(fields=["auditor"], name="engagement_auditor")]


class ApiToken(models.Model):
    """A key for a machine: acts as its user in its tenant. Only a digest is kept."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class IdempotencyKey(Owned):
    """The answer given to a POST: the same key gets the same answer, for it is written in the same transaction."""

    key = models.CharField(max_length=200)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    request_digest = models.BinaryField(max_length=32)
    status = models.SmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "user", "key"], name="one_answer_a_key")]


class Counter(Owned):
    """The last number given in a series of a tenant and year; locked while the next is taken, so no gaps."""

    series = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "series", "year"], name="one_counter_a_series_and_year"),
            models.CheckConstraint(condition=Q(last__gte=0), name="counter_not_negative"),
        ]


class Attachment(Owned):
    """A file, kept once by its content: `sha256` names the bytes in the store."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    target_type = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "target_type", "target_id"], name="attachment_target")]


class SavedView(Owned):
    """A list's filters under a name, for one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "user", "page", "name"], name="one_view_a_name")]


from wuxing.core.ledger.models import Checkpoint, Entry, Leaf, Node, Pending  # noqa: E402, F401  # the ledger's tables
from wuxing.core.notices.models import (  # noqa: E402, F401
    Notice,
    NoticeChannel,
    NoticePreference,
    NoticeRule,
    NoticeStep,
    NoticeTemplate,
)
from wuxing.core.witnessing.models import Cosignature, LogChoice, Witness, WitnessedLog  # noqa: E402, F401
