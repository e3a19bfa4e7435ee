"""Editions shipped belong to nobody and are the same for all; one that an organisation published is its own.

An adoption belongs to one organisation. Both are append-only.
"""

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, Tenant, User


class Edition(models.Model):
    """A pack as it was loaded: its canonical form, its name, and its conditions as understood."""

    scheme = models.CharField(max_length=100)
    edition = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    form = models.TextField()  # canonical JSON; a jsonb column would not keep it byte for byte
    trees = models.JSONField()
    loaded_at = models.DateTimeField()
    supersedes = models.CharField(max_length=30, blank=True, default="")  # the edition it replaces, as its form says
    transition_until = models.DateField(null=True)  # until then the one replaced may still be adopted
    published_by = models.ForeignKey(Tenant, on_delete=models.PROTECT, null=True, related_name="+")
    """The organisation that published it from a draft, and alone sees it; nobody: shipped, for all."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "edition", "published_by"], name="one_content_an_edition", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["sha256", "published_by"], name="one_edition_a_content", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="edition_sha256_is_one"),
            models.CheckConstraint(
                condition=Q(supersedes="", transition_until=None) | (~Q(supersedes="") & ~Q(transition_until=None)),
                name="edition_supersedes_until_a_day",
            ),
        ]

    @property
    def identity(self) -> str:
        """Return id@edition#sha256."""
        return f"{self.scheme}@{self.edition}#{self.sha256}"


class Adoption(Owned):
    """From a day on, an organisation is assessed by this edition. A correction is another adoption."""

    scheme = models.CharField(max_length=100)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "scheme", "since"], name="one_edition_a_scheme_and_day"),
        ]
