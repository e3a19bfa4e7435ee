"""When an answer becomes a problem; the whole table of a problem's steps."""

import pytest

from wuxing.service.follow_up.rules import is_low, severity_for, why_not_read_answers, why_not_step, why_not_verify
from wuxing.service.follow_up.states import LIVE_PROBLEMS, PROBLEM
from wuxing.service.follow_up.states import ProblemState as S


@pytest.mark.parametrize(
    ("scores", "recommend", "low", "severity"),
    [
        ([5, 5, None, 5, 5], 10, False, "minor"),
        ([3, 3, 3, 3, 3], 4, False, "minor"),
        ([5, 2, 5, 5, 5], 10, True, "minor"),
        ([5, 1, 5, 5, 5], 10, True, "major"),
        ([None] * 5, 3, True, "minor"),
        ([None] * 5, 1, True, "major"),
        ([None] * 5, 0, True, "major"),
        ([None] * 5, None, False, "minor"),
    ],
)
def test_a_low_answer_becomes_a_problem(
    scores: list[int | None], recommend: int | None, low: bool, severity: str
) -> None:
    assert is_low(scores, recommend, low_score=2, low_recommend=3) is low
    assert severity_for(scores, recommend) == severity


def test_a_threshold_of_nought_never_opens_one() -> None:
    assert is_low([1, 1, 1, 1, 1], None, low_score=0, low_recommend=0) is False


OVER = "the customer confirmed it; it is over"
FIRST = "acknowledge the complaint first"
CALL = "talk with the customer first"
SOLVE = "solve it or pass it on first; then ask the customer"
DONE = "it is acknowledged already"
PAST = "it is past that step"
A, N, C, L, P, V, R = S.ACKNOWLEDGED, S.OPEN, S.CONTACTED, S.SOLVED, S.PASSED_ON, S.VERIFIED, S.RECEIVED
TABLE = {
    R: {A: None, N: FIRST, C: FIRST, L: FIRST, P: FIRST, V: FIRST, R: FIRST},
    A: {A: DONE, N: PAST, C: None, L: CALL, P: None, V: SOLVE, R: PAST},
    N: {A: DONE, N: PAST, C: None, L: CALL, P: None, V: SOLVE, R: PAST},
    C: {A: DONE, N: PAST, C: None, L: None, P: None, V: SOLVE, R: PAST},
    L: {A: DONE, N: PAST, C: None, L: "it is solved already", P: None, V: None, R: PAST},
    P: {A: DONE, N: PAST, C: None, L: CALL, P: PAST, V: None, R: PAST},
    V: dict.fromkeys(S, OVER),
}


@pytest.mark.parametrize("state", list(S))
def test_the_whole_table_of_steps(state: S) -> None:
    assert {to: why_not_step(state, to) for to in S} == TABLE[state]


def test_every_state_but_the_last_goes_on() -> None:
    assert {state for state in S if PROBLEM[state]} == LIVE_PROBLEMS


@pytest.mark.parametrize(
    ("workers", "by", "reason"),
    [
        ([], None, None),
        ([], 7, None),
        ([7, 9], 8, None),
        ([7, 9], None, None),
        ([7, 9], 7, "somebody else asks the customer whether it is solved"),
    ],
)
def test_somebody_else_asks_the_customer(workers: list[int], by: int | None, reason: str | None) -> None:
    assert why_not_verify(workers=workers, by=by) == reason


def test_who_did_the_work_reads_no_single_answer() -> None:
    assert why_not_read_answers(served=False) is None
    assert (
        why_not_read_answers(served=True)
        == "who did the work does not read single answers to it; the figures show them together"
    )
