"""The badge: level and stars while in force, else first what the certificate is not."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from wuxing.certification.certificate.states import State
from wuxing.certification.register import badges

SHOWN: dict[str, Any] = {
    "number": "2026HP<00001>", "basis": "GB/T 27922-2011, SB/T 10401-2006", "scheme": "cn.gbt.27922@2011.2#00", "level": "star4",
    "level_names": {"zh-Hans": "四星级", "zh-Hant": "四星級", "en": "Four-star"}, "stars": 4, "exercise": False,
}  # fmt: skip


def drawn(state: str, language: str = "zh-Hans", **changes: Any) -> ElementTree.Element:
    return ElementTree.fromstring(badges.badge(SHOWN | changes, state, "2026-11-22", language))


def words(picture: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in picture.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_word_and_only_one_in_force_has_gold(state: State, language: str) -> None:
    picture = drawn(state.value, language)
    assert words(picture) == [
        "GB/T 27922-2011", badges.WORDS[state][language], SHOWN["level_names"][language], "2026HP<00001> · 2026-11-22",
    ]  # fmt: skip
    gold = [one for one in picture.iter() if one.get("fill") == "#c77700"]
    assert (len(gold), picture.get("data-state")) == (4 if state is State.VALID else 0, state.value)


def test_an_exercise_never_looks_in_force() -> None:
    picture = drawn("valid", exercise=True)
    assert (words(picture)[1], [one for one in picture.iter() if one.get("fill") == "#c77700"]) == ("演练，不作数", [])


def test_a_badge_names_what_it_has() -> None:
    assert words(drawn("valid", basis="", level_names={}, stars=0))[::2] == ["cn.gbt.27922", "star4"]
    narrow, wide = (int(drawn("valid", number=number).get("width") or 0) for number in ("1", "9" * 60))
    assert narrow < wide


@pytest.mark.parametrize(
    ("query", "language"),
    [("", "zh-Hans"), ("lang=en", "en"), ("a=1&lang=zh-hant", "zh-Hant"), ("lang=fr", "zh-Hans"), ("lang=<script>", "zh-Hans")],
)  # fmt: skip
def test_the_language_is_one_of_ours(query: str, language: str) -> None:
    assert badges.language_of(query) == language


def test_nothing_in_the_picture_runs() -> None:
    text = badges.badge(SHOWN | {"number": '"><script>alert(1)</script>'}, "valid", "2026-11-22", "en")
    assert not re.search(r"<script|\son\w+=|href", text)
