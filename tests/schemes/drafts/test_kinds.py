"""Cells: what each kind takes, as people write it, and what it answers to what it cannot take."""

import pytest

from wuxing.schemes.drafts.columns import sheets
from wuxing.schemes.drafts.kinds import BadCell, Form, Kind, text, value


def kind(sheet: str, column: str) -> Kind:
    found = sheets()[sheet].column(column)
    assert found is not None
    return found.kind


@pytest.mark.parametrize(
    ("sheet", "column", "typed", "held"),
    [
        ("indicators", "placeholder_points", "2.50", "2.50"),  # not 2.5: the decimal is kept as written
        ("indicators", "placeholder_points", " ２．５ ", "2.5"),
        ("indicators", "title.en", "=1+1", "=1+1"),
        ("indicators", "title.zh-Hans", "一\r\n二", "一\n二"),
        ("indicators", "evidence", "record，interview、document", ["record", "interview", "document"]),
        ("indicators", "procedures", "3; 22", [3, 22]),
        ("indicators", "procedures", "—", []),
        ("indicators", "excludable", "是", True),
        ("indicators", "excludable", "no", False),
        ("indicators", "coverage", "partial", "partial"),
        ("levels", "stars", "５", 5),
        ("levels", "gates", "-", []),
        ("scoring", "steps", "0.9＝1；0.50：0.5", [{"at": "0.9", "earns": "1"}, {"at": "0.50", "earns": "0.5"}]),
        ("metrics", "window", "P12M", "P12M"),
        ("example_rulings", "value", "0.50", "0.50"),
        ("succession", "value", "5.1", "5.1"),
        ("succession", "value", "5.1、5.2-a", ["5.1", "5.2-a"]),
        ("levels", "other", '{"/x": 1}', {"/x": 1}),
    ],
)
def test_cell_holds_what_is_meant(sheet: str, column: str, typed: str, held: object) -> None:
    assert value(kind(sheet, column), typed) == held


@pytest.mark.parametrize(
    ("sheet", "column", "typed", "reason"),
    [
        ("indicators", "points", "2,5", "2,5 is no number; write digits with a dot, like 2.5"),
        ("scoring", "at", "1.5", "1.5 is no ratio; write a number from 0 to 1, like 0.9"),
        ("indicators", "coverage", "some", "some is unknown; choose one of full, partial, none"),
        ("indicators", "excludable", "maybe", "maybe is neither yes nor no"),
        ("indicators", "procedures", "3, 23", "23 is too high; write 22 or less"),
        ("levels", "stars", "-1", "-1 is too low; write 0 or more"),
        ("levels", "stars", "five", "five is no whole number; write digits only"),
        ("metrics", "freshness", "30 days", "30 days is no duration; write P30D, P2W or PT48H"),
        ("metrics", "window", "ever", "ever is no period; write P12M, P30D, PT48H, or now for what stands on the day"),
        ("scheme", "cycle.validity", "3 years", "3 years is no duration; write P12M, P30D, P3Y or PT48H"),
        ("metrics", "population", "Repair", "Repair is no name; write small letters, digits and _, a letter first"),
        ("scheme", "edition", "2", "2 is no edition; write year, dot, number: 2011.2"),
        ("indicators", "title.en", "a\x07b", "holds the character U+0007, which no text may have; take it out"),
        ("metrics", "where", "r" * 2001, "has 2001 characters; shorten it to 2000"),
        ("scoring", "steps", "0.9", "0.9 is no step; write 0.9=1; 0.5=0.5"),
        ("levels", "other", "[1]", "is no JSON object; leave this cell as it was exported"),
    ],
)
def test_cell_says_what_to_write_instead(sheet: str, column: str, typed: str, reason: str) -> None:
    with pytest.raises(BadCell) as refused:
        value(kind(sheet, column), typed)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("sheet", "column", "held", "written"),
    [
        ("indicators", "procedures", [], "-"),
        ("indicators", "procedures", [3, 22], "3, 22"),
        ("indicators", "excludable", False, "no"),
        ("indicators", "excludable", 0, None),  # not the same in JSON
        ("levels", "stars", True, None),
        ("indicators", "placeholder_points", 2.5, None),
        ("indicators", "title.en", "one\r\ntwo", None),  # no cell keeps this; it goes where nothing is lost
        ("indicators", "evidence", ["record", "hearsay"], None),
        ("scoring", "steps", [{"at": "0.9"}], None),
    ],
)
def test_value_is_written_so_that_it_reads_the_same_or_not_at_all(
    sheet: str, column: str, held: object, written: str | None
) -> None:
    assert text(kind(sheet, column), held) == written


def test_kinds_come_from_the_schemas() -> None:
    points, mode = kind("indicators", "points"), kind("scoring", "mode")
    assert (points.form, points.nullable) == (Form.NUMBER, True)
    assert {"manual", "weighted_of"} <= set(mode.options)
    assert kind("scheme", "rules.rounding.mode").fixed
