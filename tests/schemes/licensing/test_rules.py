"""Who may load, sign off, withdraw, and decide."""

from datetime import UTC, datetime

import pytest

from tests.schemes.conftest import Data
from tests.schemes.packs.test_standing import Small, top_level
from wuxing.schemes.licensing import rules
from wuxing.schemes.licensing.states import State, state_of

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("times", "state"),
    [
        ((None, None, None), State.WAITING),
        ((NOON, None, None), State.IN_FORCE),
        ((NOON, NOON, None), State.WITHDRAWN),
        ((None, NOON, None), State.WITHDRAWN),
        ((NOON, NOON, 7), State.REPLACED),
    ],
)
def test_the_state_is_read_from_the_times(
    times: tuple[datetime | None, datetime | None, int | None], state: State
) -> None:
    assert state_of(*times) is state


@pytest.mark.parametrize(
    ("state", "loaded_by", "user_id", "reason"),
    [
        (State.WAITING, 1, 2, None),
        (
            State.WAITING,
            1,
            1,
            "you loaded this table; another person compares it with the licensed copy and signs it off",
        ),
        (State.WAITING, 1, None, "a person signs the licensed table off; sign in"),
        (State.IN_FORCE, 1, 2, "this table is signed off already"),
        (State.WITHDRAWN, 1, 2, "this table is out of force; load it again"),
        (State.REPLACED, 1, 2, "this table is out of force; load it again"),
    ],
)
def test_a_second_person_signs(state: State, loaded_by: int, user_id: int | None, reason: str | None) -> None:
    assert rules.why_not_sign(state, loaded_by=loaded_by, user_id=user_id) == reason


@pytest.mark.parametrize(
    ("state", "user_id", "reason"),
    [
        (State.WAITING, 1, None),
        (State.IN_FORCE, 1, None),
        (State.IN_FORCE, None, "a person withdraws a licensed table; sign in"),
        (State.WITHDRAWN, 1, "this table is out of force already"),
        (State.REPLACED, 1, "this table is out of force already"),
    ],
)
def test_what_is_in_force_or_waits_may_be_withdrawn(state: State, user_id: int | None, reason: str | None) -> None:
    assert rules.why_not_withdraw(state, user_id=user_id) == reason


def test_a_table_is_loaded_by_a_person_one_at_a_time_for_a_whole_scheme(small: Small) -> None:
    pack, part = small(), small(top_level)
    assert [
        rules.why_not_load(pack, user_id=1, waiting_since=None),
        rules.why_not_load(pack, user_id=None, waiting_since=None),
        rules.why_not_load(pack, user_id=1, waiting_since=NOON),
        rules.why_not_load(part, user_id=1, waiting_since=None),
    ] == [
        None,
        "a person loads the licensed table; sign in",
        "a table waits to be signed off already; sign it off or withdraw it first",
        "only part of this scheme's structure is public; a table has nothing to fit",
    ]


def test_a_body_decides_by_a_whole_scheme(small: Small) -> None:
    def unoffered(data: Data) -> None:
        top_level(data)

    assert [rules.why_not_decide(small(), is_body=True), rules.why_not_decide(small(), is_body=False)] == [
        None,
        "a certification body decides, on the points that it has loaded and signed off itself",
    ]
    assert rules.why_not_decide(small(unoffered), is_body=True) == (
        "the structure of this scheme is not public in full; nothing can be decided by it"
    )
