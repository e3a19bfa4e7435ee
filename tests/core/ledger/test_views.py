"""The ledger's pages: each event that is recorded belongs to an area with a word."""

import re
from pathlib import Path

import wuxing
from wuxing.core.ledger.views import AREAS, area_of

RECORDED = re.compile(r"\b(?:record|EntryDraft)\(\s*\"([a-z_]+)\.[a-z_]+\"")


def test_each_recorded_event_has_an_area_in_words() -> None:
    files = Path(wuxing.__file__).parent.rglob("*.py")
    areas = {area for path in files for area in RECORDED.findall(path.read_text(encoding="utf-8"))}

    assert areas - AREAS.keys() == set()
    assert {"repair", "member", "promise"} - areas == set()


def test_an_event_without_a_word_stays_a_code() -> None:
    assert area_of("nobody.knows") == ""
