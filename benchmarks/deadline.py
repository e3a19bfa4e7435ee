"""How fast a deadline over three years is worked out: `python -m benchmarks.deadline` prints the table.

The calendar: two spans a day, five days a week, the public holidays and make-up days of the years that are published. *First*
lays the years out, once a process; *again* is what every further deadline costs. With pauses: four of them, over the three years.
"""

import gc
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from wuxing.core.worktime import Calendar, calendar_from, deadline, deadline_with_pauses, elapsed
from wuxing.governance.commitments import holidays

DAY = [["08:30", "12:00"], ["13:30", "18:00"]]
WEEK = [DAY] * 5 + [[], []]
START = datetime(2024, 1, 2, 1, tzinfo=UTC)
YEARS = 3
LIMIT_US = 50.0
TURNS = 2_000


def calendar() -> Calendar:
    """Return the calendar, with nothing worked out yet."""
    dates: dict[str, list[list[str]]] = {}
    for year in range(START.year, START.year + YEARS):
        for one in holidays.proposals(year, WEEK, {}) or ():
            dates[one.day.isoformat()] = one.hours
    return calendar_from("Asia/Shanghai", WEEK, dates)


def microseconds(work: Callable[[], object], turns: int = TURNS) -> float:
    """Return the CPU time of one turn, the best of five rounds."""
    rounds = []
    gc.disable()
    for _round in range(5):
        begin = time.process_time()
        for _turn in range(turns):
            work()
        rounds.append((time.process_time() - begin) / turns)
    gc.enable()
    return 1e6 * min(rounds)


def measured() -> dict[str, float]:
    """Return every figure, in microseconds of CPU."""
    found = calendar()
    minutes = int(elapsed(START, START + timedelta(days=365 * YEARS), found).total_seconds() // 60)
    fresh = calendar()
    begin = time.process_time()
    deadline(START, minutes, fresh)
    first = 1e6 * (time.process_time() - begin)
    waits = [(START + timedelta(days=250 * n), START + timedelta(days=250 * n + 9)) for n in range(1, 5)]
    return {
        "first, years laid out": first,
        "again": microseconds(lambda: deadline(START, minutes, found)),
        "again, with four pauses": microseconds(lambda: deadline_with_pauses(START, minutes, found, waits)),
        "time worked between": microseconds(lambda: elapsed(START, START + timedelta(days=365 * YEARS), found)),
    }


def main() -> None:
    """Print the table, and fail when a deadline takes longer than it may."""
    found = measured()
    print(f"a deadline over {YEARS} years of calendar, CPU microseconds (limit {LIMIT_US:.0f})")
    for what, value in found.items():
        print(f"  {what:26} {value:10.1f}")
    if found["again"] > LIMIT_US:
        raise SystemExit("MISSED")


if __name__ == "__main__":
    main()
