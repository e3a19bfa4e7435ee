"""The list of cases and of clients, a page at a time; quick with any number of rows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet

from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import ENDS, Kind, Stage

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for."""

    search: str = ""
    stage: str = ""  # a stage, or "open", "ended"
    kind: str = ""
    officer_id: int | None = None
    late_on: date | None = None  # only what is due before this day
    before: int | None = None  # the last key of the page before


def cases(wanted: Wanted) -> tuple[list[Case], int | None]:
    """Return a page of cases, newest first, and the key with which the next begins; None at the end."""
    rows = _filtered(Case.objects.select_related("client", "officer"), wanted).order_by("-pk")
    found = list((rows.filter(pk__lt=wanted.before) if wanted.before else rows)[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _filtered(rows: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    ended = [stage.value for stage in ENDS]
    if wanted.stage == "open":
        rows = rows.exclude(stage__in=ended)
    elif wanted.stage == "ended":
        rows = rows.filter(stage__in=ended)
    elif wanted.stage in set(Stage):
        rows = rows.filter(stage=wanted.stage)
    if wanted.kind in set(Kind):
        rows = rows.filter(kind=wanted.kind)
    if wanted.officer_id is not None:
        rows = rows.filter(officer_id=wanted.officer_id)
    if wanted.late_on is not None:
        rows = rows.filter(due_on__lt=wanted.late_on).exclude(stage__in=ended)
    if wanted.search:
        named = Client.objects.filter(_named(wanted.search)).values("pk")
        rows = rows.filter(Q(number__iexact=wanted.search) | Q(number__icontains=wanted.search) | Q(client__in=named))
    return rows


def _named(text: str) -> Q:
    return Q(name__icontains=text) | Q(credit_code__iexact=text)


def clients(search: str = "", after: str = "") -> tuple[list[Client], str]:
    """Return a page of clients by name with the count of their cases, and the key of the next page; empty at the end."""
    rows = Client.objects.filter(_named(search)) if search else Client.objects.all()
    name, _, pk = after.rpartition("|")
    if name and pk.isdecimal():
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(pk)))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    counts = dict(
        Client.objects.filter(pk__in=[one.pk for one in found])
        .values_list("pk")
        .annotate(n=Count("cases"))
        .values_list("pk", "n")
    )
    for one in found:
        one.case_count = counts.get(one.pk, 0)  # type: ignore[attr-defined]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.name}|{last.pk}" if last else ""


def cases_of(client: Client) -> list[Case]:
    """Return a client's cases, newest first."""
    return list(Case.objects.filter(client=client).select_related("officer").order_by("-pk")[:200])


def last_moved(client: Client) -> date | None:
    """Return the day on which one of a client's cases last came to another stage."""
    found = Case.objects.filter(client=client).aggregate(last=Max(F("stage_since")))["last"]
    return found.date() if found else None
