"""Which promises bind the cases of a call: read once, and looked up by the time of each."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.customers.models import Customer, Product
from wuxing.governance.commitments import queries as promises
from wuxing.governance.commitments.models import CalendarVersion, Promise
from wuxing.governance.commitments.rules import Terms
from wuxing.resources.models import Outlet, Person
from wuxing.service.repair.rules.history import Binding, CaseDraft


def bindings_of(cases: Sequence[CaseDraft], crew: Mapping[str, Person], by: Actor) -> list[Binding]:
    """Return for each case which promises bind it; the outlets by the technicians of `crew` and by the district."""
    book = _Book()
    keys = {case.customer_key or case.customer_name for case in cases}
    lines = dict(Product.objects.filter(model__in={case.product for case in cases}).values_list("model", "category"))
    known = Customer.objects.filter(source=by.source or "bulk", external_id__in=keys).exclude(tier="")
    tiers = dict(known.values_list("external_id", "tier"))
    at_place = _calendars_by_district()
    of_person = {name: person.outlet.calendar_id for name, person in crew.items()}

    def bound(case: CaseDraft) -> Binding:
        place = at_place.get(case.district)
        return Binding(
            lambda at, technician: book.in_force(at, of_person.get(technician, place)),
            lines.get(case.product, ""),
            tiers.get(case.customer_key or case.customer_name, ""),
        )

    return [bound(case) for case in cases]


def _calendars_by_district() -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    serving = Outlet.objects.filter(active=True, calendar__isnull=False).order_by("pk")
    for districts, calendar in serving.values_list("districts", "calendar_id"):
        for district in districts:
            found.setdefault(district, calendar)
    return found


class _Book:
    """The promises in force at any time, by the calendar versions of that time.

    Where no promise of a kind was kept then, those of today bind; where no version was, the newest counts.
    """

    def __init__(self) -> None:
        periods = Promise.objects.values_list("starts_at", "ends_at")
        self._versions = list(
            CalendarVersion.objects.order_by("created_at", "version").values_list("pk", "calendar_id", "created_at")
        )
        ends = {at for period in periods for at in period if at}
        self._changes = sorted(ends | {at for _pk, _calendar, at in self._versions})
        self._known: dict[tuple[int, int | None], list[Terms]] = {}

    def in_force(self, at: datetime, calendar_id: int | None) -> list[Terms]:
        """Return the promises in force at an instant, counted in a calendar where that is given."""
        key = (bisect_right(self._changes, at), calendar_id)
        if key not in self._known:
            self._known[key] = self._read(at, calendar_id)
        return self._known[key]

    def _read(self, at: datetime, calendar_id: int | None) -> list[Terms]:
        then = promises.promises_in_force(at, calendar_id)
        kinds = {terms.kind for terms in then}
        today = promises.promises_in_force(clock.now(), calendar_id)
        return [self._as_of(terms, at) for terms in (*then, *(one for one in today if one.kind not in kinds))]

    def _as_of(self, terms: Terms, at: datetime) -> Terms:
        counted, hours = self._version(terms.calendar_version_id, at), self._version(terms.hours_version_id, at)
        return replace(
            terms,
            calendar_version_id=counted,
            calendar=promises.calendar_of(counted),
            hours_version_id=hours,
            hours=promises.calendar_of(hours),
        )

    def _version(self, newest: int | None, at: datetime) -> int | None:
        """Return the version of the same calendar that was the newest at an instant."""
        calendar = next((one for pk, one, _made in self._versions if pk == newest), None)
        kept = [pk for pk, one, made in self._versions if one == calendar and made <= at]
        return kept[-1] if kept else newest
