"""A timeline row shows who, when, what changed, and how the record is sealed."""

from dataclasses import dataclass

from django.utils import translation

from wuxing.web.components import timelines


def test_a_correction_keeps_the_old_value() -> None:
    drawn = timelines.row_of({"time": "10:02", "kind": "correction", "text": "cause", "was": "a", "becomes": "b"})
    assert 'cause <del class="wx-was">a</del> → <ins>b</ins>' in drawn
    assert 'class="wx-dot wx-w"' in drawn


def test_rows_may_be_objects_and_are_escaped() -> None:
    @dataclass
    class Row:
        time: str
        text: str
        by: str
        entry: int

    with translation.override("en"):
        drawn = timelines.timeline([("<today>", [Row("10:21", "<b>x</b>", "<i>", 48902)])])
    assert "<b>x" not in drawn
    assert "&lt;today&gt;" in drawn
    assert '<div class="wx-by">&lt;i&gt;</div>' in drawn
    assert "#48902" in drawn


def test_what_is_not_sealed_yet_says_so() -> None:
    with translation.override("en"):
        assert "waiting to be sealed" in timelines.row_of({"time": "09:18", "text": "left"})
