"""Tables of generation: a run with its file, and what each document said when it was handed to document control."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wuxing.core.models import Owned, User


class GenerationRun(Owned):
    """One run: which documents, in which languages, how far it is, and the file that came of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    subjects = models.JSONField()  # "manual", or the number of a procedure
    languages = models.JSONField()
    hand_over = models.BooleanField(default=False)  # to document control, else only for download
    result = models.JSONField(null=True)
    file = models.ForeignKey("core.Attachment", on_delete=models.PROTECT, null=True, related_name="+")
    error = models.CharField(max_length=500, blank=True, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="failed_generation_says_why")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["tenant", "-id"], name="generation_newest")]


class GeneratedDocument(Owned):
    """What a document said when it was generated: its content as data, to be compared with the next. Never changed."""

    subject = models.CharField(max_length=20)  # "manual", or the number of a procedure
    sha256 = models.CharField(max_length=64)  # of the content in both languages
    content = models.JSONField()
    version = models.ForeignKey("governance.DocumentVersion", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(GenerationRun, on_delete=models.PROTECT, related_name="documents")
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "subject", "-id"], name="generated_newest")
        ]
