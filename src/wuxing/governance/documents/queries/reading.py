"""Who a document goes to, who must read it, and who has."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from wuxing.core.access import Permission, Role, permissions_of
from wuxing.core.models import Membership
from wuxing.core.worktime import Calendar
from wuxing.governance.commitments import queries as commitments
from wuxing.governance.commitments.models import CalendarVersion, WorkCalendar
from wuxing.governance.documents.audiences import reach_of
from wuxing.governance.documents.models import Distribution, DocumentVersion, ReadRequest, Receipt
from wuxing.governance.documents.states import Audience

_READING = sorted(role.value for role in Role if Permission.GOVERNANCE_READ in permissions_of(frozenset({role})))


def calendar_of_company() -> Calendar | None:
    """Return the newest version of the organisation's first calendar; None when it keeps none."""
    first = WorkCalendar.objects.order_by("pk").first()
    newest = CalendarVersion.objects.filter(calendar=first).order_by("-version").first() if first else None
    return commitments.calendar_of(newest.pk) if newest else None


def members_in(audience: str, reference: str) -> QuerySet[Membership]:
    """Return the active members that an audience holds and whose role reads documents."""
    members = Membership.objects.filter(active=True, roles__overlap=_READING)
    if audience == Audience.EVERYBODY:
        return members
    if audience == Audience.ROLE:
        return members.filter(roles__contains=[reference])
    if audience == Audience.PERSON:
        return members.filter(user_id=int(reference))
    reach = reach_of(audience)
    return members.filter(user_id__in=reach.users(reference)) if reach else members.none()


def readers_of(distributions: Iterable[Distribution]) -> dict[int, int]:
    """Return who must read, each with the working days they have; the shortest counts."""
    found: dict[int, int] = {}
    for one in distributions:
        if one.must_read:
            for user_id in members_in(one.audience, one.reference).values_list("user_id", flat=True):
                found[user_id] = min(one.days, found.get(user_id, one.days))
    return found


def active_distributions(document_id: int) -> QuerySet[Distribution]:
    """Return to whom a document goes now."""
    return Distribution.objects.filter(document_id=document_id, until=None).order_by("pk")


def has_read(version_id: int, user_id: int | None) -> bool:
    """Say whether a person has confirmed a version."""
    return Receipt.objects.filter(version_id=version_id, user_id=user_id or 0).exists()


def readers_page(version: DocumentVersion, *, most: int = 500) -> list[dict[str, Any]]:
    """Return who was asked to read a version, those who have not read first, with when they did."""
    asked = ReadRequest.objects.filter(version=version).order_by(F("done_at").asc(nulls_first=True), "due_at", "pk")
    rows = asked.values("user_id", "user__name", "asked_at", "due_at", "done_at", "lapsed_at")
    return [dict(row) for row in rows[:most]]
