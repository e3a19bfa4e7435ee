"""Pictures of points keep their order and stay inside their frame."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.web.components import scores

GRADES = [(70, "D"), (80, "C"), (90, "B"), (95, "A")]
points = st.decimals(min_value=0, max_value=100, places=2)


def test_a_bar_shows_proven_likely_unknown_and_lost() -> None:
    drawn = scores.bar(Decimal(6), Decimal("6.9"), Decimal("7.3"), Decimal(8), "said")
    assert re.findall(r'wx-b-(\w+)"(?: x="([\d.]+)")?(?: y="7")? width="([\d.]+)"', drawn) == [
        ("bg", "", "160"),
        ("e", "", "120.0"),
        ("l", "120.0", "18.0"),
        ("u", "138.0", "8.0"),
        ("x", "146.0", "14.0"),
    ]


@given(st.lists(points, min_size=3, max_size=3))
def test_a_picture_never_leaves_its_frame(values: list[Decimal]) -> None:
    low, likely, high = sorted(values)
    drawn = scores.picture(low, likely, high, GRADES, before=likely)
    for kind in ("884", "366"):
        inner = re.search(rf'viewBox="0 -?\d {kind} \d+".*?</svg>', drawn, re.DOTALL)
        assert inner is not None
        sides = re.findall(r'<rect[^>]* x="([\d.-]+)"[^>]* width="([\d.-]+)"', inner.group())
        assert [pair for pair in sides if float(pair[1]) < 0 or float(pair[0]) + float(pair[1]) > float(kind)] == []


def test_names_of_levels_that_are_close_stand_above_each_other() -> None:
    drawn = scores.picture(11, 50, 90, [(70, "Pass level"), (80, "Three-star"), (90, "Four-star"), (95, "Five-star")])
    heights = re.findall(
        r'class="wx-sc-t wx-mid" x="[\d.]+" y="(\d+)">(Pass level|Three-star|Four-star|Five-star)<', drawn
    )
    assert heights == [("18", "Pass level"), ("18", "Three-star"), ("18", "Four-star"), ("6", "Five-star")]


@pytest.mark.parametrize(("low", "broken"), [(80.3, True), (11.8, False)])
def test_the_axis_breaks_only_when_nothing_lies_below(low: float, broken: bool) -> None:
    drawn = scores.picture(low, 88.4, 93.3, GRADES)
    assert ("M31 70l5" in drawn) is broken


def test_no_records_draw_an_empty_share() -> None:
    assert scores.share([("done", 0), ("late", 0)]) == (
        '<svg viewBox="0 0 400 16" preserveAspectRatio="none" aria-hidden="true"></svg>'
    )
