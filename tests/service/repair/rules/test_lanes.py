"""Overruns push what follows, cancelled visits leave a gap."""

from datetime import UTC, datetime, timedelta

from wuxing.service.repair.rules.lanes import Block, Planned, blocks_of

DAY = datetime(2026, 11, 18, tzinfo=UTC)


def _at(hours: float) -> datetime:
    return DAY + timedelta(hours=hours)


def _visit(number: int, state: str, begins: float, ends: float, **more: datetime) -> Planned:
    return Planned(visit_id=number, state=state, begins=_at(begins), ends=_at(ends), **more)


def _short(blocks: list[Block]) -> list[tuple[int, str, float]]:
    return [(block.visit_id, block.kind, block.delay.total_seconds() / 3600) for block in blocks]


def test_a_day_as_planned_stays_as_planned() -> None:
    visits = [
        _visit(1, "completed", 8, 9, ended=_at(9)),
        _visit(2, "working", 9, 10, arrived=_at(9)),
        _visit(3, "confirmed", 11, 12),
    ]
    assert _short(blocks_of(visits, _at(9.5))) == [(1, "done", 0), (2, "run", 0), (3, "plan", 0)]


def test_an_overrun_is_drawn_and_moves_what_follows() -> None:
    visits = [
        _visit(1, "working", 9, 10, arrived=_at(9)),
        _visit(2, "confirmed", 10, 11),
        _visit(3, "confirmed", 11, 12),
        _visit(4, "confirmed", 14, 15),
    ]
    assert _short(blocks_of(visits, _at(10.5))) == [
        (1, "late", 0.5),
        (1, "over", 0.5),
        (2, "risk", 0.5),
        (3, "risk", 0.5),
        (4, "plan", 0),
    ]


def test_a_visit_that_can_only_begin_after_its_window_is_late() -> None:
    visits = [_visit(1, "working", 9, 10, arrived=_at(9)), _visit(2, "confirmed", 10, 11)]
    assert _short(blocks_of(visits, _at(11.5)))[2] == (2, "late", 1.5)


def test_a_visit_nobody_has_begun_moves_with_the_clock() -> None:
    assert _short(blocks_of([_visit(1, "confirmed", 9, 10)], _at(9.25))) == [(1, "risk", 0.25)]


def test_a_cancelled_visit_leaves_a_gap_from_now_on_unless_it_is_filled() -> None:
    gap = blocks_of([_visit(1, "cancelled", 13, 15)], _at(14))
    assert [(block.kind, block.begins, block.ends) for block in gap] == [("off", _at(14), _at(15))]
    assert blocks_of([_visit(1, "cancelled", 9, 10)], _at(12)) == []
    assert _short(blocks_of([_visit(1, "rescheduled", 13, 15), _visit(2, "confirmed", 13.5, 14.5)], _at(9))) == [
        (2, "plan", 0)
    ]


def test_an_ended_visit_shows_how_it_ended() -> None:
    kinds = [
        _short(blocks_of([_visit(1, state, 9, 10, ended=_at(10))], _at(12)))[0][1]
        for state in ("no_access", "partial", "taken_back")
    ]
    assert kinds == ["late", "risk", "done"]
