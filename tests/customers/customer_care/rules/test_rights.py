"""Deadlines in working days, the steps of a request, the grounds for refusing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.customers.customer_care.rules import rights as rules
from wuxing.customers.customer_care.states import OPEN, RIGHTS, RightsState

HOLIDAYS = {date(2026, 10, day) for day in range(1, 8)}
SHIFTED = {date(2026, 9, 27), date(2026, 10, 10)}  # 调休: worked though a Sunday and a Saturday


def works(day: date) -> bool:
    return day in SHIFTED or (day.weekday() < 5 and day not in HOLIDAYS)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (date(2026, 11, 2), 15, date(2026, 11, 23)),  # three weeks
        (date(2026, 11, 6), 1, date(2026, 11, 9)),  # Friday, then Monday
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # asked on a Saturday
        (date(2026, 9, 25), 15, date(2026, 10, 21)),  # over the national day, with its worked Sunday and Saturday
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_the_answer_is_due_after_so_many_working_days(asked: date, days: int, due: date) -> None:
    assert rules.due_on(asked, days, works) == due


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 30), st.sets(st.integers(0, 6), min_size=1))
def test_between_asking_and_the_day_lie_as_many_working_days_as_promised(
    asked: date, days: int, week: set[int]
) -> None:
    due = rules.due_on(asked, days, lambda day: day.weekday() in week)
    between = [asked + timedelta(days=n) for n in range(1, (due - asked).days + 1)]
    assert (sum(day.weekday() in week for day in between), due.weekday() in week) == (days, True)


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no working day"):
        rules.due_on(date(2026, 1, 1), 1, lambda day: False)


@pytest.mark.parametrize(
    ("today", "ended", "late"),
    [(date(2026, 11, 23), False, False), (date(2026, 11, 24), False, True), (date(2026, 11, 24), True, False)],
)
def test_a_request_is_late_from_the_day_after(today: date, ended: bool, late: bool) -> None:
    assert rules.is_overdue(date(2026, 11, 23), today, ended=ended) is late


@pytest.mark.parametrize("state", list(RightsState))
@pytest.mark.parametrize("to", list(RightsState))
def test_steps_go_by_the_table(state: RightsState, to: RightsState) -> None:
    refused = rules.why_not_move(state, to)
    assert (refused is None) is (to in RIGHTS[state])
    if refused and state not in OPEN:
        assert refused == "this request has its answer already"


@pytest.mark.parametrize(
    ("state", "extended", "new", "reason"),
    [
        ("received", False, date(2026, 12, 1), None),
        ("received", False, date(2026, 11, 23), "the new day is later than the one promised"),
        ("received", False, date(2026, 12, 14), None),
        ("received", False, date(2030, 12, 1), "at most the same time again: until 2026-12-14"),
        ("identified", True, date(2026, 12, 1), "it was extended once; answer it"),
        ("answered", False, date(2026, 12, 1), "this request has its answer already"),
    ],
)
def test_more_time_is_given_once(state: str, extended: bool, new: date, reason: str | None) -> None:
    due, latest = date(2026, 11, 23), date(2026, 12, 14)
    assert rules.why_not_extend(state, extended=extended, due=due, latest=latest, new_due=new) == reason


def test_who_is_served_is_erased_only_when_somebody_says_why() -> None:
    reason = "WO-1 is still open: end it first, or say why the data must go now"
    assert [rules.why_not_erase_now(number, although=why) for number, why in (("", ""), ("WO-1", "威胁"))] == [None] * 2
    assert rules.why_not_erase_now("WO-1", although=" ") == reason


@pytest.mark.parametrize(
    ("ground", "kind", "words", "wrong"),
    [
        ("law_keeps", "erasure", "依法保存", set()),
        ("law_keeps", "erasure", "", {"answer"}),
        ("mood", "erasure", "不行", {"ground"}),
        ("law_keeps", "withdrawal", "不行", {"ground"}),
        ("identity", "withdrawal", "无法核实", set()),
    ],
)
def test_only_law_lets_one_refuse(ground: str, kind: str, words: str, wrong: set[str]) -> None:
    assert set(rules.why_not_refuse(ground, kind=kind, words=words)) == wrong
