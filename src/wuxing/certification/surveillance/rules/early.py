"""When the company's own records call for an early surveillance. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wuxing.core.reasons import Reason, say

DAYS = 7
"""So many days in a row below the level's minimum call for it; shorter dips do not."""


@dataclass(frozen=True, slots=True)
class DayRead:
    """The likely score of one day, as the company's own system kept it."""

    day: date
    likely: Decimal
    pack: str


def fallen_since(scores: Sequence[DayRead], minimum: Decimal, today: date, days: int = DAYS) -> date | None:
    """Return the first day of a fall below `minimum` that has lasted `days` days and lasts still, or None.

    Each of the last `days` days until today, or until yesterday where today is not kept yet, has a score below. A day
    without a score ends the row: what is not known proves no fall.
    """
    by_day: Mapping[date, Decimal] = {one.day: one.likely for one in scores}
    end = today if today in by_day else today - timedelta(days=1)
    first = end
    while first in by_day and by_day[first] < minimum:
        first -= timedelta(days=1)
    first += timedelta(days=1)
    return first if (end - first).days + 1 >= max(days, 1) else None


def is_new_fall(since: date, last_proposed: date | None) -> bool:
    """Say whether a fall began after the last proposal: the same one is not proposed twice."""
    return last_proposed is None or since > last_proposed


@dataclass(frozen=True, slots=True)
class Foreign:
    """What is known of a certificate of another body."""

    valid_until: date
    last_evaluated_on: date
    in_force: bool
    not_suspended: bool
    complaints_asked: bool
    report_read: bool


def why_not_transfer(found: Foreign, day: date, renewal_due: date) -> Reason | None:
    """Return why a certificate of another body is not taken over, or None. `renewal_due`: the last evaluation + 12 months."""
    if not found.in_force or found.valid_until < day:
        return say("it is not in force; this client applies for an initial certification")
    if not found.not_suspended:
        return say("it is suspended; the cause is removed at the other body first")
    if found.last_evaluated_on > day:
        return say("the last evaluation lies in the past")
    if renewal_due < day:
        return say("the last evaluation is over 12 months ago; this client applies for an initial certification")
    if not found.complaints_asked:
        return say("ask for complaints and open matters first")
    if not found.report_read:
        return say("read the last report of the other body first")
    return None
