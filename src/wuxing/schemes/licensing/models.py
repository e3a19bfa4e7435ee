"""Licensed tables belong to the organisation that holds the licence; nothing of them is shipped or shared."""

from django.db import models
from django.db.models import F, Q

from wuxing.core.models import Owned, User
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.licensing.states import State, state_of


class LicensedTable(Owned):
    """官方分值表或标准文本: points or text of one edition, loaded by one person, in force once another signs it off."""

    class Kind(models.TextChoices):
        POINTS = "points"
        TEXT = "text"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.CharField(max_length=300)  # where the licensed copy comes from
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # sha256 of the rows in canonical form
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")  # of the withdrawal
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "edition", "kind"],
                condition=Q(signed_at__isnull=True, withdrawn_at__isnull=True),
                name="one_licensed_table_waits",
            ),
            models.UniqueConstraint(
                fields=["tenant", "edition", "kind"],
                condition=Q(signed_at__isnull=False, withdrawn_at__isnull=True),
                name="one_licensed_table_in_force",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("loaded_by")), name="licence_signed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="licence_signature_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, replaced_by__isnull=True, reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & (Q(replaced_by__isnull=False) | ~Q(reason="")),
                name="licence_withdrawal_is_whole",
            ),
        ]

    @property
    def state(self) -> State:
        """Return where the table stands."""
        return state_of(self.signed_at, self.withdrawn_at, self.replaced_by_id)


class LicensedPoint(Owned):
    """The official points of one leaf."""

    table = models.ForeignKey(LicensedTable, on_delete=models.PROTECT, related_name="points")
    leaf = models.CharField(max_length=30)
    points = models.DecimalField(max_digits=12, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "leaf"], name="one_licensed_point_a_leaf"),
            models.CheckConstraint(condition=Q(points__gt=0), name="licensed_points_above_zero"),
        ]


class LicensedText(Owned):
    """The text of one clause in one language; emptied when the table is withdrawn."""

    table = models.ForeignKey(LicensedTable, on_delete=models.PROTECT, related_name="texts")
    clause = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    text = models.TextField(null=True)  # noqa: DJ001  # erased is not empty
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "clause", "language"], name="one_licensed_text_a_language"),
        ]
