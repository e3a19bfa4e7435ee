"""Tables of judging. All are derived: they can be rebuilt from the records at any time, bit for bit."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, Tenant

ALL_RECORDS = -1
"""In the place of a metric's number: every record of the population."""
CHANGES = -2
"""In the place of a metric's number: records by the day on which they last changed, instead of their own."""


class Rulebook(Owned):
    """The metrics of one edition over one population, numbered: bit `i` of a judgment is `metrics[i]`."""

    edition = models.CharField(max_length=64)  # sha256 of the pack
    population = models.CharField(max_length=60)
    metrics = ArrayField(models.CharField(max_length=100))
    fingerprint = models.CharField(max_length=100)  # of the compiled statement; another one means: rebuild
    built_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "edition", "population"], name="one_rulebook_an_edition")
        ]


class Derived(Owned):
    """A row made by judging; its organisation and rulebook are not checked row by row, for a rebuild writes millions."""

    tenant = models.ForeignKey(
        Tenant, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True


class Judgment(Derived):
    """判定: what one record says, one bit a metric."""

    pk = models.CompositePrimaryKey("rulebook_id", "record_id")
    rulebook = models.ForeignKey(
        Rulebook, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    record_id = models.BigIntegerField()
    day = models.DateField()
    outlet_id = models.BigIntegerField()  # 0: none
    category = models.CharField(max_length=60)
    imported = models.BooleanField()
    member = models.BigIntegerField()
    ok = models.BigIntegerField()
    undecided = models.BigIntegerField()  # a condition could not be decided
    late = models.BigIntegerField()  # entered later than the metric allows
    savable = models.BigIntegerField()  # counts and does not conform, but would if the missing steps were taken now
    running = (
        models.BigIntegerField()
    )  # does not count yet, but would, and conform, if the missing steps were taken now
    changed_on = models.DateField()  # the day on which the record was entered or last changed
    recheck_at = models.DateTimeField(null=True)  # the clock alone may change the bits then

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["rulebook", "day", "record_id"],
                include=["tenant", "member", "ok", "undecided", "savable", "running", "outlet_id"],
                name="judgment_day",
            ),
            models.Index(
                fields=["rulebook", "recheck_at"], condition=Q(recheck_at__isnull=False), name="judgment_recheck"
            ),
        ]


class Counts(Derived):
    """How many records of one metric (by its bit) on one day."""

    rulebook = models.ForeignKey(
        Rulebook, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    metric = models.SmallIntegerField()  # the bit, or ALL_RECORDS, or CHANGES
    day = models.DateField()
    n = models.IntegerField()
    ok = models.IntegerField()
    undecided = models.IntegerField()
    late = models.IntegerField()
    imported = models.IntegerField()
    savable = models.IntegerField()
    running = models.IntegerField()

    class Meta:
        abstract = True


class DayTotal(Counts):
    """The sums of a day: what readiness reads."""

    pk = models.CompositePrimaryKey("rulebook_id", "metric", "day")


class Rollup(Counts):
    """The sums of a day, outlet and product category: what filters read."""

    pk = models.CompositePrimaryKey("rulebook_id", "metric", "day", "outlet_id", "category")
    outlet_id = models.BigIntegerField()
    category = models.CharField(max_length=60)


class Waiting(Derived):
    """A record that changed and waits to be judged; written by triggers, several times when it changed several times.

    There is no uniqueness on purpose: a mark that stands already may be taken away by a judge who does not see this change.
    """

    population = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "id"], name="waiting_tenant")]
