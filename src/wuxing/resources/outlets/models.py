"""Tables of outlets."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wuxing.core.models import Owned


class Outlet(Owned):
    """服务网点: own or entrusted; never deleted, only made inactive."""

    class Kind(models.TextChoices):
        OWN = "own"
        ENTRUSTED = "entrusted"

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OWN)
    city = models.CharField(max_length=40, blank=True, default="")
    districts = ArrayField(models.CharField(max_length=40), default=list)
    calendar = models.ForeignKey("governance.WorkCalendar", on_delete=models.PROTECT, null=True, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="one_outlet_a_code")]
