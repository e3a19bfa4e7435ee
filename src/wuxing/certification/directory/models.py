"""What a body says of itself in public, and what was handed to authorities."""

from typing import ClassVar

from django.db import models

from wuxing.core.models import Attachment, Owned, Tenant, User


class BodyProfile(models.Model):
    """机构公示: what a body publishes of itself (ISO/IEC 17065 4.6): approval, address, fees, rights and duties."""

    tenant = models.OneToOneField(Tenant, on_delete=models.PROTECT, related_name="+")
    approval = models.CharField(max_length=60, blank=True, default="")  # 批准号
    name_en = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    telephone = models.CharField(max_length=60, blank=True, default="")
    website = models.URLField(max_length=200, blank=True, default="")
    fees = models.TextField(blank=True, default="")
    duties = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField()


class RegisterExport(Owned):
    """上报文件: a file made for an authority or a database of certificates, with its receipt. Append-only but the receipt."""

    kind = models.CharField(max_length=20)  # national, iaf
    rows = models.IntegerField()
    since = models.DateField(null=True)
    until = models.DateField()
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.CharField(max_length=200, blank=True, default="")
    received_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "-id"], name="export_newest")]
