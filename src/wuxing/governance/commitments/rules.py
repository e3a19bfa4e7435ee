"""Rules of procedure 2: which promise binds a case, when it falls due, whether it was kept. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wuxing.core.reasons import Reason, say
from wuxing.core.worktime import Calendar, after, calendar_from, deadline, elapsed, moved_by_pauses, next_worked
from wuxing.governance.commitments.states import (
    PROPOSAL,
    STOPS,
    Clock,
    ClockMove,
    PauseReason,
    ProposalState,
    Recipient,
)

Pause = tuple[datetime, datetime | None]
Step = tuple[int, Recipient]
USUAL_STEPS: tuple[Step, ...] = ((75, Recipient.ASSIGNEE), (100, Recipient.DISPATCHER), (150, Recipient.MANAGER))
MOST_STEPS = 6
MOST_PERCENT = 1000


@dataclass(frozen=True, slots=True)
class Terms:
    """A promise in force, with the calendar version it runs by; and whom it is for, how it is reminded of."""

    promise_id: int
    kind: str
    area: str
    minutes: int
    calendar_version_id: int | None
    calendar: Calendar | None
    product_line: str = ""
    tier: str = ""
    steps: tuple[Step, ...] = USUAL_STEPS
    safety: bool = False
    hours_version_id: int | None = None  # the working hours in which it is reminded of
    hours: Calendar | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the clocks of a target."""

    kind: str
    at: datetime
    reason: str = ""
    customer: bool = True
    internal: bool = True


def terms_for(
    kind: str, *, rural: bool, promises: Iterable[Terms], product_line: str = "", tier: str = ""
) -> Terms | None:
    """Return the promise of `kind` for the case: what is for its tier, its product line, its area goes before what is for any."""
    area = "rural" if rural else "urban"
    fitting = [
        terms
        for terms in promises
        if terms.kind == kind
        and terms.area in (area, "any")
        and terms.product_line in (product_line, "")
        and terms.tier in (tier, "")
    ]
    return max(fitting, key=lambda one: (one.tier != "", one.product_line != "", one.area != "any"), default=None)


def due_for(terms: Terms, start: datetime) -> datetime:
    """Return the promised instant of a case that starts at `start`."""
    return deadline(start, terms.minutes, terms.calendar)


def pauses_on(clock: Clock, events: Iterable[Event]) -> list[Pause]:
    """Return the pauses of one of the two clocks, in order; the last one may be open."""
    pauses: list[Pause] = []
    for event in events:
        if not (event.customer if clock == Clock.CUSTOMER else event.internal):
            continue
        is_open = bool(pauses) and pauses[-1][1] is None
        if event.kind == ClockMove.PAUSE and not is_open:
            pauses.append((event.at, None))
        elif event.kind == ClockMove.RESUME and is_open:
            pauses[-1] = (pauses[-1][0], event.at)
    return pauses


def counted_due(
    clock: Clock, *, start: datetime, due: datetime, calendar: Calendar | None, events: Sequence[Event]
) -> datetime | None:
    """Return the instant that counts on a clock: a function of its events and the frozen calendar; None while it stands."""
    return moved_by_pauses(due, start, calendar, pauses_on(clock, events))


def effective_due_for(
    *, start: datetime, due: datetime, calendar: Calendar | None, pauses: Sequence[Pause]
) -> datetime | None:
    """Return the instant that counts after pauses, or None while a pause is open; `due` is as promised or as chosen."""
    return moved_by_pauses(due, start, calendar, pauses)


def due_in_pause(due: datetime | None, at: datetime) -> datetime | None:
    """Return what counts while a clock stands since `at`: nothing yet, but what had fallen due by then."""
    return due if due is not None and due <= at else None


def is_kept_in_pause(
    *, stopped_at: datetime, start: datetime, due: datetime, calendar: Calendar | None, pauses: Sequence[Pause]
) -> bool:
    """Say whether a promise whose clock stands still was kept: what was late before the pause stays late."""
    ended = [(begin, end) for begin, end in pauses if end is not None]
    moved = moved_by_pauses(due, start, calendar, ended)
    waits = next((begin for begin, end in pauses if end is None), stopped_at)
    return moved is None or waits < moved or stopped_at <= moved


def is_kept(*, stopped_at: datetime, due_at: datetime) -> bool:
    """Say whether a promise was kept: at the promised instant is in time."""
    return stopped_at <= due_at


def why_not_pause(reason: str) -> Reason | None:
    """Return why a clock may not be paused: the reason is not on the list (states.md section 2)."""
    return None if reason in set(PauseReason) else say("choose why the order waits")


def waits_for_customer(reason: str) -> bool:
    """Say whether a sign of life from the customer ends a pause of this reason."""
    return reason in set(PauseReason) and STOPS[PauseReason(reason)].until_customer


def step_at(
    percent: int,
    *,
    start: datetime,
    due: datetime,
    calendar: Calendar | None,
    pauses: Sequence[Pause],
    hours: Calendar | None,
    safety: bool,
) -> datetime | None:
    """Return when a reminder goes out: at `percent` of the promised time, in working hours unless it is about safety.

    None while the customer's clock stands.
    """
    whole = elapsed(start, due, calendar)
    by = calendar if whole else None  # a time that the customer chose may lie outside all working hours
    whole = whole or due - start
    if percent <= 100:
        planned = after(start, whole * percent / 100, by)
    else:
        planned = after(due, whole * (percent - 100) / 100, by)
    if percent == 100:
        planned = due
    moved = moved_by_pauses(planned, start, calendar, pauses)
    if moved is None or any(end is None for _begin, end in pauses):
        return None
    return moved if safety else next_worked(moved, hours)


