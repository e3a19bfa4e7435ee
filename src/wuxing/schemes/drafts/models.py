"""Drafts belong to one organisation. What was changed is never changed again; so every state of a draft can be made anew."""

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, User
from wuxing.schemes.drafts.states import State
from wuxing.schemes.editions.models import Edition


class SchemeDraft(Owned):
    """方案草稿: a pack in the making; `content` is its four documents in canonical form."""

    scheme = models.CharField(max_length=100)
    edition = models.CharField(max_length=30)
    base = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    content = models.TextField()
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in State], default=State.DRAFT)
    published = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, default="")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.PUBLISHED, published__isnull=False)
                | (~Q(state=State.PUBLISHED) & Q(published__isnull=True)),
                name="published_draft_names_its_edition",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state", "-changed_at"], name="scheme_draft_newest")]


class DraftChange(Owned):
    """What one save changed: enough to go forward and back (merging.Change)."""

    class Kind(models.TextChoices):
        CELLS = "cells"
        ROWS = "rows"
        IMPORT = "import"

    draft = models.ForeignKey(SchemeDraft, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    changes = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "version"], name="one_change_a_version_of_a_draft")]
