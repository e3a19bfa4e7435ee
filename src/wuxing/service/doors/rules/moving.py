"""改约: when a customer may move the visit, and to which times. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from wuxing.core.reasons import Reason, say
from wuxing.service.repair.states import OrderState, VisitState

Window = tuple[datetime, datetime]
MOVABLE = frozenset({VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.ASSIGNED, VisitState.ACCEPTED})
MOST_MOVES = 3
MOST_OFFERED = 12
WINDOW, SHORTEST = timedelta(hours=2), timedelta(hours=1)


def why_not_move(
    state: str | None, begins: datetime | None, now: datetime, notice: timedelta, moves: int
) -> Reason | None:
    """Return why a customer cannot move the visit by the page, or None (procedure 4, step 3)."""
    if state is None or begins is None:
        return say("no visit is agreed yet; we call to agree one")
    if state not in MOVABLE:
        return say("the technician is on the way or has come; call us if the time does not suit")
    if moves >= MOST_MOVES:
        return say("the visit was moved %(count)s times already; call us to agree another time", count=moves)
    if begins - now < notice:
        hours = int(notice.total_seconds() // 3600)
        return say("a visit can be moved here until %(hours)s hours before it; call us now", hours=hours)
    return None


def windows_of(worked: Mapping[date, Sequence[tuple[time, time]]], zone: str) -> list[Window]:
    """Return windows of two hours, the rest of an interval too when it is an hour at least, on the days that are worked."""
    found = []
    for day, intervals in worked.items():
        for begin, end in intervals:
            start = datetime.combine(day, begin, ZoneInfo(zone))
            last = datetime.combine(day, end, ZoneInfo(zone))
            while last - start >= SHORTEST:
                found.append((start, min(start + WINDOW, last)))
                start += WINDOW
    return found


def free_windows(
    windows: Iterable[Window], taken: Sequence[Window], now: datetime, notice: timedelta, besides: Window | None = None
) -> list[Window]:
    """Return the windows that may be offered: far enough ahead, none that is taken, not the one that stands."""
    spans = [
        (start.timestamp(), end.timestamp()) for start, end in taken
    ]  # numbers: instants of two zones compare slowly

    def is_free(one: Window) -> bool:
        begin, end = one[0].timestamp(), one[1].timestamp()
        return not any(begin < till and since < end for since, till in spans)

    free = (one for one in sorted(windows) if one[0] - now >= notice and one != besides and is_free(one))
    return list(islice(free, MOST_OFFERED))


MOST_BY_HAND = 8
LONGEST = timedelta(hours=12)


def why_not_take(state: str | None) -> Reason | None:
    """Return why a customer cannot take a time that was offered by hand, or None: the technician is on the way, or there."""
    if state is not None and state not in MOVABLE:
        return say("the technician is on the way or has come; call us if the time does not suit")
    return None


def why_not_offer(
    order_state: str, *, technician: bool, visit: str | None, windows: Sequence[Window], now: datetime
) -> Mapping[str, Reason] | Reason | None:
    """Return why these times cannot be offered by hand: the order is with nobody, or what is wrong, by place."""
    if order_state not in (OrderState.DISPATCHED, OrderState.IN_PROGRESS, OrderState.ON_HOLD) or not technician:
        return say("hand the order to a technician first")
    if refusal := why_not_take(visit):
        return refusal
    return _wrong_windows(windows, now) or None


def _wrong_windows(windows: Sequence[Window], now: datetime) -> Mapping[str, Reason]:
    if not 1 <= len(windows) <= MOST_BY_HAND:
        return {"slots": say("give one time at least, and at most %(count)s", count=MOST_BY_HAND)}
    wrong: dict[str, Reason] = {}
    for place, (begins, ends) in enumerate(windows):
        if not begins < ends or ends - begins > LONGEST:
            wrong[f"slots.{place}"] = say("the window must end after it begins and last at most half a day")
        elif begins <= now:
            wrong[f"slots.{place}"] = say("the window is over; choose a time from now on")
        elif any(begins < other[1] and other[0] < ends for other in windows[:place]):
            wrong[f"slots.{place}"] = say("two of the times overlap")
    return wrong
