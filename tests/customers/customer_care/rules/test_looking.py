"""Why somebody may look, and from how many look-ups on it is unusual."""

import pytest

from wuxing.customers.customer_care.rules import looking as rules
from wuxing.customers.customer_care.rules.looking import Limits

LIMITS = Limits(alert_an_hour=2, most_a_day=4, answer_days=15)


@pytest.mark.parametrize(("today", "allowed"), [(0, True), (3, True), (4, False), (9, False)])
def test_a_day_has_its_most(today: int, allowed: bool) -> None:
    assert (rules.why_not_look(today, LIMITS) is None) is allowed


@pytest.mark.parametrize(("hour", "unusual"), [(0, False), (1, False), (2, True)])
def test_the_look_up_after_the_usual_ones_is_unusual(hour: int, unusual: bool) -> None:
    assert rules.is_unusual(hour, LIMITS) is unusual


@pytest.mark.parametrize(("case", "reason", "allowed"), [(True, "", True), (False, "来电", True), (False, " ", False)])
def test_a_case_or_a_reason_is_needed(case: bool, reason: str, allowed: bool) -> None:
    assert (rules.why_not_look_here(has_case=case, reason=reason) is None) is allowed


@pytest.mark.parametrize(
    ("limits", "reason", "wrong"),
    [
        (LIMITS, "x", set()),
        (Limits(0, 4, 15), "x", {"alert_an_hour"}),
        (Limits(5, 4, 15), "x", {"most_a_day"}),
        (Limits(2, 4, 31), "x", {"answer_days"}),
        (LIMITS, "", {"reason"}),
    ],
)
def test_numbers_that_cannot_be_are_refused(limits: Limits, reason: str, wrong: set[str]) -> None:
    assert set(rules.wrong_limits(limits, reason)) == wrong
