"""What bodies granted, refused, suspended: in the open, so that leniency is visible. Exercises do not count."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import ExtractYear

from wuxing.certification.certificate.models import CertificateEvent
from wuxing.certification.decision.models import Decision
from wuxing.certification.directory import rules
from wuxing.certification.register.models import RegisterEntry
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

YEARS = 5
KEPT_SECONDS = 86_400
COUNTED = {"suspend": "suspended", "resume": "resumed", "withdraw": "withdrawn", "cancel": "cancelled"}


@dataclass(frozen=True, slots=True)
class Year:
    """A body's year."""

    year: int
    granted: int = 0
    refused: int = 0
    suspended: int = 0
    resumed: int = 0
    withdrawn: int = 0
    cancelled: int = 0

    @property
    def refused_share(self) -> str:
        """Return the share of decisions that refused."""
        return rules.share(self.refused, (self.granted, self.refused))


@dataclass(frozen=True, slots=True)
class Figures:
    """A body in numbers: its years, newest first, and its certificates in force by level."""

    years: tuple[Year, ...]
    in_force: int
    suspended: int
    levels: tuple[tuple[str, int], ...]  # by id of the level, the most first

    def plain(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "in_force": self.in_force,
            "suspended": self.suspended,
            "levels": dict(self.levels),
            "years": [asdict(one) for one in self.years],
        }


def of(body: Tenant) -> Figures:
    """Return a body's figures; worked out anew only when something happened, or a day has passed."""
    today = clock.today(body.zone)
    with in_tenant(body.pk):
        last = CertificateEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        decided = Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        key = f"wuxing:figures:{body.pk}:{last}:{decided}:{today}"
        found = cache.get(key)
        if not isinstance(found, Figures):
            found = Figures(_years(body, today.year), *_in_force(body))
            cache.set(key, found, KEPT_SECONDS)
    return found


def _years(body: Tenant, newest: int) -> tuple[Year, ...]:
    zone = ZoneInfo(body.zone)
    counts: dict[int, Counter[str]] = {year: Counter() for year in range(newest, newest - YEARS, -1)}
    decisions = Decision.objects.filter(case__rehearsal=False).annotate(year=ExtractYear("at", tzinfo=zone))
    for year, outcome, count in decisions.values_list("year", "outcome").annotate(Count("pk")):
        name = {"granted": "granted", "not_granted": "refused"}.get(outcome)
        if year in counts and name:
            counts[year][name] += count
    events = CertificateEvent.objects.filter(certificate__rehearsal=False, event__in=sorted(COUNTED))
    by_year = events.annotate(year=ExtractYear("at", tzinfo=zone))
    for year, event, count in by_year.values_list("year", "event").annotate(Count("pk")):
        if year in counts:
            counts[year][COUNTED[event]] += count
    return tuple(Year(year, **found) for year, found in counts.items())


def _in_force(body: Tenant) -> tuple[int, int, tuple[tuple[str, int], ...]]:
    rows = RegisterEntry.objects.filter(tenant=body, rehearsal=False)
    states = dict(rows.values_list("state").annotate(Count("pk")))
    levels = rows.filter(state="valid").values_list("level").annotate(count=Count("pk")).order_by("-count", "level")
    return states.get("valid", 0), states.get("suspended", 0), tuple(levels)
