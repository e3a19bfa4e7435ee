"""Tables of people and skills."""

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned


class Person(Owned):
    """服务人员: somebody who does the service; signs in as `user` when there is one."""

    number = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    outlet = models.ForeignKey("resources.Outlet", on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_person_a_number"),
            models.UniqueConstraint(
                fields=["tenant", "user"], condition=Q(user__isnull=False), name="one_person_a_user"
            ),
        ]


class Skill(Owned):
    """技能: what a person is able and allowed to repair, up to which level, until when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="skills")
    trade = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    certificate_no = models.CharField(max_length=60, blank=True, default="")
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "trade"], name="one_skill_a_trade")]
