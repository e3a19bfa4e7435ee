"""Certificates as a list: filtered, searched, paged by key."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet

from wuxing.certification.certificate import queries, rules
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.certificate.states import State
from wuxing.core.searching import Search

SIZE = 50
SCANNED = 500  # search results looked through when another filter narrows them
DUE = {"overdue": -1, "30": 30, "90": 90}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is asked for; `before`: the last certificate of the page before."""

    search: Search | None = None
    state: str = ""
    level: str = ""
    due: str = ""
    before: int | None = None


def certificates(wanted: Wanted, today: date) -> tuple[list[Certificate], int]:
    """Return a page of certificates, newest first, and the key to go on from; 0: no more."""
    rows = _narrowed(Certificate.objects.select_related("client"), wanted, today)
    if wanted.search:
        ids = matching(wanted.search, wanted.before, SCANNED)
        rows = rows.filter(pk__in=ids)
    elif wanted.before:
        rows = rows.filter(pk__lt=wanted.before)
    found = list(rows.order_by("-pk")[: SIZE + 1])
    return found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else 0


def _narrowed(rows: QuerySet[Certificate], wanted: Wanted, today: date) -> QuerySet[Certificate]:
    if wanted.state:
        rows = rows.filter(queries.in_state(State(wanted.state), today))
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.due:
        rows = rows.filter(queries.living_on(today))
        rows = rows.filter(surveillance_due_on__lte=today + timedelta(days=DUE[wanted.due]))
    return rows


def matching(search: Search, before: int | None, most: int) -> list[int]:
    """Return which certificates hold every word in their number or holder, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matching_certificates(%s::tsquery, %s, %s, %s)",
            [search.query, search.likes, before or 2**62, most],
        )
        return [pk for (pk,) in cursor.fetchall()]


def levels() -> list[tuple[str, str]]:
    """Return the levels that certificates have, each with one edition that names it."""
    rows = Certificate.objects.order_by("level", "-pk").distinct("level")
    return list(rows.values_list("level", "pack"))


def since(found: Certificate, state: State, day: date) -> date | None:
    """Return since when a certificate has been in the state that it has on a day."""
    if state != found.state:  # time did it, whatever has been written down since
        if state is State.EXPIRED:
            return found.valid_until + timedelta(days=1)
        return rules.latest_evaluation(found.surveillance_due_on, found.extended_until) + timedelta(days=1)
    rows = CertificateEvent.objects.filter(certificate=found, after=state).exclude(event="evaluated")
    last = rows.exclude(event__in=["extend", "rename", "correct"]).order_by("-pk").values_list("at", flat=True).first()
    return last.date() if last else None
