"""A draw is plain arithmetic that anybody can repeat; the vectors here were worked out with sha256sum."""

from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.evidence.sampling import rules
from wuxing.evidence.sampling.rules import Rule


@pytest.mark.parametrize(
    ("rule", "amount", "count", "size"),
    [
        (Rule.SQRT, 0, 100, 10),
        (Rule.SQRT, 0, 101, 11),
        (Rule.SQRT, 0, 10_000, 60),
        (Rule.SQRT, 0, 9, 9),
        (Rule.SHARE, 5, 400, 20),
        (Rule.SHARE, 5, 401, 21),
        (Rule.SHARE, 1, 50, 10),
        (Rule.FIXED, 25, 400, 25),
        (Rule.FIXED, 500, 400, 60),
        (Rule.ALL, 0, 400, 400),
        (Rule.SQRT, 0, 0, 0),
    ],
)
def test_how_many(rule: Rule, amount: int, count: int, size: int) -> None:
    assert rules.size_for(rule, Decimal(amount), count, 10, 60) == size


def test_the_digests_are_plain_sha256() -> None:
    # printf '%s' 'a word nobody guesses' | sha256sum
    assert rules.promise_for("a word nobody guesses") == sha256(b"a word nobody guesses").hexdigest()
    # printf '1\n2\n10\n' | sha256sum
    assert rules.population_digest([10, 1, 2]) == ("29186ee59865abdf5f37da40cefc9e7f345e49860aefd7a8f43438cdaf88f856")
    assert rules.seed_for(b"\x00" * 32, "w") == sha256(b"\x00" * 32 + b"w").hexdigest()


@given(st.sets(st.integers(1, 10**9), max_size=60), st.integers(0, 80), st.text(max_size=8))
def test_a_draw_is_of_the_population_and_the_same_again(ids: set[int], size: int, seed: str) -> None:
    drawn = rules.drawn_from(seed, sorted(ids), size)
    assert drawn == rules.drawn_from(seed, sorted(ids, reverse=True), size)
    assert len(set(drawn)) == len(drawn) == min(size, len(ids))
    assert set(drawn) <= ids


def test_another_seed_draws_another_sample() -> None:
    ids = list(range(1, 1001))
    one, other = (rules.drawn_from(rules.seed_for(b"root", word), ids, 30) for word in ("first", "second"))
    assert one != other


def test_refusals() -> None:
    draw = {"frozen": True, "drawn": False, "is_the_word": True}
    assert rules.why_not_draw(**draw) is None
    assert str(rules.why_not_draw(**(draw | {"frozen": False}))) == "freeze the population first"
    assert "drawn already" in str(rules.why_not_draw(**(draw | {"drawn": True})))
    assert "not the word" in str(rules.why_not_draw(**(draw | {"is_the_word": False})))
    assert rules.why_not_freeze(frozen=False, sealed_since=True) is None
    assert "wait a minute" in str(rules.why_not_freeze(frozen=False, sealed_since=False))
    assert "frozen already" in str(rules.why_not_freeze(frozen=True, sealed_since=True))
