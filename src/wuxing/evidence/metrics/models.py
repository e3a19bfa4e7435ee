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


class Basis(models.TextChoices):
    """By which records a day is assessed."""

    NOW = "now", "Now"  # as they stand today
    TRUE = "true", "True"  # what had happened by the end of that day, however late it was entered
    KNOWN = "known", "Known"  # what had been entered by the end of that day


class Picture(Owned):
    """一日之貌: every record judged anew as it was on a past day. Kept for a while, for the pages that ask for that day."""

    edition = models.CharField(max_length=64)  # sha256 of the pack
    basis = models.CharField(max_length=10, choices=Basis.choices)
    as_of = models.DateField()
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(null=True)  # a job is to make it; null when it is made
    error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "edition", "basis", "as_of"], name="one_picture_a_day")
        ]


class Rulebook(Owned):
    """The metrics of one edition over one population, numbered: bit `i` of a judgment is `metrics[i]`.

    One without a picture lives: its judgments follow the records, and what they were is kept from `kept_on` on.
    """

    edition = models.CharField(max_length=64)  # sha256 of the pack
    population = models.CharField(max_length=60)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, null=True, related_name="rulebooks")
    metrics = ArrayField(models.CharField(max_length=100))
    fingerprint = models.CharField(max_length=100)  # of the compiled statement; another one means: rebuild
    built_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    kept_on = models.DateField(null=True)  # from this day on it is kept what the judgments were
    retired_on = models.DateField(null=True)  # another edition took its place
    error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "edition", "population"],
                condition=Q(picture__isnull=True),
                name="one_rulebook_an_edition",
            ),
            models.UniqueConstraint(fields=["picture", "population"], name="one_rulebook_a_picture"),
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
    known_on = models.DateField()  # the day from which it says this, but for what can still be saved
    changed_on = models.DateField()  # the day on which the record was entered or last changed
    recheck_at = models.DateTimeField(null=True)  # the clock alone may change the bits then

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["rulebook", "day", "record_id"],
                include=["tenant", "member", "ok", "undecided", "savable", "running", "outlet_id", "known_on"],
                name="judgment_day",
            ),
            models.Index(
                fields=["rulebook", "recheck_at"], condition=Q(recheck_at__isnull=False), name="judgment_recheck"
            ),
        ]


class FormerJudgment(Derived):
    """What a judgment said from the end of the day `known_on` until the day `until_on`, when it said otherwise."""

    pk = models.CompositePrimaryKey("rulebook_id", "record_id", "known_on")
    rulebook = models.ForeignKey(
        Rulebook, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    record_id = models.BigIntegerField()
    known_on = models.DateField()
    until_on = models.DateField()
    day = models.DateField()
    outlet_id = models.BigIntegerField()
    category = models.CharField(max_length=60)
    imported = models.BooleanField()
    changed_on = models.DateField()
    member = models.BigIntegerField()
    ok = models.BigIntegerField()
    undecided = models.BigIntegerField()
    late = models.BigIntegerField()
    turned = models.BigIntegerField()  # counted, and was then said to conform when it had not, or the other way round

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["rulebook", "day", "record_id"], name="former_judgment_day"),
            models.Index(
                fields=["rulebook", "day"],
                include=["turned", "until_on", "record_id"],
                condition=~Q(turned=0),
                name="former_judgment_turned",
            ),
        ]


class Revision(Derived):
    """By how much the sums of a day changed on a later day: take back the later ones to see what was known."""

    pk = models.CompositePrimaryKey("rulebook_id", "metric", "known_on", "day")
    rulebook = models.ForeignKey(
        Rulebook, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    metric = models.SmallIntegerField()
    known_on = models.DateField()
    day = models.DateField()
    n = models.IntegerField()
    ok = models.IntegerField()
    undecided = models.IntegerField()
    late = models.IntegerField()
    imported = models.IntegerField()


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
