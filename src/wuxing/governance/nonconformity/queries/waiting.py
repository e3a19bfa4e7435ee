"""What waits for a person on the home page: reminders, and what was put before the manager."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity.queries import feeds

SOON = timedelta(days=3)  # reminded of three days ahead


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what waits: its rows, its state, in words, and the filters of the list that shows them."""

    rows: QuerySet[Any]
    state: str
    text: Reason
    filters: str


def waiting_for(by: Actor, today: date, now: datetime) -> list[Line]:
    """Return what there is to do for a person in procedure 22, worst first; lines may be empty."""
    lines: list[Line] = []
    if by.may(Permission.NONCONFORMITY_MANAGE):
        lines += [
            Line(feeds.late(now), "late", say("nonconformities overdue, put before you"), "late=1"),
            Line(feeds.unowned(), "waiting", say("nonconformities that nobody owns"), "state=open"),
        ]
    if by.user_id is None or not by.may(Permission.NONCONFORMITY_REPORT):
        return lines
    owned, to_do = feeds.owned(by), feeds.to_do(by)
    mine = "state=open&owner=me"
    soon = owned.filter(next_due_at__gte=now, next_due_at__lt=now + SOON)
    near = to_do.filter(due_on__gte=today, due_on__lt=today + SOON)
    if not by.may(Permission.NONCONFORMITY_MANAGE):
        lines.append(Line(owned.filter(next_due_at__lt=now), "late", say("your nonconformities are overdue"), mine))
    lines += [
        Line(to_do.filter(due_on__lt=today), "late", say("your corrective actions are overdue"), "state=open"),
        Line(soon, "risk", say("your nonconformities fall due within three days"), mine),
        Line(near, "risk", say("your corrective actions fall due within three days"), "state=open"),
    ]
    if by.may(Permission.NONCONFORMITY_VERIFY):
        ready = feeds.to_verify(by, today)
        lines.append(Line(ready, "waiting", say("effects of corrective actions to check"), "state=to_verify"))
    return lines
