"""When a customer may move the visit, and to which times."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from wuxing.service.doors import rules
from wuxing.service.repair.states import VisitState

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 09:00 in Shanghai, a Monday
HOUR = timedelta(hours=1)
NOTICE = 2 * HOUR
MOVABLE = {VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.ASSIGNED, VisitState.ACCEPTED}


@pytest.mark.parametrize("state", list(VisitState))
def test_only_a_visit_that_has_not_begun_is_moved(state: VisitState) -> None:
    assert (rules.why_not_move(state, NOW + 5 * HOUR, NOW, NOTICE, 0) is None) == (state in MOVABLE)


@pytest.mark.parametrize(
    ("ahead", "moves", "allowed"),
    [(2.0, 0, True), (1.99, 0, False), (-1.0, 0, False), (48.0, 2, True), (48.0, 3, False)],
)
def test_notice_and_number_of_moves(ahead: float, moves: int, allowed: bool) -> None:
    reason = rules.why_not_move("confirmed", NOW + ahead * HOUR, NOW, NOTICE, moves)
    assert (reason is None) == allowed


def test_without_a_visit_there_is_nothing_to_move() -> None:
    assert rules.why_not_move(None, None, NOW, NOTICE, 0) == "no visit is agreed yet; we call to agree one"


def test_windows_follow_the_calendar_of_the_day() -> None:
    worked = {date(2026, 11, 23): [(time(9), time(12)), (time(13), time(17, 30))], date(2026, 11, 24): []}
    found = [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in rules.windows_of(worked, "Asia/Shanghai")]
    assert found == ["09:00-11:00", "11:00-12:00", "13:00-15:00", "15:00-17:00"]


def test_taken_near_and_present_windows_are_not_offered() -> None:
    windows = [(NOW + hours * HOUR, NOW + (hours + 2) * HOUR) for hours in (1, 2, 4, 6, 8)]
    taken = [(NOW + 5 * HOUR, NOW + 5.5 * HOUR)]
    assert rules.free_windows(windows, taken, NOW, NOTICE, windows[3]) == [windows[1], windows[4]]
