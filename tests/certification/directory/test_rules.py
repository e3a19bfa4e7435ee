"""Pasted numbers, periods, shares."""

from datetime import date

import pytest

from wuxing.certification.directory import rules

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "numbers", "why"),
    [
        ("2026HP00001\n2026HP00002", ["2026HP00001", "2026HP00002"], None),
        (" A1，A2;A1；A3、A4|“ ", ["A1", "A2", "A3", "A4", "“"], None),
        ("  \n,, ", [], "paste at least one certificate number"),
        (" ".join(f"N{i}" for i in range(50)), [f"N{i}" for i in range(50)], None),
        (" ".join(f"N{i}" for i in range(51)), [], "at most 50 numbers at a time; these are 51"),
    ],
)
def test_numbers_are_found_in_what_was_pasted(text: str, numbers: list[str], why: str | None) -> None:
    assert rules.numbers_in(text) == (numbers, why)


@pytest.mark.parametrize(
    ("since", "until", "rows", "why"),
    [
        (None, DAY, 20_000, None),
        (DAY, DAY, 0, None),
        (None, date(2026, 11, 23), 0, "this lies in the future"),
        (DAY, date(2026, 11, 21), 0, "the period ends before it begins"),
        (None, DAY, 20_001, "20001 certificates are more than a file holds (20000); take a shorter period"),
    ],
)
def test_periods_of_files(since: date | None, until: date, rows: int, why: str | None) -> None:
    assert rules.why_not_export(since, until, DAY, rows) == why


def test_shares() -> None:
    assert [rules.share(1, (1, 2)), rules.share(0, (0, 0)), rules.share(1, (7, 1))] == ["33.3%", "—", "12.5%"]
