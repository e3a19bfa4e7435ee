"""The timeline: every event that an action leaves has words, and every correction shows both values."""

import re
from pathlib import Path

from tests.governance.nonconformity.treating import House
from wuxing.governance.nonconformity import actions
from wuxing.governance.nonconformity.queries import pages
from wuxing.governance.nonconformity.views import said

FOLDER = Path(actions.__file__).parent


def test_every_event_that_an_action_leaves_has_words() -> None:
    left = {event for path in FOLDER.glob("*.py") for event in re.findall(r'leave\(\s*"(\w+)"', path.read_text())}
    assert left == set(said.EVENTS)


def test_a_correction_shows_what_was_and_what_it_became(house: House) -> None:
    made = house.report()
    actions.correct_severity(nonconformity_id=made.pk, severity="major", reason="三个网点", by=house.verifier)
    day, rows = said.by_days(pages.entries_of(made.pk), "Asia/Shanghai", provable=True)[0]
    first = rows[0]
    assert (first["kind"], first["was"], first["becomes"], first["note"]) == (
        "correction", "轻微", "严重", "理由：三个网点",
    )  # fmt: skip
    assert [row["by"] for row in rows] == ["林可", "陈伟"]
    assert day.startswith("今日")


def test_an_event_without_words_stands_by_its_name() -> None:
    assert said.said("nonconformity.unheard_of", None).text == "nonconformity.unheard_of"
    assert said.said("file.keep", {"name": "x.pdf"}).text == "存下文件：x.pdf"
