"""Times and durations as people read them: 2026-11-18, 09:00, 5 小时 36 分."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

DAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def stamp(value: datetime | None) -> str:
    """Return date and time in the active zone: 2026-11-18 09:44."""
    return f"{_local(value):%Y-%m-%d %H:%M}" if value else "—"


def day(value: date | datetime | None) -> str:
    """Return the date in the active zone: 2026-11-18."""
    if isinstance(value, datetime):
        value = _local(value).date()
    return value.isoformat() if value else "—"


def clock_time(value: datetime | None) -> str:
    """Return the time in the active zone: 09:44."""
    return f"{_local(value):%H:%M}" if value else "—"


def weekday(value: date) -> str:
    """Return the short name of the day of the week."""
    return gettext(DAYS[value.weekday()])


def money(value: Decimal | None) -> str:
    """Return an amount: ¥1,234.50."""
    return "—" if value is None else f"¥{value:,.2f}"


def working_time(value: timedelta) -> str:
    """Return a length of working time in hours, which no day of 24 hours holds: 24 小时."""
    hours, left = divmod(int(value.total_seconds() // 60), 60)
    parts = [gettext("%d h") % hours] if hours else []
    return " ".join([*parts, gettext("%d min") % left] if left or not hours else parts)


def duration(value: timedelta | float | None) -> str:
    """Return a duration in its two largest units, minutes the smallest: 5 小时 36 分."""
    if value is None:
        return "—"
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    minutes = int(abs(seconds) // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%d day", "%d days", days) % days)
    if hours:
        parts.append(gettext("%d h") % hours)
    if left and not days:
        parts.append(gettext("%d min") % left)
    return " ".join(parts) or gettext("%d min") % 0


def short_duration(value: timedelta | float | None) -> str:
    """Return hours and minutes as on a clock: 0:55, 26:10."""
    if value is None:
        return "—"
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    hours, minutes = divmod(int(abs(seconds) // 60), 60)
    return f"{hours}:{minutes:02d}"
