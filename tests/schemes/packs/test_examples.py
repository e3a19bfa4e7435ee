"""Worked examples are computed again, and each difference is told."""

from collections.abc import Callable

from tests.schemes.conftest import Data
from wuxing.schemes.packs import examples
from wuxing.schemes.packs.structure import Pack


def test_examples_that_agree_leave_nothing_to_say(small: Callable[..., Pack]) -> None:
    assert examples.differences(small()) == []


def test_each_difference_is_told(small: Callable[..., Pack]) -> None:
    def change(data: Data) -> None:
        data["examples"]["examples"][0]["expected"] = {
            "score": {"low": "1", "likely": None, "high": "100"},
            "levels": {"low": "pass", "likely": None, "high": "star5"},
            "indicators": {"1": {"low": "0", "likely": None, "high": "59"}},
        }

    assert examples.differences(small(change)) == [
        "nothing: score low is 0.00, expected 1",
        "nothing: 1 high is 60.0000, expected 59",
        "nothing: level low is None, expected pass",
    ]


def test_ruling_of_an_example_is_of_two_persons_unless_it_says_one(small: Callable[..., Pack]) -> None:
    def change(data: Data) -> None:
        data["indicators"]["indicators"][1]["children"][0]["scoring"]["two_person"] = True
        data["examples"]["examples"] = [
            {
                "id": "one_person",
                "title": data["examples"]["examples"][0]["title"],
                "given": {"all_rulings": "1", "ruled_by_one": ["2.1"]},
                "expected": {
                    "score": {"low": "30", "likely": "100", "high": "100"},
                    "levels": {"low": None, "likely": "star5", "high": "star5"},
                    "indicators": {"1.2": {"low": "30", "likely": "30", "high": "30"}},
                },
            },
        ]

    assert examples.differences(small(change)) == []
