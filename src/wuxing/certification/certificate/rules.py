"""What a certificate is worth on a day, and what may be done with it (facts.md 2.6, 4.3). Pure."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from wuxing.certification.certificate import states
from wuxing.certification.certificate.states import State
from wuxing.core.reasons import Reason, say

SURVEILLANCE_MONTHS = 12
EXTENSION_MONTHS = 3
SUSPENSION_MONTHS = 6
"""A suspension lasts three months as a rule and never longer than six."""
NOTICE_WORKDAYS = 5
"""Within so many working days a change of state is reported and published."""
LIVING = frozenset({State.VALID, State.SUSPENDED})


class Step(StrEnum):
    """What two persons do with a certificate."""

    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


LEADS_TO: dict[Step, State] = {
    Step.SUSPEND: State.SUSPENDED,
    Step.RESUME: State.VALID,
    Step.WITHDRAW: State.WITHDRAWN,
    Step.CANCEL: State.CANCELLED,
}
SURVEILLANCE_OVERDUE = "surveillance_overdue"
REASONS: dict[Step, tuple[str, ...]] = {
    Step.SUSPEND: (
        SURVEILLANCE_OVERDUE, "findings_overdue", "misuse", "serious_complaint", "permit_lapsed", "fees_unpaid",
        "holder_asks", "not_fulfilled",
    ),
    Step.RESUME: ("cause_removed",),
    Step.WITHDRAW: (
        "legal_status_ended", "dishonest_listed", "refuses_supervision", "refuses_inspection", "serious_incident",
        "suspension_over", "system_stopped", "misuse_not_cured", "below_pass", "special_deductions", "other_breach",
    ),
    Step.CANCEL: ("holder_asks", "scope_ended", "not_renewed", "rule_changed"),
}  # fmt: skip
"""Why a step is taken: the codes of its reasons."""


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_after(evaluated_on: date, months: int = SURVEILLANCE_MONTHS) -> date:
    """Return when surveillance is due after an evaluation: never later than twelve months."""
    return months_after(evaluated_on, min(months, SURVEILLANCE_MONTHS))


def valid_until(issued_on: date, cycle_months: int) -> date:
    """Return the last day of a certificate of so many months."""
    return months_after(issued_on, cycle_months) - timedelta(days=1)


def latest_evaluation(surveillance_due_on: date, extended_until: date | None) -> date:
    """Return the last day on which an evaluation keeps a certificate: never 15 months after the last one."""
    if extended_until is None:
        return surveillance_due_on
    return min(max(extended_until, surveillance_due_on), months_after(surveillance_due_on, EXTENSION_MONTHS))


def effective_state(
    state: State,
    surveillance_due_on: date,
    extended_until: date | None,
    valid_until: date,
    suspended_until: date | None,
    day: date,
) -> State:
    """Return what a certificate is worth on a day, even if no job has run since.

    Past its validity it has expired; past surveillance (as extended) it is suspended. A suspension whose term is over
    stays one: it ends by a resumption or a withdrawal that people decide, never by itself.
    """
    if state not in LIVING:
        return state
    if day > valid_until:
        return State.EXPIRED
    if state is State.SUSPENDED or day > latest_evaluation(surveillance_due_on, extended_until):
        return State.SUSPENDED
    return State.VALID


def suspension_is_over(state: State, suspended_until: date | None, day: date) -> bool:
    """Say whether the term of a suspension has passed: it is resumed or withdrawn now."""
    return state is State.SUSPENDED and suspended_until is not None and day > suspended_until


def why_not_step(step: Step, state: State) -> Reason | None:
    """Return why a step cannot be taken on a certificate in a state, or None."""
    if step is Step.SUSPEND and state is State.SUSPENDED:
        return say("it is suspended already")
    if step is Step.RESUME and state is State.VALID:
        return say("it is not suspended")
    return states.why_not_move(state, LEADS_TO[step])


def why_not_resume(
    day: date, last_evaluated_on: date, surveillance_due_on: date, extended_until: date | None
) -> Reason | None:
    """Return why a suspended certificate does not resume on a day, or None: an evaluation that is missing comes first."""
    if day > latest_evaluation(surveillance_due_on, extended_until):
        return say(
            "the last evaluation was on %(day)s; it resumes after the surveillance is carried out",
            day=last_evaluated_on,
        )
    return None


def why_not_reason(step: Step, code: str) -> Reason | None:
    """Return why a code is no reason for a step, or None."""
    return None if code in REASONS[step] else say("choose one of the reasons laid down for this")


def why_not_suspend_until(until: date | None, today: date) -> Reason | None:
    """Return why a suspension cannot last until a day, or None."""
    if until is None:
        return say("say until when it is suspended")
    if until <= today:
        return say("choose a day to come")
    if until > months_after(today, SUSPENSION_MONTHS):
        return say("a suspension lasts six months at most")
    return None


def why_not_second(proposed_by: int | None, by: int | None) -> Reason | None:
    """Return why this person does not decide on a proposal, or None: two persons."""
    if by is None:
        return say("this is decided by a person")
    return say("you proposed this; somebody else decides it") if proposed_by == by else None


def why_not_extend(
    state: State,
    surveillance_due_on: date,
    extended_until: date | None,
    until: date,
    today: date,
    months: int = EXTENSION_MONTHS,
) -> Reason | None:
    """Return why the time for surveillance is not extended until a day, or None."""
    if state is not State.VALID:
        return say("only for a certificate that is in force is the time extended")
    if extended_until is not None:
        return say("the time was extended already, until %(day)s", day=extended_until)
    if until <= surveillance_due_on or until <= today:
        return say("choose a day after %(day)s", day=max(surveillance_due_on, today))
    most = months_after(surveillance_due_on, min(months, EXTENSION_MONTHS))
    if until > most:
        return say("the time is extended until %(day)s at most", day=most)
    return None


def why_not_expire(valid_until: date, state: State, day: date) -> Reason | None:
    """Return why a certificate has not expired on a day, or None."""
    if day <= valid_until:
        return say("it is valid until %(day)s", day=valid_until)
    return states.why_not_move(state, State.EXPIRED)


def why_not_rename(state: State, before: dict[str, str], after: dict[str, str]) -> Reason | None:
    """Return why no other name or address is written on a certificate, or None."""
    if state not in LIVING:
        return say("this certificate has ended; its words stand")
    return say("nothing would change") if before == after else None


def why_not_overdue(state: State, surveillance_due_on: date, extended_until: date | None, day: date) -> Reason | None:
    """Return why surveillance of a certificate is not overdue on a day, or None."""
    if state is not State.VALID:
        return why_not_step(Step.SUSPEND, state)
    last = latest_evaluation(surveillance_due_on, extended_until)
    return say("there is time for surveillance until %(day)s", day=last) if day <= last else None


def why_not_note(on: date, last_evaluated_on: date, state: State, today: date) -> Reason | None:
    """Return why an evaluation on a day is not noted on a certificate, or None."""
    if state not in LIVING:
        return states.why_not_move(state, State.VALID)
    if on < last_evaluated_on or on > today:
        return say("the evaluation lies between the last one, on %(day)s, and today", day=last_evaluated_on)
    return None


TOKENS = ("year", "yy", "body", "seq", "seq4", "seq5", "seq6")
DEFAULT_TEMPLATE = "{year}{body}{seq5}"
_TEMPLATE = re.compile(r"[A-Za-z0-9-]+")


def why_not_template(template: str) -> Reason | None:
    """Return why certificates cannot be numbered by a template, or None."""
    rest = template
    for token in TOKENS:
        rest = rest.replace(f"{{{token}}}", "")
    if "{" in rest or "}" in rest:
        return say("these are known: %(names)s", names=", ".join(f"{{{token}}}" for token in TOKENS))
    if "{seq" not in template or not ("{year}" in template or "{yy}" in template):
        return say("a number needs the year and a running number to be the only one of its kind")
    if rest and not _TEMPLATE.fullmatch(rest):
        return say("use letters, digits and hyphens only")
    return None


def number_by(template: str, *, year: int, body: str, seq: int) -> str:
    """Return a certificate's number by its body's template."""
    values = {"year": str(year), "yy": f"{year % 100:02d}", "body": body.upper(), "seq": str(seq)}
    values |= {f"seq{width}": f"{seq:0{width}d}" for width in (4, 5, 6)}
    for token, value in values.items():
        template = template.replace(f"{{{token}}}", value)
    return template


def workdays_after(day: date, count: int, holidays: Iterable[date] = ()) -> date:
    """Return the day that lies so many working days later (Monday to Friday, without `holidays`)."""
    off = set(holidays)
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in off:
            count -= 1
    return day
