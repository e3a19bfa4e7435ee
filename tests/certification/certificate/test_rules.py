"""What a certificate is worth on each day, and what may be done with it."""

from datetime import date, timedelta

import pytest

from wuxing.certification.certificate import rules
from wuxing.certification.certificate.rules import LEADS_TO, Step
from wuxing.certification.certificate.states import MOVES, State

DUE, EXTENDED, END = date(2026, 6, 30), date(2026, 8, 15), date(2028, 6, 29)


@pytest.mark.parametrize(
    ("state", "extended", "day", "worth"),
    [
        (State.VALID, None, DUE, State.VALID),
        (State.VALID, None, DUE + timedelta(days=1), State.SUSPENDED),
        (State.VALID, EXTENDED, EXTENDED, State.VALID),
        (State.VALID, EXTENDED, EXTENDED + timedelta(days=1), State.SUSPENDED),
        (State.VALID, date(2027, 1, 1), date(2026, 9, 30), State.VALID),
        (State.VALID, date(2027, 1, 1), date(2026, 10, 1), State.SUSPENDED),  # never 15 months
        (State.VALID, date(2026, 6, 1), DUE, State.VALID),  # an extension takes nothing away
        (State.VALID, None, END + timedelta(days=1), State.EXPIRED),
        (State.SUSPENDED, None, DUE, State.SUSPENDED),
        (State.SUSPENDED, EXTENDED, END + timedelta(days=1), State.EXPIRED),
        (State.WITHDRAWN, None, END + timedelta(days=1), State.WITHDRAWN),
        (State.CANCELLED, None, DUE, State.CANCELLED),
        (State.REPLACED, None, DUE, State.REPLACED),
        (State.EXPIRED, None, DUE, State.EXPIRED),
    ],
)
def test_time_counts_even_if_no_job_ran(state: State, extended: date | None, day: date, worth: State) -> None:
    assert rules.effective_state(state, DUE, extended, END, None, day) == worth


def test_a_suspension_does_not_end_by_itself() -> None:
    over = date(2026, 5, 2)
    assert rules.effective_state(State.SUSPENDED, DUE, None, END, date(2026, 5, 1), over) == State.SUSPENDED
    assert rules.suspension_is_over(State.SUSPENDED, date(2026, 5, 1), over)
    assert not rules.suspension_is_over(State.SUSPENDED, over, over)
    assert not rules.suspension_is_over(State.VALID, date(2026, 5, 1), over)


def test_months_end_with_the_month() -> None:
    assert rules.months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert rules.months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert rules.valid_until(date(2026, 11, 22), 36) == date(2029, 11, 21)
    assert rules.due_after(date(2026, 11, 22), 18) == date(2027, 11, 22)


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("state", list(State))
def test_steps_follow_the_states(step: Step, state: State) -> None:
    allowed = LEADS_TO[step] in MOVES[state]
    assert (rules.why_not_step(step, state) is None) == allowed


@pytest.mark.parametrize(
    ("state", "extended", "until", "today", "good"),
    [
        (State.VALID, None, date(2026, 9, 30), DUE, True),
        (State.VALID, None, date(2026, 10, 1), DUE, False),
        (State.VALID, EXTENDED, date(2026, 9, 30), DUE, False),
        (State.VALID, None, DUE, DUE, False),
        (State.SUSPENDED, None, EXTENDED, DUE, False),
    ],
)
def test_time_is_extended_once_by_three_months_at_most(
    state: State, extended: date | None, until: date, today: date, good: bool
) -> None:
    assert (rules.why_not_extend(state, DUE, extended, until, today) is None) == good


@pytest.mark.parametrize(
    ("template", "good"),
    [
        ("{year}{body}{seq5}", True),
        ("HP-{yy}-{seq}", True),
        ("{year}", False),
        ("{seq}", False),
        ("{year}/{seq}", False),
        ("{year}{seq}{nonsense}", False),
        ("{year} {seq}", False),
    ],
)
def test_a_template_gives_one_number_each(template: str, good: bool) -> None:
    assert (rules.why_not_template(template) is None) == good


def test_numbers_by_template() -> None:
    assert rules.number_by("{year}{body}{seq5}", year=2026, body="hp", seq=7) == "2026HP00007"
    assert rules.number_by("A{yy}-{seq}", year=2026, body="hp", seq=7) == "A26-7"


def test_working_days_pass_over_weekends_and_holidays() -> None:
    assert rules.workdays_after(date(2026, 11, 20), 5) == date(2026, 11, 27)
    assert rules.workdays_after(date(2026, 11, 20), 1, [date(2026, 11, 23)]) == date(2026, 11, 24)


def test_two_persons() -> None:
    assert rules.why_not_second(1, 2) is None
    assert rules.why_not_second(1, 1) is not None
    assert rules.why_not_second(1, None) is not None