def steps_from(stored: Sequence[Sequence[object]] | None) -> tuple[Step, ...]:
    """Return the reminders and escalations of a promise, as kept; the usual ones when it names none."""
    if stored is None:
        return USUAL_STEPS
    return tuple((int(str(percent)), Recipient(str(to))) for percent, to in stored)


def why_not_steps(steps: Sequence[tuple[int, str]]) -> Reason | None:
    """Return why these reminders and escalations cannot be."""
    if len(steps) > MOST_STEPS:
        return say("at most %(most)s reminders and escalations", most=MOST_STEPS)
    if any(not 1 <= percent <= MOST_PERCENT for percent, _to in steps):
        return say("give each step between 1 and %(most)s percent of the promised time", most=MOST_PERCENT)
    if any(to not in set(Recipient) for _percent, to in steps):
        return say("choose whom each step reaches")
    if [percent for percent, _to in steps] != sorted({percent for percent, _to in steps}):
        return say("give the steps in order, each later than the one before")
    return None


def why_not_zone(zone: str) -> Reason | None:
    """Return why a calendar cannot have this time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return say("choose a time zone by its name, such as Asia/Shanghai")
    return None


def calendar_from_input(
    zone: str, weekly: Sequence[Sequence[Sequence[str]]], exceptions: Mapping[str, list[list[str]]]
) -> Calendar:
    """Read a calendar as typed; seven days, intervals that end after they begin and do not overlap.

    Raises:
        ValueError: something cannot be read; the text names it.
    """
    if len(weekly) != 7:
        raise ValueError("7 days")
    calendar = calendar_from(zone, weekly, dict(exceptions))
    for intervals in (*calendar.weekly, *calendar.exceptions.values()):
        last = None
        for opens, closes in intervals:
            if closes <= opens or (last is not None and opens < last):
                raise ValueError(f"{opens:%H:%M}-{closes:%H:%M}")
            last = closes
    return calendar


def hours_of(intervals: Sequence[Sequence[str]]) -> timedelta:
    """Return how long a day with these intervals is worked."""
    return sum((_span(begin, end) for begin, end in intervals), timedelta())


def _span(begin: str, end: str) -> timedelta:
    def minutes(text: str) -> int:
        hours, _colon, rest = text.partition(":")
        return int(hours) * 60 + int(rest)

    return timedelta(minutes=minutes(end) - minutes(begin))


def is_chosen(start: datetime, due: datetime, terms: Terms) -> bool:
    """Say whether a target stands on a time that the customer chose, instead of the promised one."""
    return due != due_for(terms, start)


def why_not_move(state: str, to: ProposalState) -> Reason | None:
    """Return why a proposal cannot go from one state to another."""
    if to in PROPOSAL[ProposalState(state)]:
        return None
    if state == ProposalState.APPROVED:
        return say("this proposal is approved; propose the next change")
    if state == ProposalState.WITHDRAWN:
        return say("this proposal was withdrawn; propose anew")
    return say("propose it first")


def why_not_write(state: str, *, ends: bool = False) -> Reason | None:
    """Return why a proposal cannot be written anew: it lies with who approves, is decided, or ends a promise."""
    if state == ProposalState.PROPOSED:
        return say("it waits for approval; withdraw it or let it be returned first")
    if ends and state == ProposalState.RETURNED:
        return say("it ends a promise; propose the end anew on the page of the promise, or withdraw it")
    return why_not_move(state, ProposalState.PROPOSED)


def why_not_end(*, begins: datetime, ends: datetime | None, now: datetime) -> Reason | None:
    """Return why a promise cannot end without another in its place."""
    if ends is not None:
        return (
            say("this promise has ended already") if ends <= now else say("its end, or its next version, is approved")
        )
    return say("this promise has not begun yet; propose another version instead") if begins >= now else None


def why_not_another(under_way: bool) -> Reason | None:
    """Return why a change of a promise cannot be begun: another one of the same scope is under way."""
    return say("another change of this promise is under way; go on with that one") if under_way else None


def why_not_decide(state: str, *, proposer: int | None, decider: int | None) -> Reason | None:
    """Return why this person cannot approve or return a proposal: who proposed it does not decide (procedure 2)."""
    if state != ProposalState.PROPOSED:
        return why_not_move(state, ProposalState.APPROVED)
    if decider is None:
        return say("a person approves a promise, not a machine")
    return say("you proposed it; somebody else approves it") if proposer == decider else None


def why_not_begin(starts_at: datetime, *, before: datetime | None) -> Reason | None:
    """Return why a version cannot begin then: the version before it begins no earlier."""
    if before is None or starts_at > before:
        return None
    return say("the version before begins only later; choose a later day")


def period_of(year: int, month: int, zone: str) -> tuple[datetime, datetime]:
    """Return when a year, or one month of it, begins and ends in a zone."""
    first = datetime(year, month or 1, 1, tzinfo=ZoneInfo(zone))
    last = first.replace(year=year + 1) if month in (0, 12) else first.replace(month=month + 1)
    return first, last.replace(month=1) if month == 12 else last


def is_reached(share: Decimal, percent: Decimal | None) -> bool | None:
    """Say whether what was kept reaches the share that was set; None while nothing can be judged."""
    return None if percent is None else percent >= share
