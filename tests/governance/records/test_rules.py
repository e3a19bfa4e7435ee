"""Periods, and who may decide: whole truths."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.governance.records import rules
from wuxing.governance.records.rules import Hold

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("started", "months", "due"),
    [
        (date(2023, 11, 21), 36, date(2026, 11, 21)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 1), 1, date(2026, 2, 1)),
    ],
)
def test_a_record_is_due_on_the_same_day_of_a_later_month(started: date, months: int, due: date) -> None:
    assert rules.due_on(started, months) == due


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 240), st.integers(-40, 40))
def test_a_record_is_due_exactly_when_it_started_by_the_cut_off(today: date, months: int, days: int) -> None:
    last = rules.cut_off(today, months)
    started = date.fromordinal(last.toordinal() + days)
    assert (rules.due_on(started, months) <= today) is (started <= last)


@pytest.mark.parametrize(
    ("months", "disposal", "reason"),
    [
        (36, "erase", None),
        (36, "keep", None),
        (None, "keep", None),
        (None, "outside", None),
        (None, "erase", "say after how many months, or choose that the records are kept"),
        (0, "erase", "give between 1 and 1200 months"),
        (1201, "keep", "give between 1 and 1200 months"),
    ],
)
def test_what_is_erased_has_a_period(months: int | None, disposal: str, reason: str | None) -> None:
    assert rules.why_not_set_months(months, disposal) == reason


@pytest.mark.parametrize(
    ("disposal", "destroyable", "outside", "reason"),
    [
        ("erase", True, False, None),
        ("keep", False, False, None),
        ("keep", False, True, None),
        ("outside", False, True, None),
        ("erase", False, False, "this system does not destroy records of this class; they are kept"),
        ("erase", False, True, "these records are kept outside this system; it can destroy none of them"),
        ("outside", True, False, "these records are kept in this system; choose erasing or keeping"),
    ],
)
def test_a_way_of_disposal_fits_its_class(disposal: str, destroyable: bool, outside: bool, reason: str | None) -> None:
    assert rules.why_not_dispose(disposal, destroyable=destroyable, outside=outside) == reason


@pytest.mark.parametrize(
    ("due", "held", "reason"),
    [
        (1, 0, None),
        (1, 9, None),
        (0, 0, "nothing is due: no record of these classes is older than its retention period"),
        (0, 3, "nothing may be destroyed: 3 records are due, and legal holds cover all of them"),
    ],
)
def test_nothing_due_is_said(due: int, held: int, reason: str | None) -> None:
    assert rules.why_not_propose(due, held) == reason


@pytest.mark.parametrize(
    ("state", "proposer", "decider", "reason"),
    [
        ("proposed", 1, 2, None),
        ("proposed", None, 2, None),
        ("proposed", 1, 1, "somebody else must decide: you proposed this destruction"),
        ("proposed", 1, None, "somebody else must decide: you proposed this destruction"),
        ("approved", 1, 2, "this proposal was decided already"),
        ("done", 1, 2, "this proposal was decided already"),
        ("withdrawn", 1, 2, "this proposal was decided already"),
    ],
)
def test_two_persons_destroy(state: str, proposer: int | None, decider: int | None, reason: str | None) -> None:
    assert rules.why_not_decide(state, proposer, decider) == reason


def test_the_oldest_hold_is_named_first() -> None:
    holds = [
        Hold("LH-2026-000002", "case", "WO-1", "第二件", date(2026, 2, 1)),
        Hold("LH-2026-000001", "customer", "7", "消费争议", date(2026, 1, 5)),
    ]
    assert rules.why_not_erase([]) is None
    assert rules.why_not_erase(holds) == (
        "the legal hold LH-2026-000001 covers these data since 2026-01-05: 消费争议; lift it first"
    )
