"""Tries of a call: when the next one may be, and when one gives up. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from wuxing.core.reasons import Reason, say
from wuxing.service.follow_up.states import FAILED_TRIES, CallState, Try

BUSY_AGAIN = timedelta(minutes=30)
LONGEST_LATER = timedelta(days=30)
CALL_FROM, CALL_UNTIL = time(9), time(20)
"""Hours in which a next try is planned: people are not disturbed early, in the evening or at night, unless they named the time."""


@dataclass(frozen=True, slots=True)
class After:
    """What a try makes of a call: its state, and when the next try may be."""

    state: CallState
    next_at: datetime | None


def after_try(
    result: Try,
    *,
    failed: int,
    max_tries: int,
    spacing: timedelta,
    now: datetime,
    zone: str,
    later_at: datetime | None = None,
) -> After:
    """Return what follows a try; `failed` counts the tries that reached nobody, this one among them.

    The next try falls into the calling hours at `zone`; a time that the customer named stands as it is.
    """
    if result == Try.REACHED:
        return After(CallState.REACHED, None)
    if result == Try.REFUSED:
        return After(CallState.REFUSED, None)
    if result == Try.LATER:
        return After(CallState.PLANNED, later_at)
    if failed >= max_tries:
        return After(CallState.UNREACHABLE, None)
    pause = min(spacing, BUSY_AGAIN) if result == Try.BUSY else spacing
    return After(CallState.PLANNED, in_calling_hours(now + pause, zone))


def in_calling_hours(moment: datetime, zone: str) -> datetime:
    """Return this moment when customers may be called then, else the morning that follows."""
    there = moment.astimezone(ZoneInfo(zone))
    if CALL_FROM <= there.time() < CALL_UNTIL:
        return moment
    day = there.date() + timedelta(days=there.time() >= CALL_UNTIL)
    return datetime.combine(day, CALL_FROM, there.tzinfo).astimezone(moment.tzinfo)


def why_not_call(state: CallState, next_at: datetime | None, now: datetime) -> Reason | None:
    """Return why the customer is not called now: the call is over, or the last try was a short while ago."""
    if state != CallState.PLANNED:
        return say("this call is over")
    if next_at is not None and now < next_at:
        return say("the plan keeps a distance between tries; wait for the next one")
    return None


def why_not_disturb(*, restricted: bool) -> Reason | None:
    """Return why a customer is not called who did not ask for it (个人信息保护法 art. 44)."""
    if restricted:
        return say("the customer has restricted the use of their data to what the service needs")
    return None


def why_not_later(later_at: datetime | None, now: datetime) -> Reason | None:
    """Return what is wrong with the time at which the customer wants to be called."""
    if later_at is None:
        return say("say when the customer wants to be called")
    if later_at <= now:
        return say("choose a time to come")
    if later_at > now + LONGEST_LATER:
        return say("choose a time within 30 days")
    return None


def counts_as_failed(result: Try) -> bool:
    """Say whether a try reached nobody."""
    return result in FAILED_TRIES
