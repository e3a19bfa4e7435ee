"""候选: who could be sent, each with skill, outlet and today's load."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, F, FilteredRelation, Q

from wuxing.resources.models import Person
from wuxing.service.repair.models import Appointment
from wuxing.service.repair.rules.candidates import Fit, fit_for, ranked

MOST = 200


def span_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the first and the last instant of a day in a zone."""
    start = datetime.combine(day, time.min, ZoneInfo(zone))
    return start, datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))


def loads_on(day: date, zone: str) -> dict[int, int]:
    """Return how many visits each technician has on a day."""
    counted = (
        Appointment.objects.filter(slot__overlap=DateTimeTZRange(*span_of(day, zone)))
        .exclude(state__in=["rescheduled", "cancelled", "declined"])
        .values_list("technician_id")
        .annotate(count=Count("pk"))
    )
    return dict(counted)


def candidates(*, trade: str, needed: int, district: str, day: date, zone: str, outlet: int | None = None) -> list[Fit]:
    """Return the active technicians, best first, those who cannot be sent last with the reason (procedure 4, step 2)."""
    people = Person.objects.filter(active=True)
    if outlet:
        people = people.filter(outlet_id=outlet)
    rows = (
        people.annotate(skill=FilteredRelation("skills", condition=Q(skills__trade=trade)))
        .order_by("pk")
        .values_list("pk", "name", "outlet__name", "outlet__districts", F("skill__level"), F("skill__valid_until"))[
            :MOST
        ]
    )
    loads = loads_on(day, zone)
    return ranked(
        [
            fit_for(
                person_id=pk,
                name=name,
                outlet=outlet_name,
                covers=(district in districts) if district else None,
                load=loads.get(pk, 0),
                trade=trade,
                needed=needed,
                level=level,
                valid_until=valid_until,
                on=day,
            )
            for pk, name, outlet_name, districts, level, valid_until in rows
        ]
    )
