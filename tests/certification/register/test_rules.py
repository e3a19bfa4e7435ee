"""The course of a certificate: day by day the same as the certificate's own rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.certification.certificate.rules import effective_state
from wuxing.certification.certificate.states import State
from wuxing.certification.register import rules

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def test_time_suspends_and_ends_a_certificate_that_nobody_looks_at() -> None:
    spans = rules.course(State.VALID, date(2026, 1, 5), date(2027, 1, 5), None, date(2029, 1, 4))
    assert spans == [
        {"from": "0001-01-01", "state": "valid", "since": "2026-01-05"},
        {"from": "2027-01-06", "state": "suspended", "since": "2027-01-06"},
        {"from": "2029-01-05", "state": "expired", "since": "2029-01-05"},
    ]
    days = (date(2027, 1, 5), date(2027, 1, 6), date(2029, 1, 4), date(2029, 1, 5))
    assert [rules.span_on(spans, day)["state"] for day in days] == ["valid", "suspended", "suspended", "expired"]
    assert [rules.turns_on(spans, day) for day in days] == [
        date(2027, 1, 6), date(2029, 1, 5), date(2029, 1, 5), None,
    ]  # fmt: skip


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.CANCELLED, State.EXPIRED, State.REPLACED])
def test_an_end_stays(state: State) -> None:
    spans = rules.course(state, None, date(2027, 1, 5), None, date(2029, 1, 4))
    assert (spans, rules.turns_on(spans, date(2020, 1, 1))) == (
        [{"from": "0001-01-01", "state": state.value, "since": ""}], None,
    )  # fmt: skip


@given(st.sampled_from(State), DAYS, st.none() | DAYS, DAYS, DAYS)
def test_the_course_is_the_effective_state_of_each_day(
    state: State, due: date, extended: date | None, until: date, day: date
) -> None:
    spans = rules.course(state, None, due, extended, until)
    for one in (day, due, due + timedelta(days=1), until, until + timedelta(days=1)):
        assert rules.span_on(spans, one)["state"] == effective_state(state, due, extended, until, None, one)


def test_an_exercise_is_never_in_force() -> None:
    assert [rules.in_force({"exercise": exercise}, "valid") for exercise in (False, True)] == [True, False]
    assert rules.in_force({"exercise": False}, "suspended") is False
