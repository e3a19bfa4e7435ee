"""Texts with holes: filled once, never run; and what is shown of an address."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.core.notices.events import EVENTS, LANGUAGES, Kind, declare, declared
from wuxing.core.notices.rules.showing import kind_of_address, masked, shown_url
from wuxing.core.notices.rules.texts import filled, holes_in, one_line, plain_fact, why_not_text, without_secrets

FACTS = {"number": "WO-1", "slot": "", "name": "王"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{number}", "WO-1"),
        ("a {number} b {number}", "a WO-1 b WO-1"),
        ("{name}您好\n时间 {slot}\n完", "王您好\n完"),  # a line whose holes stay empty is left out
        ("{name} {slot}", "王"),
        ("a\n\nb", "a\n\nb"),
        ("{slot}", ""),
    ],
)
def test_holes_are_filled(text: str, made: str) -> None:
    assert filled(text, FACTS) == made


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_what_a_fact_holds_is_never_taken_for_a_hole(value: str) -> None:
    assert filled("<{number}>", {"number": value, "name": "SECRET"}) == f"<{value}>"


def test_a_fact_that_looks_like_a_hole_stays_as_it_is() -> None:
    assert filled("{number}", {"number": "{name}", "name": "SECRET"}) == "{name}"


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [
        ("{number}", True),
        ("plain", True),
        ("", False),
        ("  \n", False),
        ("{phone}", False),
        ("{Number}", False),
        ("{number", False),
        ("number}", False),
        ("{{number}}", False),
        ("{number!r}", False),
        ("{number.real}", False),
        ("{}", False),
        ("{% if %}", False),
        ("x" * 2001, False),
    ],
)
def test_only_plain_holes_are_taken(text: str, is_fine: bool) -> None:
    assert (why_not_text(text, FACTS) is None) is is_fine


def test_a_refusal_names_the_hole_and_those_that_are_known() -> None:
    assert why_not_text("{phone} {x}", FACTS) == (
        "nothing can be put into {phone}, {x}; this message knows {name}, {number}, {slot}"
    )


@pytest.mark.parametrize(
    ("value", "made"),
    [
        (None, ""),
        (3, "3"),
        (" a\x00b\u202e ", "a b"),
        ("a\nb", "a\nb"),
        (date(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 1, tzinfo=UTC), "2026-11-23 09:00"),
        ((datetime(2026, 11, 23, 1, tzinfo=UTC), datetime(2026, 11, 23, 2, tzinfo=UTC)), "2026-11-23 09:00–10:00"),
        (
            (datetime(2026, 11, 23, 15, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)),
            "2026-11-23 23:00–2026-11-24 01:00",
        ),
        ("x" * 1001, "x" * 1000),
    ],
)
def test_facts_are_read_as_words(value: object, made: str) -> None:
    assert plain_fact(value, "Asia/Shanghai") == made


def test_small_things() -> None:
    assert holes_in("{a} {b} {a}") == ["a", "b"]
    assert one_line("a\n b\tc") == "a b c"
    assert without_secrets({"link": "https://x", "empty": "", "n": "1"}, {"link", "empty"}) == {
        "link": "…",
        "empty": "",
        "n": "1",
    }


@pytest.mark.parametrize(
    ("address", "kind", "shown"),
    [
        ("13805912046", "phone", "138****2046"),
        ("+86 138-0591-2046", "phone", "+86****2046"),
        ("12345", "phone", "****45"),
        ("wang@example.org", "email", "w***@example.org"),
        ("wangmin", "handle", "w***"),
        ("", "", ""),
    ],
)
def test_an_address_is_masked(address: str, kind: str, shown: str) -> None:
    assert (kind_of_address(address), masked(address)) == (kind, shown)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://hooks.example.org:8443/a/b?key=1", "https://hooks.example.org/•••"),
        ("wecombot://very-secret-key", "wecombot://•••"),
        ("twilio://SID:TOKEN@+1555/{phone}", "twilio://•••"),
    ],
)
def test_only_what_holds_no_secret_is_shown_of_an_address(url: str, shown: str) -> None:
    assert shown_url(url) == shown


def test_every_declared_message_speaks_three_languages_and_names_its_holes() -> None:
    for name, event in declared().items():
        assert tuple(event.texts) == LANGUAGES, name
        for subject, body in event.texts.values():
            assert (why_not_text(subject, event.facts), why_not_text(body, event.facts)) == (None, None)
        assert {frozenset(holes_in(body)) for _subject, body in event.texts.values()} == {
            frozenset(holes_in(event.texts["en"][1]))
        }, f"{name} says something else in another language"


def test_a_message_with_an_unknown_hole_does_not_start() -> None:
    with pytest.raises(AssertionError):
        declare("x.y", title="", kind=Kind.SERVICE, facts={}, texts=dict.fromkeys(LANGUAGES, ("s", "{phone}")))
    with pytest.raises(AssertionError):
        declare("x.y", title="", kind=Kind.SERVICE, facts={}, texts={"en": ("s", "b")})
    assert "x.y" not in EVENTS
