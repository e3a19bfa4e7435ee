"""Terms, contracts and the warranty decision as it was taken, with what it was taken from (states.md section 3)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned


class WarrantyTerm(Owned):
    """保修条款 or 免责情形: one version of what the company grants or excludes. A change is a new version, from a day on."""

    class Kind(models.TextChoices):
        COVERAGE = "coverage"
        EXCLUSION = "exclusion"

    class Basis(models.TextChoices):
        BEST = "best"  # the best known day for the customer
        INVOICE = "invoice"
        DELIVERY = "delivery"
        INSTALLATION = "installation"
        PRODUCTION = "production"

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    product = models.ForeignKey("customers.Product", on_delete=models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=60, blank=True, default="")
    part = models.CharField(max_length=40, blank=True, default="")
    causes = models.JSONField(default=list)
    months = models.PositiveSmallIntegerField(default=0)
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.BEST)
    parts_share = models.PositiveSmallIntegerField(default=100)
    labour_share = models.PositiveSmallIntegerField(default=100)
    travel_share = models.PositiveSmallIntegerField(default=100)
    valid_from = models.DateField()
    withdrawn = models.BooleanField(default=False)
    clause = models.CharField(max_length=200, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    added_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "code", "version"], name="one_term_a_version"),
            models.CheckConstraint(condition=Q(kind="exclusion") | Q(months__gt=0), name="coverage_has_months"),
            models.CheckConstraint(
                condition=Q(parts_share__lte=100, labour_share__lte=100, travel_share__lte=100),
                name="term_shares_in_percent",
            ),
        ]


class WarrantyContract(Owned):
    """延保与服务合同: what was bought for one unit. It is ended early with a reason, never taken away."""

    class Kind(models.TextChoices):
        EXTENDED = "extended"  # 延保
        CONTRACT = "contract"  # 服务合同

    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, related_name="contracts")
    starts_on = models.DateField()
    ends_on = models.DateField()
    parts_share = models.PositiveSmallIntegerField(default=100)
    labour_share = models.PositiveSmallIntegerField(default=100)
    travel_share = models.PositiveSmallIntegerField(default=100)
    excluded = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "asset", "number"], name="one_contract_a_number"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contract_period_runs"),
            models.CheckConstraint(condition=Q(ended_on=None) | ~Q(end_reason=""), name="ended_contract_says_why"),
            models.CheckConstraint(
                condition=Q(parts_share__lte=100, labour_share__lte=100, travel_share__lte=100),
                name="contract_shares_in_percent",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="contract_newest"),
            models.Index(fields=["asset"], name="contract_asset"),
        ]


class EntitlementDecision(Owned):
    """保修判定: one outcome with all it was taken from. A new decision is a new row; an override keeps the rule's outcome.

    `retell`: it may cost the customer more than what was told before, so it must be told anew before the work goes on.
    """

    class Outcome(models.TextChoices):
        IN_WARRANTY = "in_warranty"
        OUT_OF_WARRANTY = "out_of_warranty"
        GOODWILL = "goodwill"
        RECALL = "recall"
        CONTRACT = "contract"
        UNKNOWN = "unknown"

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    asset = models.ForeignKey("customers.Asset", on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    rule_set = models.CharField(max_length=40)
    law = models.CharField(max_length=60, blank=True, default="")
    part = models.CharField(max_length=40, blank=True, default="")
    cause = models.CharField(max_length=40, blank=True, default="")
    start_basis = models.CharField(max_length=20, blank=True, default="")
    started_on = models.DateField(null=True)
    inputs = models.JSONField()
    reasons = models.JSONField()
    rules_hit = models.JSONField(default=list)
    exclusions_hit = models.JSONField(default=list)
    remedies = models.JSONField(default=list)
    covered_parts = models.PositiveSmallIntegerField(default=0)
    covered_labour = models.PositiveSmallIntegerField(default=0)
    covered_travel = models.PositiveSmallIntegerField(default=0)
    claim_count = models.PositiveSmallIntegerField(default=0)
    repeat_repair = models.BooleanField(default=False)
    proposed = models.CharField(max_length=20, choices=Outcome.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    until = models.DateField(null=True)
    decided_at = models.DateTimeField()
    overridden_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    override_reason = models.CharField(max_length=300, blank=True, default="")
    evidence_ids = models.JSONField(default=list)
    retell = models.BooleanField(default=False)
    explained_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    explained_how = models.CharField(max_length=20, blank=True, default="")
    fee_told = models.CharField(max_length=300, blank=True, default="")
    exception = models.CharField(max_length=20, blank=True, default="")
    exception_reason = models.CharField(max_length=300, blank=True, default="")
    exception_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    exception_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(overridden_by=None) | ~Q(override_reason=""), name="override_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(explained_at=None) | ~Q(explained_how=""), name="explanation_says_how"),
            models.CheckConstraint(condition=Q(exception="") | ~Q(exception_reason=""), name="exception_has_a_reason"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "subject_type", "subject_id"], name="entitlement_subject"),
            models.Index(fields=["asset"], name="entitlement_asset"),
        ]
