"""Those who evaluate, review and decide: competence, ties, absences."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.certification.cases.states import Part
from wuxing.core.models import Owned, User


class Certifier(Owned):
    """认证人员: somebody who works for the body, registered with one body only (facts.md 4.3 no. 3)."""

    class Employment(models.TextChoices):
        FULL_TIME = "full_time"
        CONTRACT = "contract"

    class Level(models.TextChoices):
        NONE = ""
        TRAINEE = "trainee"
        REVIEWER = "reviewer"
        SENIOR = "senior"

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100)
    employment = models.CharField(max_length=20, choices=Employment.choices)
    registration = models.CharField(max_length=60, blank=True, default="")
    level = models.CharField(max_length=20, choices=Level.choices, blank=True, default="")
    registered_until = models.DateField(null=True)
    contract_from = models.DateField()
    contract_until = models.DateField(null=True)
    days_a_month = models.DecimalField(max_digits=4, decimal_places=1, default=15)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "user"], name="one_certifier_a_user"),
            models.UniqueConstraint(
                fields=["registration"], condition=Q(active=True) & ~Q(registration=""), name="one_body_a_registration"
            ),
        ]


class Competence(Owned):
    """能力确认: what somebody may do, in which scheme and trade, until when. An empty trade code stands for every trade."""

    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="competences")
    scheme = models.CharField(max_length=100)
    trade_code = models.CharField(max_length=20, blank=True, default="")
    part = models.CharField(max_length=30, choices=[(p.value, p.value) for p in Part])
    basis = models.CharField(max_length=1000)  # education, registration, witnessed evaluations
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_on = models.DateField()
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(until__gte=F("granted_on")), name="competence_ends_after_start")
        ]
        indexes = [models.Index(fields=["certifier"], name="competence_certifier")]


class TieKind(models.TextChoices):
    """利益关系: what may bend a judgment (ISO/IEC 17065 4.2)."""

    CONSULTANCY = "consultancy"
    EMPLOYMENT = "employment"
    FINANCIAL = "financial"
    FAMILY = "family"


class Tie(Owned):
    """利益关系: a tie of a person to an organisation; never deleted, it ends and cools off for two years."""

    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="ties")
    client = models.ForeignKey("certification.Client", on_delete=models.PROTECT, null=True, related_name="+")
    party = models.CharField(max_length=200, blank=True, default="")  # an organisation that is no client
    kind = models.CharField(max_length=20, choices=TieKind.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    note = models.CharField(max_length=1000, blank=True, default="")
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(client__isnull=False) | ~Q(party=""), name="tie_to_somebody")
        ]
        indexes = [models.Index(fields=["certifier", "client"], name="tie_certifier_client")]


class Relation(Owned):
    """关联关系: how organisations hang together: owner, group, consultant. A tie to one is looked through to the other."""

    class Kind(models.TextChoices):
        OWNS = "owns"
        SAME_GROUP = "same_group"
        CONSULTS = "consults"

    client = models.ForeignKey("certification.Client", on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey("certification.Client", on_delete=models.PROTECT, null=True, related_name="+")
    party = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()


class Declaration(Owned):
    """公正性声明: the yearly declaration of a person, or the one for a case."""

    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="declarations")
    case = models.ForeignKey("certification.Case", on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2000)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class Absence(Owned):
    """不可用日: days on which somebody takes no work."""

    certifier = models.ForeignKey(Certifier, on_delete=models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="certifier_absence_ends_after_start")
        ]
