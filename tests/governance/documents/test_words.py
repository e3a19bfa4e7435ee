"""Every code has its word, and every event of a document its sentence."""

import pytest

from tests.architecture.test_shape import constants
from wuxing.governance.documents import states
from wuxing.governance.documents.rules import words
from wuxing.governance.documents.views.said import EVENTS, said


@pytest.mark.parametrize(
    ("enum", "named"),
    [
        (states.Kind, words.KINDS),
        (states.VersionState, words.STATES),
        (states.VersionState, words.MARKS),
        (states.Standing, words.STANDINGS),
        (states.Fitness, words.FITNESS),
        (states.Found, words.FOUND),
        (states.Part, words.PARTS),
        (states.Verdict, words.VERDICTS),
        (states.Audience, words.AUDIENCES),
    ],
)
def test_every_code_has_its_word(enum: type, named: dict[str, str]) -> None:
    assert set(named) == set(enum)
    assert {*states.VersionState, *states.Standing} == set(words.LOOKS)


def test_every_event_has_its_sentence() -> None:
    recorded = {name for name in constants(".", "leave") if name.startswith("document.")} - {"document."}
    recorded |= {f"document.{part}" for part in states.Part}
    assert (len(recorded) > 15, recorded - set(EVENTS)) == (True, set())
    for event in EVENTS:
        icon, text, _note, _kind = said(event, {}, {})
        assert icon
        assert text
    assert said("document.issue", None, {})[0] == "ban"
