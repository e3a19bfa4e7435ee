"""The calendar of a certificate from its last evaluation (facts.md 2.6, 4.3 rule 9). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wuxing.certification.cases.states import Kind
from wuxing.certification.certificate.rules import (
    EXTENSION_MONTHS,
    LIVING,
    SURVEILLANCE_MONTHS,
    latest_evaluation,
    months_after,
    suspension_is_over,
)
from wuxing.certification.certificate.states import State
from wuxing.certification.surveillance.states import Do
from wuxing.core.reasons import Reason, say

WINDOW_MONTHS = 2
"""Surveillance is planned in the last two months before it is due."""
RENEWAL_MONTHS = 3
"""Recertification begins three months before the certificate ends."""
EVALUATING = frozenset({Kind.SURVEILLANCE, Kind.RENEWAL, Kind.SPECIAL})
"""Cases whose evaluation keeps a certificate."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a body's rule says of time; never more than the scheme allows."""

    surveillance_months: int = SURVEILLANCE_MONTHS
    extension_months: int = EXTENSION_MONTHS
    lead_days: int = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """What the calendar asks of a certificate."""

    state: State
    last_evaluated_on: date
    surveillance_due_on: date
    valid_until: date
    extended_until: date | None = None
    suspended_until: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a certificate until its next evaluation."""

    opens: date  # the surveillance is planned from here on
    remind_from: date  # the client is told
    due: date
    ends: date  # the last day on which an evaluation keeps it, as extended
    latest: date  # the last day of the longest extension
    suspended_from: date
    renewal_from: date
    valid_until: date
    is_last: bool  # recertification takes the place of this surveillance


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case of a certificate that has not ended."""

    case_id: int
    number: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Next:
    """The one next step: until when, how many days too late, why."""

    do: Do
    due: date | None
    late_by: int
    why: Reason
    case_id: int | None = None


def calendar_of(standing: Standing, terms: Terms = Terms()) -> Calendar:  # frozen
    """Return the days of a certificate; each ends with its month where the month is shorter."""
    due = min(
        standing.surveillance_due_on,
        months_after(standing.last_evaluated_on, min(terms.surveillance_months, SURVEILLANCE_MONTHS)),
    )
    ends = latest_evaluation(standing.surveillance_due_on, standing.extended_until)
    opens = max(standing.last_evaluated_on, months_after(due, -WINDOW_MONTHS))
    renewal_from = months_after(standing.valid_until, -RENEWAL_MONTHS)
    return Calendar(
        opens=opens,
        remind_from=due - timedelta(days=max(terms.lead_days, 0)),
        due=due,
        ends=min(max(ends, due), standing.valid_until),
        latest=min(months_after(due, min(terms.extension_months, EXTENSION_MONTHS)), standing.valid_until),
        suspended_from=min(max(ends, due), standing.valid_until) + timedelta(days=1),
        renewal_from=renewal_from,
        valid_until=standing.valid_until,
        is_last=due >= renewal_from,
    )


def what_next(
    standing: Standing,
    cases: Sequence[OpenCase],
    day: date,
    terms: Terms = Terms(),  # frozen
    *,
    is_proposed: bool = False,
) -> Next:
    """Return the one next step of a certificate on a day; `is_proposed`: an early surveillance waits for an answer."""
    if standing.state not in LIVING:
        return Next(Do.NOTHING, None, 0, say("this certificate has ended"))
    days = calendar_of(standing, terms)
    if day > standing.valid_until:
        return _next(Do.EXPIRE, standing.valid_until, day, say("it was valid until %(day)s", day=standing.valid_until))
    under_way = next((one for one in cases if one.kind in EVALUATING), None)
    if standing.state is State.SUSPENDED:
        return _suspended(standing, days, under_way, day)
    if day > days.ends:
        why = say("surveillance was due until %(day)s; the certificate is suspended from then on", day=days.ends)
        return _next(Do.SUSPEND, days.ends, day, why, under_way)
    if under_way:
        why = say(
            "case %(number)s is under way; its evaluation is due until %(day)s", number=under_way.number, day=days.ends
        )
        return _next(Do.GO_ON, days.ends, day, why, under_way)
    if is_proposed:
        return Next(Do.ANSWER, days.due, 0, say("the company's own records fell below its level; accept or set aside"))
    return _in_time(days, day)


