"""Samples: committed, frozen, drawn, looked at. Each step is written once."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuxing.core.models import Engagement, Owned, User


class Sample(Owned):
    """样本: records of one metric, drawn by a seed that neither side controls."""

    number = models.CharField(max_length=30)
    scheme = models.CharField(max_length=100)
    pack = models.CharField(max_length=200)
    metric = models.CharField(max_length=100)
    as_of = models.DateField()
    rule = models.CharField(max_length=10)  # sqrt, share, fixed, all
    amount = models.DecimalField(max_digits=8, decimal_places=2)  # per cent of share, number of fixed
    at_least = models.PositiveIntegerField()
    at_most = models.PositiveIntegerField()
    purpose = models.CharField(max_length=300)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, null=True, related_name="+")
    # 1 committed: the digest of the auditor's secret word, before anybody knows the root
    promise = models.CharField(max_length=64)
    committed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField()
    entry_id = models.BigIntegerField(null=True)
    # 2 frozen: the population under the first checkpoint after the promise
    checkpoint = models.TextField(blank=True, default="")
    population = ArrayField(models.BigIntegerField(), null=True)
    population_digest = models.CharField(max_length=64, blank=True, default="")
    frozen_at = models.DateTimeField(null=True)
    # 3 drawn: the secret word is told, and the seed follows
    word = models.CharField(max_length=200, blank=True, default="")
    seed = models.CharField(max_length=64, blank=True, default="")
    drawn = ArrayField(models.BigIntegerField(), null=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_sample_a_number"),
            models.CheckConstraint(condition=Q(promise__regex="^[0-9a-f]{64}$"), name="sample_promise_is_a_digest"),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(frozen_at__isnull=False), name="sample_frozen_before_drawn"
            ),
        ]


class SampleFinding(Owned):
    """抽样发现: what an auditor found in one drawn record. A later one of the same record stands beside the earlier."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="findings")
    record_id = models.BigIntegerField()
    conforms = models.BooleanField(null=True)  # None: could not be seen
    note = models.CharField(max_length=1000, blank=True, default="")
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sample", "record_id", "-id"], name="sample_finding_newest")
        ]
