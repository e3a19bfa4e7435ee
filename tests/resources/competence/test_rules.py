"""Trades and certificates."""

from datetime import date

import pytest

from wuxing.resources.competence.rules import TRADES, certificate_state
from wuxing.service.repair.rules import words

TODAY = date(2026, 11, 18)


def test_every_trade_that_orders_ask_for_can_be_a_skill() -> None:
    assert words.TRADES.keys() - TRADES.keys() == set()
    assert {code: TRADES[code] for code in words.TRADES} == words.TRADES


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (None, "ontime"),
        (date(2026, 11, 17), "late"),
        (date(2026, 11, 18), "risk"),  # still valid today
        (date(2027, 1, 17), "risk"),
        (date(2027, 1, 18), "done"),
    ],
)
def test_a_certificate_runs_out_by_its_last_day(until: date | None, state: str) -> None:
    assert certificate_state(until, TODAY)[0] == state
