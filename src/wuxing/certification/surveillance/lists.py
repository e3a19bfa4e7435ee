"""The surveillance calendar: groups, months, and a page of certificates by what is due first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.queries import in_state, living_on
from wuxing.certification.certificate.rules import months_after
from wuxing.certification.certificate.states import State
from wuxing.certification.surveillance import queries
from wuxing.certification.surveillance.models import EarlySurveillance
from wuxing.certification.surveillance.rules.calendar import RENEWAL_MONTHS, Next, Terms, what_next
from wuxing.certification.surveillance.states import Answer

PAGE = 50
MONTHS = 12
EXPORTED = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the calendar is asked for."""

    group: str = ""
    month: date | None = None  # its first day
    search: str = ""
    after: tuple[date, int] | None = None  # the last key of the page before


@dataclass(frozen=True, slots=True)
class Row:
    """A certificate with its next step."""

    certificate: Certificate
    next: Next
    proposal: EarlySurveillance | None


def groups(today: date, lead_days: int) -> dict[str, Q]:
    """Return the groups of the calendar as conditions on certificates that live, by what each is worth today."""
    valid = in_state(State.VALID, today)
    return {
        "due": valid & Q(surveillance_due_on__range=(today, today + timedelta(days=lead_days))),
        "overdue": Q(surveillance_due_on__lt=today),
        "extended": valid & Q(extended_until__gte=today),
        "suspended": in_state(State.SUSPENDED, today),
        "renewal": Q(valid_until__lte=months_after(today, RENEWAL_MONTHS)),
        "early": Q(pk__in=EarlySurveillance.objects.filter(state=Answer.OPEN.value).values("certificate_id")),
    }


def living(today: date) -> QuerySet[Certificate]:
    """Return the certificates in force and the suspended ones, as they are today even if no job has run."""
    return Certificate.objects.filter(living_on(today))


def counts(today: date, lead_days: int) -> dict[str, int]:
    """Return how many certificates are in each group, and in all."""
    wanted = {name: Count("pk", filter=condition) for name, condition in groups(today, lead_days).items()}
    return living(today).aggregate(all=Count("pk"), **wanted)


def months(today: date) -> list[tuple[date, int]]:
    """Return how many are due in each month from this one on for a year; what was due earlier counts for this month."""
    first = today.replace(day=1)
    rows = living(today).annotate(month=TruncMonth("surveillance_due_on")).values_list("month")
    found: Counter[date] = Counter()
    for month, count in rows.annotate(count=Count("pk")).order_by():
        found[max(month, first)] += count
    return [(month, found[month]) for month in (months_after(first, at) for at in range(MONTHS + 1))]


def lead_of(terms: dict[str, Terms]) -> int:
    """Return within how many days something is due soon."""
    return max((one.lead_days for one in terms.values()), default=Terms().lead_days)


def terms() -> dict[str, Terms]:
    """Return the time of each scheme that the body certifies."""
    return queries.terms_by_scheme(Certificate.objects.order_by().values_list("scheme", flat=True).distinct())


def page(wanted: Wanted, today: date, by_scheme: dict[str, Terms]) -> tuple[list[Row], tuple[date, int] | None]:
    """Return a page of the calendar, what is due first on top, and the key of the next page; None at the end."""
    rows = _filtered(wanted, today, lead_of(by_scheme)).select_related("client").order_by("surveillance_due_on", "pk")
    if wanted.after:
        day, pk = wanted.after
        rows = rows.filter(Q(surveillance_due_on__gt=day) | Q(surveillance_due_on=day, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return rows_of(found[:PAGE], today, by_scheme), (last.surveillance_due_on, last.pk) if last else None


def rows_of(found: list[Certificate], today: date, by_scheme: dict[str, Terms]) -> list[Row]:
    """Return certificates with their next steps, in as many queries for one as for many."""
    ids = [one.pk for one in found]
    cases, early = queries.open_cases(ids), queries.proposals(ids)
    return [
        Row(
            one,
            what_next(
                queries.standing_of(one), cases.get(one.pk, []), today, by_scheme.get(one.scheme, Terms()),
                is_proposed=one.pk in early,
            ),
            early.get(one.pk),
        )
        for one in found
    ]  # fmt: skip


def exported(wanted: Wanted, today: date, by_scheme: dict[str, Terms]) -> Iterator[Row]:
    """Return every row of the calendar for a file, ten thousand at most."""
    rows = _filtered(wanted, today, lead_of(by_scheme)).select_related("client").order_by("surveillance_due_on", "pk")
    yield from rows_of(list(rows[:EXPORTED]), today, by_scheme)


def _filtered(wanted: Wanted, today: date, lead_days: int) -> QuerySet[Certificate]:
    rows = living(today)
    if condition := groups(today, lead_days).get(wanted.group):
        rows = rows.filter(condition)
    if wanted.month:
        after = months_after(wanted.month, 1)
        rows = rows.filter(surveillance_due_on__lt=after)
        if wanted.month > today:
            rows = rows.filter(surveillance_due_on__gte=wanted.month)
    if wanted.search:
        named = Q(holder__icontains=wanted.search) | Q(number__icontains=wanted.search)
        rows = rows.filter(named | Q(client__name__icontains=wanted.search))
    return rows
