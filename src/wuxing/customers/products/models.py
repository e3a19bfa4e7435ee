"""Tables of products and the installed base."""

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned


class Product(Owned):
    """A model that the company sells and serves. `trade` is the skill that its repair asks for."""

    model = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=60)
    trade = models.CharField(max_length=40)
    skill_level = models.PositiveSmallIntegerField(default=1)
    warranty_months = models.PositiveSmallIntegerField(null=True)
    active = models.BooleanField(default=True)
    photo = models.ForeignKey("core.Attachment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "model"], name="one_product_a_model")]


class Asset(Owned):
    """设备: one unit at a customer's place."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="assets")
    site = models.ForeignKey("customers.ServiceSite", on_delete=models.PROTECT, null=True, related_name="+")
    serial = models.CharField(max_length=80, blank=True, default="")
    purchased_on = models.DateField(null=True)  # the day of the invoice
    delivered_on = models.DateField(null=True)
    installed_on = models.DateField(null=True)
    produced_on = models.DateField(null=True)
    exchanged_on = models.DateField(null=True)  # handed over in exchange for another unit: the warranty began anew
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    retired_on = models.DateField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "product", "serial"], condition=~Q(serial=""), name="one_asset_a_serial"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "serial"], name="asset_serial"),
            models.Index(fields=["customer"], name="asset_customer"),
        ]