def _in_time(days: Calendar, day: date) -> Next:
    if day >= days.renewal_from:
        until = min(days.ends, days.valid_until)
        why = say("it ends on %(day)s; recertification is a full run before that", day=days.valid_until)
        return _next(Do.RENEW, until, day, why)
    if day >= min(days.opens, days.remind_from) and not days.is_last:
        if day > days.due:
            why = say("surveillance was due on %(day)s; it is extended until %(until)s", day=days.due, until=days.ends)
        else:
            why = say("surveillance is due until %(day)s", day=days.due)
        return _next(Do.SURVEY, days.ends, day, why)
    waits = days.renewal_from if days.is_last else min(days.opens, days.remind_from)
    return Next(Do.WAIT, waits, 0, say("nothing is due before %(day)s", day=waits))


def _suspended(standing: Standing, days: Calendar, under_way: OpenCase | None, day: date) -> Next:
    if under_way:
        why = say("case %(number)s is under way; the decision on it resumes the certificate", number=under_way.number)
        return _next(Do.GO_ON, standing.suspended_until, day, why, under_way)
    if suspension_is_over(standing.state, standing.suspended_until, day):
        why = say("the term of the suspension is over; it is resumed or withdrawn now")
        return _next(Do.END_SUSPENSION, standing.suspended_until, day, why)
    if day > days.ends:
        do = Do.RENEW if day >= days.renewal_from else Do.SURVEY
        why = say("suspended: an evaluation and a decision on it come before it resumes")
        return _next(do, standing.suspended_until, day, why)
    why = say("its evaluation is in time; it resumes when the cause of the suspension is removed")
    return _next(Do.RESUME, standing.suspended_until, day, why)


def _next(do: Do, due: date | None, day: date, why: Reason, case: OpenCase | None = None) -> Next:
    late = max((day - due).days, 0) if due else 0
    return Next(do, due, late, why, case.case_id if case else None)


def why_not_survey(standing: Standing, cases: Sequence[OpenCase], day: date, terms: Terms) -> Reason | None:
    """Return why no surveillance is opened for a certificate on a day, or None."""
    if reason := _why_not_at_all(standing, cases, day):
        return reason
    days = calendar_of(standing, terms)
    if day >= days.renewal_from:
        return say("it ends on %(day)s; open the recertification instead", day=days.valid_until)
    first = min(days.opens, days.remind_from)
    if days.is_last:
        return say("recertification takes the place of this surveillance; it begins on %(day)s", day=days.renewal_from)
    return say("it is too early; surveillance is planned from %(day)s on", day=first) if day < first else None


def why_not_renew(standing: Standing, cases: Sequence[OpenCase], day: date) -> Reason | None:
    """Return why no recertification is opened for a certificate on a day, or None."""
    if reason := _why_not_at_all(standing, cases, day):
        return reason
    first = months_after(standing.valid_until, -2 * RENEWAL_MONTHS)
    return say("it is too early; recertification is opened from %(day)s on", day=first) if day < first else None


def why_not_special(standing: Standing, cases: Sequence[OpenCase], day: date) -> Reason | None:
    """Return why no early evaluation is opened for a certificate on a day, or None."""
    return _why_not_at_all(standing, cases, day)


def why_not_change(standing: Standing, cases: Sequence[OpenCase], day: date) -> Reason | None:
    """Return why no change of a certificate is opened on a day, or None."""
    if standing.state is not State.VALID or day > calendar_of(standing).ends:
        return say("only a certificate that is in force is changed")
    open_change = next((one for one in cases if one.kind is Kind.CHANGE), None)
    return (
        say("case %(number)s changes it already; finish that first", number=open_change.number) if open_change else None
    )


def _why_not_at_all(standing: Standing, cases: Sequence[OpenCase], day: date) -> Reason | None:
    if standing.state not in LIVING or day > standing.valid_until:
        return say("this certificate has ended; a new application leads to a new one")
    under_way = next((one for one in cases if one.kind in EVALUATING), None)
    return say("case %(number)s is under way already", number=under_way.number) if under_way else None
