"""The calendar of a certificate, its next step, and that nothing keeps a certificate that was not evaluated."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.certification.cases.states import Kind
from wuxing.certification.certificate import rules as certificates
from wuxing.certification.certificate.rules import due_after, months_after
from wuxing.certification.certificate.states import State
from wuxing.certification.surveillance.rules.calendar import (
    OpenCase,
    Standing,
    Terms,
    calendar_of,
    what_next,
    why_not_change,
    why_not_renew,
    why_not_survey,
)
from wuxing.certification.surveillance.states import Do

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


def standing(evaluated: date = date(2026, 1, 15), **changes: object) -> Standing:
    made = Standing(State.VALID, evaluated, due_after(evaluated), date(2028, 12, 31))
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_year_is_counted_from_the_last_evaluation() -> None:
    days = calendar_of(standing())
    assert (days.opens, days.remind_from, days.due) == (date(2026, 11, 15), date(2026, 11, 16), date(2027, 1, 15))
    assert (days.ends, days.latest, days.suspended_from) == (date(2027, 1, 15), date(2027, 4, 15), date(2027, 1, 16))
    assert (days.renewal_from, days.is_last) == (date(2028, 9, 30), False)


@pytest.mark.parametrize(
    ("evaluated", "due", "latest"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 5, 28)),
        (date(2023, 2, 28), date(2024, 2, 28), date(2024, 5, 28)),
        (date(2025, 11, 30), date(2026, 11, 30), date(2027, 2, 28)),
        (date(2025, 8, 31), date(2026, 8, 31), date(2026, 11, 30)),
    ],
)
def test_a_short_month_ends_the_time_earlier(evaluated: date, due: date, latest: date) -> None:
    days = calendar_of(standing(evaluated))
    assert (days.due, days.latest) == (due, latest)


@given(DAYS, st.integers(0, 24), st.integers(0, 12), st.integers(0, 400))
def test_a_body_may_ask_for_less_time_and_never_gives_more(evaluated: date, months: int, more: int, lead: int) -> None:
    terms = Terms(months, more, lead)
    found = standing(evaluated, surveillance_due_on=due_after(evaluated), valid_until=date(2099, 1, 1))
    days = calendar_of(found, terms)
    assert days.due <= months_after(evaluated, 12)
    assert days.latest <= months_after(months_after(evaluated, 12), 3)
    assert evaluated <= days.opens <= max(days.due, evaluated)
    assert days.suspended_from == days.ends + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "changes", "do", "late"),
    [
        (date(2026, 11, 14), {}, Do.WAIT, 0),
        (date(2026, 11, 15), {}, Do.SURVEY, 0),
        (date(2027, 1, 15), {}, Do.SURVEY, 0),
        (date(2027, 1, 16), {}, Do.SUSPEND, 1),
        (date(2027, 1, 16), {"extended_until": date(2027, 3, 1)}, Do.SURVEY, 0),
        (date(2027, 3, 2), {"extended_until": date(2027, 3, 1)}, Do.SUSPEND, 1),
        (date(2027, 4, 16), {"extended_until": date(2027, 9, 1)}, Do.SUSPEND, 1),
        (date(2027, 2, 1), {"state": State.SUSPENDED, "suspended_until": date(2027, 7, 1)}, Do.SURVEY, 0),
        (date(2026, 6, 1), {"state": State.SUSPENDED, "suspended_until": date(2026, 9, 1)}, Do.RESUME, 0),
        (date(2026, 9, 2), {"state": State.SUSPENDED, "suspended_until": date(2026, 9, 1)}, Do.END_SUSPENSION, 1),
        (date(2026, 12, 1), {"valid_until": date(2026, 12, 20)}, Do.RENEW, 0),
        (date(2026, 9, 1), {"valid_until": date(2027, 3, 1)}, Do.WAIT, 0),
        (date(2026, 12, 21), {"valid_until": date(2026, 12, 20)}, Do.EXPIRE, 1),
        (date(2026, 12, 21), {"state": State.WITHDRAWN}, Do.NOTHING, 0),
    ],
)
def test_there_is_one_next_step(day: date, changes: dict[str, object], do: Do, late: int) -> None:
    found = what_next(standing(**changes), [], day)  # type: ignore[arg-type]
    assert (found.do, found.late_by) == (do, late)


def test_an_open_case_is_gone_on_with_but_keeps_nothing_by_itself() -> None:
    cases = [OpenCase(7, "CA-2026-000007", Kind.SURVEILLANCE)]
    assert (
        what_next(standing(), cases, date(2027, 1, 10)).do,
        what_next(standing(), cases, date(2027, 1, 10)).case_id,
    ) == (
        Do.GO_ON,
        7,
    )
    assert what_next(standing(), cases, date(2027, 1, 16)).do is Do.SUSPEND
    change = [OpenCase(8, "CA-2026-000008", Kind.CHANGE)]
    assert what_next(standing(), change, date(2027, 1, 10)).do is Do.SURVEY


def test_a_proposal_is_answered_first() -> None:
    assert what_next(standing(), [], date(2026, 5, 1), is_proposed=True).do is Do.ANSWER


def test_what_is_refused_says_why() -> None:
    found, terms = standing(), Terms()
    case = [OpenCase(7, "CA-2026-000007", Kind.SURVEILLANCE)]
    assert why_not_survey(found, [], date(2026, 11, 15), terms) is None
    assert (
        why_not_survey(found, [], date(2026, 11, 14), terms)
        == "it is too early; surveillance is planned from 2026-11-15 on"
    )
    assert why_not_survey(found, case, date(2026, 12, 1), terms) == "case CA-2026-000007 is under way already"
    late = standing(date(2028, 1, 1))
    assert (
        why_not_survey(late, [], date(2028, 10, 1), terms) == "it ends on 2028-12-31; open the recertification instead"
    )
    assert why_not_renew(late, [], date(2028, 6, 29)) == "it is too early; recertification is opened from 2028-06-30 on"
    assert why_not_renew(late, [], date(2028, 6, 30)) is None
    assert why_not_change(found, case, date(2026, 12, 1)) is None
    gone = standing(state=State.SUSPENDED)
    assert why_not_change(gone, [], date(2026, 12, 1)) == "only a certificate that is in force is changed"
    ended = standing(state=State.CANCELLED)
    assert str(why_not_renew(ended, [], date(2028, 12, 1))).startswith("this certificate has ended")


# What people may do to a certificate on a day; each asks the rule of its action.
STEPS = st.lists(
    st.tuples(st.integers(0, 160), st.sampled_from(["extend", "evaluate", "suspend", "resume"]), st.integers(1, 200)),
    max_size=30,
)


@given(DAYS, STEPS)
def test_what_is_in_force_was_evaluated_within_fifteen_months(first: date, steps: list[tuple[int, str, int]]) -> None:
    found = standing(first, valid_until=certificates.valid_until(first, 36))
    day = first
    for wait, act, more in steps:
        for passed in {0, wait // 2, wait}:
            _holds(found, day + timedelta(days=passed))
        day += timedelta(days=wait)
        found = _done(found, act, day, day + timedelta(days=more))
        _holds(found, day)
    for months in range(40):
        _holds(found, months_after(day, months))


def _state(found: Standing, day: date) -> State:
    return certificates.effective_state(
        found.state, found.surveillance_due_on, found.extended_until, found.valid_until, found.suspended_until, day
    )


def _holds(found: Standing, day: date) -> None:
    effective = _state(found, day)
    if effective is State.VALID:
        assert day <= months_after(found.last_evaluated_on, 15)
        assert day < calendar_of(found).suspended_from
        assert what_next(found, [], day).do not in {Do.SUSPEND, Do.EXPIRE, Do.NOTHING}
    elif found.state is State.VALID:
        assert what_next(found, [], day).do in {Do.SUSPEND, Do.EXPIRE}


def _done(found: Standing, act: str, day: date, until: date) -> Standing:
    due, extended = found.surveillance_due_on, found.extended_until
    if act == "extend" and not certificates.why_not_extend(_state(found, day), due, extended, until, day):
        return replace(found, extended_until=until)
    if act == "evaluate" and not certificates.why_not_note(day, found.last_evaluated_on, found.state, day):
        return replace(found, last_evaluated_on=day, surveillance_due_on=due_after(day), extended_until=None)
    if act == "suspend" and found.state is State.VALID:
        return replace(found, state=State.SUSPENDED, suspended_until=until)
    why_not = certificates.why_not_resume(day, found.last_evaluated_on, due, extended)
    if act == "resume" and found.state is State.SUSPENDED and not why_not:
        return replace(found, state=State.VALID, suspended_until=None)
    return found
