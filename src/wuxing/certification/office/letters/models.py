"""Letters, as they were sent."""

from typing import ClassVar

from django.db import models

from wuxing.certification.cases.models import Case, Client
from wuxing.core.models import Attachment, Owned, User


class Letter(Owned):
    """函件: what a client was told, in which words, when. Append-only: a mistake is put right by another letter."""

    number = models.CharField(max_length=30)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="letters")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="letters")
    certificate_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    docx = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_letter_a_number")
        ]
        indexes = [models.Index(fields=["client", "id"], name="letter_client")]


class Letterhead(Owned):
    """信头: the body's own Word file under its letters; the newest counts, without a file the default. Append-only."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()


class LetterMail(Owned):
    """发函记录: a letter that was put into the outbox for e-mail, for whom, when. Append-only; how far it is, its notice knows."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="mails")
    address = models.EmailField(max_length=254)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
