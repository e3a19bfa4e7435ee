"""Codes: every slip of one sign, and of two that change places, is seen."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.service.doors import rules

SIGNS = st.sampled_from(rules.ALPHABET)


def code_of(body: str) -> str:
    signs = iter(body)
    return rules.drawn(lambda _alphabet: next(signs))


@given(body=st.text(SIGNS, min_size=8, max_size=8), place=st.integers(0, 8), sign=SIGNS)
def test_one_wrong_sign_is_always_seen(body: str, place: int, sign: str) -> None:
    code = code_of(body)
    wrong = code[:place] + sign + code[place + 1 :]
    assert (rules.why_not_code(wrong) is None) == (wrong == code)


@given(body=st.text(SIGNS, min_size=8, max_size=8))
def test_two_signs_that_change_places_are_always_seen(body: str) -> None:
    code = code_of(body)
    for one, two in combinations(range(8), 2):
        signs = list(code)
        signs[one], signs[two] = signs[two], signs[one]
        wrong = "".join(signs)
        assert (rules.why_not_code(wrong) is None) == (wrong == code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("abc-def-ghj", "ABCDEFGHJ"), (" abc def ghj ", "ABCDEFGHJ"), ("ABCDEFGHJ", "ABCDEFGHJ"), ("", "")],
)
def test_code_is_read_as_it_is_typed(typed: str, code: str) -> None:
    assert rules.code_from(typed) == code


def test_code_is_printed_in_threes() -> None:
    assert rules.shown_code("ABCDEFGHJ") == "ABC-DEF-GHJ"


def test_signs_that_are_confused_do_not_occur() -> None:
    assert set("01OIL") & set(rules.ALPHABET) == set()
    assert len(rules.ALPHABET) == 31
