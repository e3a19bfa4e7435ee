"""Marks are colour, shape and word, and escape what comes from outside."""

import pytest
from django.utils import translation

from wuxing.web.components import marks

SPRITE = marks.sprite()


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def test_a_state_has_colour_shape_and_word() -> None:
    assert marks.state_badge("late", "超时 2 小时") == (
        '<span class="wx-st wx-st-late"><svg class="wx-s" viewBox="0 0 16 16" aria-hidden="true">'
        f'<use href="{SPRITE}#s-late"/></svg><span>超时 2 小时</span></span>'
    )


def test_a_state_without_a_word_has_its_own() -> None:
    assert marks.state_badge("risk", bare=True).endswith("<span>at risk</span></span>")


@pytest.mark.parametrize("mark", [marks.state_badge, marks.clause, marks.points, marks.number, marks.shape])
def test_marks_escape_what_comes_from_outside(mark: object) -> None:
    evil = "<script>alert(1)</script>"
    drawn = {
        marks.state_badge: lambda: marks.state_badge("done", evil),
        marks.clause: lambda: marks.clause(evil, evil, "done", 'x" onclick="'),
        marks.points: lambda: marks.points(evil, placeholder=True),
        marks.number: lambda: marks.number(evil, evil),
        marks.shape: lambda: marks.shape("late", label=evil),
    }[mark]()
    assert "<script>" not in drawn
    assert 'x" onclick' not in drawn


@pytest.mark.parametrize(
    ("entry", "state", "said"),
    [
        (48902, "", '<span class="wx-vh">ledger proof </span>#48902'),
        (None, "", "waiting to be sealed"),
        (48902, "bad", "does not match"),
    ],
)
def test_a_seal_says_how_the_record_stands(entry: int | None, state: str, said: str) -> None:
    assert said in marks.seal(entry, state)


def test_stars_are_read_as_a_sentence() -> None:
    assert marks.stars(3).count("wx-star-on") == 3
    assert 'aria-label="3 of 5 stars"' in marks.stars(3)


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        (0, '<span class="wx-zero">0</span>'),
        (None, '<span class="wx-t3">—</span>'),
        (12345, "12,345"),
        ("3.50", "3.50"),
    ],
)
def test_zero_is_grey_and_nothing_is_a_dash(value: object, drawn: str) -> None:
    assert marks.number(value) == drawn
