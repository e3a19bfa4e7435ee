"""A draw is the same for everybody, and neither side's word alone decides it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.certification.onsite_audit.rules import drawing
from wuxing.evidence.sampling.rules import promise_for

WORDS = st.text(min_size=4, max_size=20)
LISTS = st.lists(st.text(alphabet="ab12-", min_size=1, max_size=6), min_size=1, max_size=30, unique=True)


@given(LISTS, WORDS, WORDS, st.data())
def test_anybody_draws_the_same(population: list[str], word: str, secret: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(population)))
    drawn = drawing.draw(population, size, word=word, secret=secret)

    assert drawing.draw(list(population), size, word=word, secret=secret) == drawn
    assert (len(drawn.places), len(set(drawn.places))) == (size, size)
    assert set(drawn.places) <= set(range(1, len(population) + 1))
    file = {
        "promise": promise_for(secret), "digest": drawing.digest_of(population), "population": population,
        "size": size, "word": word, "secret": secret, "seed": drawn.seed, "drawn": list(drawn.places),
    }  # fmt: skip
    assert [holds for _name, holds in drawing.checked(file)] == [True] * 4


@given(WORDS, WORDS, WORDS)
def test_either_word_changes_the_seed(word: str, other: str, secret: str) -> None:
    seed = drawing.seed_of(word, secret)

    assert (drawing.seed_of(other, secret) == seed) == (other.strip() == word.strip())
    assert (drawing.seed_of(word, other) == seed) == (other == secret)


def test_the_promise_holds_the_body_to_its_word() -> None:
    population = [f"网点 {number}" for number in range(1, 31)]
    drawn = drawing.draw(population, 6, word="青禾的词", secret="first")
    swapped = {
        "promise": promise_for("first"), "digest": drawing.digest_of(population), "population": population, "size": 6,
        "word": "青禾的词", "secret": "second", "seed": drawn.seed, "drawn": list(drawn.places),
    }  # fmt: skip

    assert [name for name, holds in drawing.checked(swapped) if not holds] == ["promise", "seed", "draw"]


def test_each_place_comes_as_often_whatever_one_side_says() -> None:
    """One side keeps its word; over the other's words every outlet is drawn about as often."""
    population = [str(number) for number in range(10)]
    for fixed in ("word", "secret"):
        counts = [0] * 10
        for number in range(2000):
            words = {"word": f"w{number}", "secret": f"s{number}"} | {fixed: "fixed"}
            for place in drawing.draw(population, 3, **words).places:
                counts[place - 1] += 1
        assert all(500 < count < 700 for count in counts), counts


@pytest.mark.parametrize(
    ("factor", "least", "count", "drawn"),
    [
        ("1", 1, 0, 0),
        ("1", 1, 1, 1),
        ("1", 1, 9, 3),
        ("1", 1, 10, 4),  # √10 rounded up
        ("0.6", 1, 25, 3),
        ("0.6", 1, 26, 4),
        ("0.8", 1, 25, 4),
        ("0.6", 2, 1, 1),  # never more than there are
        ("0.1", 2, 9, 2),
    ],
)
def test_so_many_sites_are_visited(factor: str, least: int, count: int, drawn: int) -> None:
    assert drawing.sites_drawn(Decimal(factor), least, count) == drawn


def test_a_list_is_read_line_by_line() -> None:
    assert drawing.listed(" W-1\n\nW-2 \r\nW-1\n") == ["W-1", "W-2"]


@pytest.mark.parametrize(
    ("drawn", "waiting", "same", "refused"),
    [
        (False, False, False, False),
        (True, False, False, False),  # the list has changed
        (True, False, True, True),
        (False, True, True, True),
    ],
)
def test_one_draw_a_list(drawn: bool, waiting: bool, same: bool, refused: bool) -> None:
    reason = drawing.why_not_promise(drawn=drawn, waiting=waiting, same_list=same)
    assert (reason is not None) == refused
