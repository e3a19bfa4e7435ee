"""Times of a technician that a customer may be offered: what is booked, and what the outlet's calendar leaves."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import DateTimeField, FloatField, Func, Value

from wuxing.core.reading import rows_by
from wuxing.governance.commitments.queries import calendars
from wuxing.service.doors import queries, rules
from wuxing.service.repair.models import Appointment, WorkOrder
from wuxing.service.repair.states import LIVE_VISITS

OFFERED_DAYS = 8
DEFAULT_DAY = ((time(9), time(12)), (time(13), time(17)))


def booked(technician_id: int, since: int, until: int) -> Any:
    """Return when a technician is taken between two instants, in whole hours since 1970: to be read by `reading`."""
    span = Func(_instant(since), _instant(until), function="tstzrange", output_field=DateTimeRangeField())
    rows = Appointment.objects.filter(technician_id=technician_id, state__in=sorted(LIVE_VISITS), slot__overlap=span)
    return rows.order_by("pk").values("order_id", "slot")


def _instant(hours: int) -> Func:
    seconds = Func(Value(hours), Value(3600.0), template="%(expressions)s", arg_joiner=" * ", output_field=FloatField())
    return Func(seconds, function="to_timestamp", output_field=DateTimeField())


def offered_hours(now: datetime, until: datetime | None = None) -> tuple[int, int]:
    """Return from which hour to which hour since 1970 what is booked matters to times offered now, the last of them at `until`."""
    since = int(now.timestamp()) // 3600
    return since, max(since + 24 * (OFFERED_DAYS + 1), int(until.timestamp()) // 3600 + 1 if until else 0)


def taken_from(order: WorkOrder, now: datetime, until: datetime | None = None) -> list[rules.Window]:
    """Return when the technician of an order is taken by others, as far ahead as times are offered (to `until` at least)."""
    rows = rows_by(booked, order.technician_id, *offered_hours(now, until)) if order.technician_id else []
    return [(row["slot"].lower, row["slot"].upper) for row in rows if row["order_id"] != order.pk]


def offered_windows(order: WorkOrder, visit: Appointment | None, now: datetime, zone: str) -> list[rules.Window]:
    """Return the windows of the coming working days that the technician has free, by the outlet's calendar."""
    version = calendars.newest_version(order.outlet.calendar_id) if order.outlet else None
    calendar = calendars.calendar_of(version)
    days = [now.astimezone(ZoneInfo(zone)).date() + timedelta(days=ahead) for ahead in range(OFFERED_DAYS)]
    worked = {day: calendar.intervals_on(day) if calendar else DEFAULT_DAY for day in days}
    windows = rules.windows_of(worked, zone)
    notice = timedelta(hours=queries.settings().notice_hours)
    besides = (visit.slot.lower, visit.slot.upper) if visit else None
    return rules.free_windows(windows, taken_from(order, now), now, notice, besides)
