"""The days of the law (facts 5.1): worked out from what happened, never typed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wuxing.core.reasons import Reason, say
from wuxing.service.bench_repair import states
from wuxing.service.bench_repair.states import ItemState


@dataclass(frozen=True, slots=True)
class Days:
    """How long an item has been in repair, and for whom it waited. Days at the customer's choice are not the repairer's."""

    since: int = 0  # calendar days since it came in, until it was ready
    customer: int = 0  # of them: its quote lay with the customer
    parts: int = 0  # of them: waiting for parts
    waits: bool = False  # it waits for parts now

    @property
    def own(self) -> int:
        """The days that are the repairer's own."""
        return max(self.since - self.customer - self.parts, 0)


@dataclass(frozen=True, slots=True)
class Alarm:
    """How near an item is to the law's limits. `left` counts down to the limit that comes first; below zero: past it."""

    level: str  # "", alarm, breach, parts
    left: int
    limit: int


def days_of(changes: Sequence[tuple[date, str]], today: date) -> Days:
    """Return the days of an item from its changes of state, oldest first; those after it was ready do not count."""
    since = customer = parts = 0
    ends = [*(day for day, _state in changes[1:]), today]
    for (day, state), end in zip(changes, ends, strict=True):
        length = max((end - day).days, 0)
        if state not in states.IN_REPAIR:
            continue
        since += length
        customer += length if state == ItemState.QUOTED else 0
        parts += length if state == ItemState.WAITING_PARTS else 0
    waits = bool(changes) and changes[-1][1] == ItemState.WAITING_PARTS
    return Days(since, customer, parts, waits)


def alarm_for(days: Days) -> Alarm:
    """Return the alarm of an item: day 20, day 30 of the repairer's own, day 90 where parts were lacking."""
    left, parts_left = states.BREACH_DAY - days.own, states.PARTS_DAY - days.since
    if days.parts and days.since >= states.PARTS_DAY:
        return Alarm("parts", parts_left, states.PARTS_DAY)
    if days.own >= states.BREACH_DAY:
        return Alarm("breach", left, states.BREACH_DAY)
    if days.waits and parts_left < left:
        return Alarm("alarm" if days.own >= states.ALARM_DAY else "", parts_left, states.PARTS_DAY)
    return Alarm("alarm" if days.own >= states.ALARM_DAY else "", left, states.BREACH_DAY)


def is_own_fault(days: Days) -> bool:
    """Say whether the repair took longer than 30 days by the repairer's own fault (三包: exchange, free)."""
    return days.own > states.BREACH_DAY


def remedy_for(days: Days) -> Reason | None:
    """Return what the law lets the customer choose by now, with its ground; None while there is none."""
    if days.parts and days.since >= states.PARTS_DAY:
        return say(
            "exchange free of charge: %(days)s days since it was sent in, and parts are lacking (limit: 90 days)",
            days=days.since,
        )
    if is_own_fault(days):
        return say(
            "exchange free of charge: %(days)s days in repair that are the repairer's own (limit: 30 days)",
            days=days.own,
        )
    return None


RANKS = ("", "alarm", "breach", "parts")


def is_higher(level: str, than: str) -> bool:
    """Say whether an alarm is a new one, above what was raised before."""
    return RANKS.index(level) > RANKS.index(than)
