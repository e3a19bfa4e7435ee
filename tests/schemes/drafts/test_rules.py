"""When a draft may be published, and under which number."""

import pytest

from wuxing.schemes.drafts import rules
from wuxing.schemes.drafts.states import State


@pytest.mark.parametrize(
    ("taken", "next_one"),
    [([], "2026.1"), (["2011.1"], "2011.2"), (["2011.9", "2011.10", "2010.30"], "2011.11"), (["odd"], "2026.1")],
)
def test_the_next_edition_is_above_all(taken: list[str], next_one: str) -> None:
    assert rules.next_edition(taken, 2026) == next_one


@pytest.mark.parametrize(
    ("state", "faults", "edition", "taken", "is_changed", "reason"),
    [
        (State.DRAFT, 0, "2011.2", ["2011.1"], True, None),
        (State.DRAFT, 0, "2026.1", [], True, None),
        (State.PUBLISHED, 0, "2011.2", [], True, "the draft is published; start a new one from its edition"),
        (State.DISCARDED, 0, "2011.2", [], True, "the draft was given up; start a new one"),
        (State.DRAFT, 1, "2011.2", [], True, "one fault stands in the way; mend it first"),
        (State.DRAFT, 3, "2011.2", [], True, "3 faults stand in the way; mend them first"),
        (State.DRAFT, 0, "2011.2", ["2011.10", "2011.9"], True,
         "the edition 2011.2 is not above 2011.10, which is published; raise it in the table Scheme"),
        (State.DRAFT, 0, "2011.2", ["2011.1"], False,
         "nothing differs from the edition it was started from; change something first"),
    ],
)  # fmt: skip
def test_a_draft_is_published_when_nothing_stands_in_the_way(
    *, state: State, faults: int, edition: str, taken: list[str], is_changed: bool, reason: str | None
) -> None:
    told = rules.why_not_publish_draft(state=state, faults=faults, edition=edition, taken=taken, is_changed=is_changed)
    assert told == reason
