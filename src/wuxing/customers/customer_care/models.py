"""Tables of customers. Personal data stands here and, salted, in the ledger's payloads; nowhere else."""

from django.db import models

from wuxing.core.models import Owned


class Customer(Owned):
    """客户: a person or organisation that is served."""

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

    class Meta:
        indexes = [models.Index(fields=["tenant", "-id"], name="customer_newest")]


class Contact(Owned):
    """联系人: whom to call. `phone` is digits, with + for other countries."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "phone"], name="contact_phone"),
            models.Index(fields=["customer"], name="contact_customer"),
        ]


class ServiceSite(Owned):
    """服务地点: where the goods stand."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="sites")
    city = models.CharField(max_length=40, blank=True, default="")
    district = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    rural = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["customer"], name="site_customer")]
