"""Rules of keeping and destroying records (procedure 21). Pure."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wuxing.core.reasons import Reason, say
from wuxing.governance.records.states import DESTRUCTION, DestructionState, Disposal, Scope

LONGEST_MONTHS = 1200
MOST_AT_ONCE = 20_000
"""So many records of a class go into one proposal; the rest waits for the next."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold that stands, as refusals tell of it."""

    number: str
    scope: str
    label: str
    reason: str
    since: date


def due_on(started: date, months: int) -> date:
    """Return the day on which a record's time is over: the same day `months` later, or that month's last day."""
    year, month = divmod(started.year * 12 + started.month - 1 + months, 12)
    return date(year, month + 1, min(started.day, calendar.monthrange(year, month + 1)[1]))


def cut_off(today: date, months: int) -> date:
    """Return the last day on which a clock may have started for its record to be due `today`."""
    day = due_on(today, -months)
    while due_on(day + timedelta(days=1), months) <= today:  # a short month ends several clocks at once
        day += timedelta(days=1)
    return day


def why_not_set_months(months: int | None, disposal: str, least: int = 0) -> Reason | None:
    """Return why a retention period and a way of disposal do not go together, or None. No months: kept for good.

    `least`: so many months law asks for at least (of trade: E-commerce Law art. 31, three years).
    """
    if months is None:
        return (
            say("say after how many months, or choose that the records are kept")
            if disposal == Disposal.ERASE
            else None
        )
    if not 1 <= months <= LONGEST_MONTHS:
        return say("give between 1 and %(most)s months", most=LONGEST_MONTHS)
    if months < least:
        return say("law asks for at least %(least)s months", least=least)
    return None


def why_not_dispose(disposal: str, *, destroyable: bool, outside: bool) -> Reason | None:
    """Return why this class of records cannot be disposed of in this way, or None."""
    if outside and disposal == Disposal.ERASE:
        return say("these records are kept outside this system; it can destroy none of them")
    if not outside and disposal == Disposal.OUTSIDE:
        return say("these records are kept in this system; choose erasing or keeping")
    if disposal == Disposal.ERASE and not destroyable:
        return say("this system does not destroy records of this class; they are kept")
    return None


def why_not_propose(due: int, held: int) -> Reason | None:
    """Return why no destruction can be proposed, or None: nothing is due, or all that is due is held."""
    if due:
        return None
    if held:
        return say("nothing may be destroyed: %(held)s records are due, and legal holds cover all of them", held=held)
    return say("nothing is due: no record of these classes is older than its retention period")


def why_not_decide(state: str, proposed_by: int | None, decider: int | None) -> Reason | None:
    """Return why this person cannot approve or refuse a destruction, or None."""
    if state != DestructionState.PROPOSED:
        return say("this proposal was decided already")
    if decider is None or decider == proposed_by:
        return say("somebody else must decide: you proposed this destruction")
    return None


def why_not_withdraw(state: str) -> Reason | None:
    """Return why a proposal cannot be withdrawn, or None."""
    return (
        None
        if DestructionState.WITHDRAWN in DESTRUCTION[DestructionState(state)]
        else say("this proposal was decided already")
    )


def why_not_erase(holds: Sequence[Hold]) -> Reason | None:
    """Return why personal data may not be erased now, or None: legal holds stand on them, the oldest named first."""
    if not holds:
        return None
    first = min(holds, key=lambda hold: (hold.since, hold.number))
    return say(
        "the legal hold %(number)s covers these data since %(since)s: %(reason)s; lift it first",
        number=first.number,
        since=first.since.isoformat(),
        reason=first.reason,
    )


def why_not_lift(lifted: bool) -> Reason | None:
    """Return why a hold cannot be lifted, or None."""
    return say("this hold was lifted already") if lifted else None


def wrong_scope(scope: str) -> Reason | None:
    """Return what is wrong with the scope of a hold, or None."""
    return None if scope in set(Scope) else say("choose a class of records, a customer or a case")
