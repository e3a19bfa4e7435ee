"""What a body did in a year, in numbers: for its own review and for the yearly report to the authority."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, F, Q

from wuxing.certification.application.models import ApplicationReview
from wuxing.certification.application.states import Outcome
from wuxing.certification.cases.models import Case
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.decision.models import Decision
from wuxing.certification.findings.models import Finding
from wuxing.certification.people import load as work
from wuxing.certification.people.models import Certifier

ZERO = Decimal(0)
ENDS = ("withdrawn", "cancelled", "expired")


@dataclass(frozen=True, slots=True)
class Year:
    """The figures of a year. Days from the submitted application to the first decision, None without any."""

    year: int
    applications: int
    accepted: int
    refused: int
    evaluations: int  # closing meetings held
    findings: int
    granted: dict[str, int]  # by level
    not_granted: int
    certificates: dict[str, int]  # in force at its end, by level
    suspended: int
    resumed: int
    ended: dict[str, int]  # withdrawn, cancelled, expired
    days_to_decision: Decimal | None


@dataclass(frozen=True, slots=True)
class Load:
    """Somebody's person-days on site in each month of a year, beside the days that they can give in one."""

    certifier: Certifier
    months: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """Return the person-days of the year."""
        return sum(self.months, ZERO)

    @property
    def share(self) -> Decimal:
        """Return the share of the year's days that was used."""
        possible = self.certifier.days_a_month * 12
        return self.total / possible if possible else ZERO


def _span(year: int, zone: str) -> tuple[datetime, datetime]:
    begin = datetime(year, 1, 1, tzinfo=ZoneInfo(zone))
    return begin, begin.replace(year=year + 1)


def _counts(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(rows)


def figures(year: int, zone: str) -> Year:
    """Return the figures of a year; its queries do not grow with the cases."""
    begin, end = _span(year, zone)
    reviews = ApplicationReview.objects.filter(reviewed_at__gte=begin, reviewed_at__lt=end)
    decisions = Decision.objects.filter(at__gte=begin, at__lt=end)
    events = CertificateEvent.objects.filter(at__gte=begin, at__lt=end)
    cases = Case.objects.all()
    first = decisions.filter(case__kind="initial").exclude(outcome="returned").exclude(case__submitted_at=None)
    average = first.aggregate(days=Avg(F("at") - F("case__submitted_at")))["days"]
    return Year(
        year=year,
        applications=cases.filter(submitted_at__gte=begin, submitted_at__lt=end).count(),
        accepted=reviews.filter(outcome=Outcome.ACCEPTED.value).count(),
        refused=reviews.filter(outcome=Outcome.REFUSED.value).count(),
        evaluations=cases.filter(closing_at__gte=begin, closing_at__lt=end).count(),
        findings=Finding.objects.filter(raised_at__gte=begin, raised_at__lt=end).exclude(state="taken_back").count(),
        granted=_counts(
            decisions.filter(outcome="granted").values_list("level").annotate(n=Count("pk")).order_by("level")
        ),
        not_granted=decisions.filter(outcome="not_granted").count(),
        certificates=_in_force(date(year, 12, 31), end),
        suspended=events.filter(after="suspended").exclude(before="suspended").count(),
        resumed=events.filter(before="suspended", after="valid").count(),
        ended=_counts(events.filter(after__in=ENDS).values_list("after").annotate(n=Count("pk")).order_by("after")),
        days_to_decision=_days(average),
    )


def _days(average: timedelta | None) -> Decimal | None:
    return None if average is None else (Decimal(average.total_seconds()) / 86400).quantize(Decimal("0.1"))


def _in_force(day: date, end: datetime) -> dict[str, int]:
    """Return the certificates that had been issued and had not ended by the end of a day, by level."""
    gone = CertificateEvent.objects.filter(at__lt=end, after__in=(*ENDS, "replaced")).values("certificate")
    rows = Certificate.objects.filter(issued_on__lte=day, valid_until__gte=day).exclude(pk__in=gone)
    return _counts(rows.values_list("level").annotate(n=Count("pk")).order_by("level"))


def loads(year: int, today: date) -> list[Load]:
    """Return the person-days on site of everybody, by month, as their own page counts them."""
    found = work.loads(date(year, 1, 1), date(year, 12, 31), today)
    people = Certifier.objects.filter(Q(active=True) | Q(pk__in=found)).order_by("name", "pk")
    nothing = work.Load()
    return [
        Load(one, tuple(found.get(one.pk, nothing).days.get(f"{year}-{month:02}", ZERO) for month in range(1, 13)))
        for one in people
    ]
