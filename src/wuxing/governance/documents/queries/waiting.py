"""What waits for one person: to read, to judge, to review again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason, say
from wuxing.governance.documents.models import Document, ReadRequest, Signatory
from wuxing.governance.documents.queries.lists import due_by
from wuxing.governance.documents.states import VersionState


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the to-do: its rows, state, words, and the view of the list that shows them."""

    rows: QuerySet[Any]
    state: str
    text: Reason
    view: str


def waiting_for(by: Actor, today: date, now: datetime) -> list[Line]:
    """Return every line there can be for a person, worst first; empty ones are left out by who draws them."""
    if not by.may(Permission.GOVERNANCE_READ):
        return []
    unread = ReadRequest.objects.filter(done_at=None, lapsed_at=None)
    mine = unread.filter(user_id=by.user_id or 0)
    lines = [
        Line(mine.filter(due_at__lt=now), "late", say("documents you should have read by now"), "mine"),
        Line(mine.filter(due_at__gte=now), "waiting", say("documents to read and confirm"), "mine"),
    ]
    if by.may(Permission.DOCUMENT_APPROVE):
        named = Signatory.objects.filter(
            user_id=by.user_id or 0, settled_at=None, version__state=VersionState.IN_REVIEW
        )
        approved = Document.objects.filter(pending__state=VersionState.APPROVED)
        lines.append(Line(named, "waiting", say("documents that wait for your word"), "asked"))
        lines.append(Line(approved, "ontime", say("approved documents to issue"), "work"))
    if by.may(Permission.DOCUMENT_WRITE):
        due = Document.objects.filter(pk__in=due_by(today))
        late = unread.filter(due_at__lt=now)
        lines.append(Line(due, "risk", say("documents whose review or check is due"), "due"))
        lines.append(Line(late, "risk", say("confirmations of reading that are late"), "readers"))
    return lines


def to_read(by: Actor) -> int:
    """Return how many documents a person still has to read and confirm."""
    return ReadRequest.objects.filter(user_id=by.user_id or 0, done_at=None, lapsed_at=None).count()
