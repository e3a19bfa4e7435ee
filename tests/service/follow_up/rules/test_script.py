"""The script of a call: questions as data."""

from typing import Any

import pytest

from wuxing.service.follow_up.rules.script import (
    SHIPPED,
    Question,
    answers_from,
    questions_from,
    why_not_script,
)

ONE = Question("fixed", "yes_no", {"zh-hans": "好了吗？", "zh-hant": "", "en": ""})


def test_a_question_falls_back_to_the_language_it_has() -> None:
    assert (ONE.text("en"), ONE.text("zh-hans"), Question("x", "text", {}).text("en")) == ("好了吗？", "好了吗？", "")
    assert SHIPPED[0].text("en") == "Does the unit work now?"


def test_a_script_comes_back_as_it_was_kept() -> None:
    assert questions_from(None) == SHIPPED
    assert questions_from([{"code": "a", "kind": "text", "texts": {"en": "A?"}}]) == (
        Question("a", "text", {"en": "A?"}),
    )


@pytest.mark.parametrize(
    ("questions", "reason"),
    [
        ([], "write at least one question"),
        ([ONE] * 21, "at most 20 questions"),
        ([Question("a", "x", {"en": "A"})], "question 1: choose yes or no, a mark, or words"),
        ([Question("a", "text", {"en": " "})], "question 1: write it in at least one language"),
        ([ONE, Question("a", "text", {"en": "x" * 301})], "question 2: at most 300 characters"),
        ([ONE, ONE], "two questions have the same name"),
        (SHIPPED, None),
    ],
)
def test_what_is_wrong_with_a_script(questions: list[Question], reason: str | None) -> None:
    assert why_not_script(questions) == reason


WRONG = "this does not answer the question"


@pytest.mark.parametrize(
    ("said", "kept", "wrong"),
    [
        ({}, {}, {}),
        ({"fixed": "yes", "manner": "5", "wish": " 无 "}, {"fixed": True, "manner": 5, "wish": "无"}, {}),
        ({"fixed": "no", "manner": 1}, {"fixed": False, "manner": 1}, {}),
        ({"fixed": False}, {"fixed": False}, {}),
        ({"fixed": "perhaps", "manner": "6", "wish": "x" * 501}, {}, dict.fromkeys(("fixed", "manner", "wish"), WRONG)),
        ({"nothing": "yes"}, {}, {}),  # what nobody asked is not kept
        ({"fixed": ""}, {}, {}),
    ],
)
def test_answers_fit_their_questions(said: dict[str, Any], kept: dict[str, Any], wrong: dict[str, str]) -> None:
    assert answers_from(SHIPPED, said) == (kept, wrong)
