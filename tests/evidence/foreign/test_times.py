"""Times as people write them; nothing that could be two days is guessed."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from wuxing.evidence.foreign import times
from wuxing.evidence.foreign.times import Order, Shape

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "shape", "instant"),
    [
        ("2024-03-01T09:05:06+00:00", Shape.ISO, "2024-03-01T17:05:06+08:00"),
        ("2024-03-01 09:05", Shape.ISO, "2024-03-01T09:05:00+08:00"),
        ("2024-03-01T09:05:06Z", Shape.ISO, "2024-03-01T17:05:06+08:00"),
        ("2024/3/1 9:05:06", Shape.SLASHED, "2024-03-01T09:05:06+08:00"),
        ("2024.03.01", Shape.DOTTED, "2024-03-01T00:00:00+08:00"),
        ("20240301", Shape.PACKED, "2024-03-01T00:00:00+08:00"),
        ("2024年3月1日 下午3:05", Shape.CHINESE, "2024-03-01T15:05:00+08:00"),
        ("1 March 2024 3:05 PM", Shape.NAMED_DAY_FIRST, "2024-03-01T15:05:00+08:00"),
        ("Mar 1, 2024 12:05 AM", Shape.NAMED_MONTH_FIRST, "2024-03-01T00:05:00+08:00"),
        ("25/03/2024 09:05", Shape.DAY_MONTH_SLASH, "2024-03-25T09:05:00+08:00"),
        ("03/25/2024 09:05", Shape.DAY_MONTH_SLASH, "2024-03-25T09:05:00+08:00"),
        ("1709251200", Shape.SECONDS, "2024-03-01T08:00:00+08:00"),
        ("1709251200000", Shape.SECONDS, "2024-03-01T08:00:00+08:00"),
    ],
)
def test_a_time_is_read(text: str, shape: Shape, instant: str) -> None:
    moment = times.parse(text)

    assert moment is not None
    assert moment.shape is shape
    read = times.at(moment, zone=SHANGHAI, order=None, without_clock=time(0))
    assert read == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2024-13-01", "31/31/2024", "2024-02-30", "99:99", "1.5", "2024-03-01 25:00"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert times.parse(text) is None


@pytest.mark.parametrize(("order", "month"), [(Order.DAY_FIRST, 4), (Order.MONTH_FIRST, 3)])
def test_the_declared_order_decides(order: Order, month: int) -> None:
    moment = times.parse("03/04/2024")

    assert moment is not None
    assert times.proves(moment) is None
    assert times.at(moment, zone=SHANGHAI, order=order, without_clock=time(0)).month == month


def test_a_cell_of_excel_is_a_time() -> None:
    moment = times.parse(datetime(2024, 3, 1, 9, 5))  # naive, as Excel has it

    assert moment is not None
    assert times.at(moment, zone=ZoneInfo("UTC"), order=None, without_clock=time(0)) == datetime(
        2024, 3, 1, 9, 5, tzinfo=UTC
    )
