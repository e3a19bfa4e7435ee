"""Open findings over all cases, paged by key: the earliest due first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from wuxing.certification.cases.models import CaseRole
from wuxing.certification.cases.states import ENDS, TEAM
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Kind, State

SIZE = 50
SHOWS = frozenset({"overdue", "us", "client", "special"})
_US = (State.PLANNED, State.ANSWERED)
_CLIENT = (State.OPEN, State.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is asked for. `cursor` is where the page begins; `back` asks for the page before it."""

    show: str = ""
    certifier_user: int | None = None  # only cases in whose team this person is
    cursor: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the keys to go on from (empty: no more)."""

    rows: list[Finding]
    previous: str = ""
    next: str = ""


def findings(wanted: Wanted, today: date) -> Page:
    """Return a page of the findings that somebody still has to correct or verify, in cases that go on."""
    rows = _narrowed(wanted, today)
    place = _place(wanted.cursor)
    if place:
        day, pk = place
        rows = (
            rows.filter(due_on__lte=day).filter(Q(due_on__lt=day) | Q(pk__lt=pk))
            if wanted.back
            else rows.filter(due_on__gte=day).filter(Q(due_on__gt=day) | Q(pk__gt=pk))
        )
    order = ("-due_on", "-pk") if wanted.back and place else ("due_on", "pk")
    found = list(rows.select_related("case__client").order_by(*order)[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    back = wanted.back and place is not None
    if back:
        found.reverse()
    if not found:
        return Page([])
    before, after = (more, True) if back else (place is not None, more)
    return Page(found, _key(found[0]) if before else "", _key(found[-1]) if after else "")


def _narrowed(wanted: Wanted, today: date) -> QuerySet[Finding]:
    """Return the findings asked for; those with a day are exactly those that have to be corrected."""
    rows = Finding.objects.filter(due_on__isnull=False).exclude(state__in=["closed", "taken_back"])
    rows = rows.exclude(case__stage__in=[stage.value for stage in ENDS])
    if wanted.show == "overdue":
        rows = rows.filter(due_on__lt=today)
    elif wanted.show == "us":
        rows = rows.filter(state__in=_US)
    elif wanted.show == "client":
        rows = rows.filter(state__in=_CLIENT)
    elif wanted.show == "special":
        rows = rows.filter(kind=Kind.SPECIAL)
    if wanted.certifier_user is not None:
        mine = CaseRole.objects.filter(certifier__user_id=wanted.certifier_user, part__in=TEAM, ended_at__isnull=True)
        rows = rows.filter(case__in=mine.values("case_id"))
    return rows


def _key(found: Finding) -> str:
    assert found.due_on is not None
    return f"{found.due_on.isoformat()}.{found.pk}"


def _place(cursor: str) -> tuple[date, int] | None:
    """Read a key; one that cannot be read begins at the first page."""
    first, _dot, second = cursor.partition(".")
    if not (second.isdecimal() and len(second) < 18):
        return None
    try:
        return date.fromisoformat(first), int(second)
    except ValueError:
        return None
