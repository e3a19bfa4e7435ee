"""Bits and names of states."""

from datetime import UTC, datetime, timedelta

import pytest

from wuxing.certification.certificate.states import State
from wuxing.certification.statuslists import rules


@pytest.mark.parametrize(
    ("state", "revoked", "suspended", "iaf"),
    [
        (State.VALID, False, False, "active"),
        (State.SUSPENDED, False, True, "suspended"),
        (State.WITHDRAWN, True, False, "withdrawn"),
        (State.CANCELLED, True, False, "cancelled"),
        (State.EXPIRED, False, False, "expired"),
        (State.REPLACED, True, False, "inactive"),
    ],
)
def test_each_state_has_its_bits_and_its_name_elsewhere(state: State, revoked: bool, suspended: bool, iaf: str) -> None:
    assert rules.bits_for(state) == {"revocation": revoked, "suspension": suspended}
    assert rules.IAF_STATUS[state] == iaf


def test_a_list_is_due_after_twenty_hours() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert rules.is_due(None, now)
    assert not rules.is_due(now - timedelta(hours=19, minutes=59), now)
    assert rules.is_due(now - timedelta(hours=20), now)


def test_lists_of_exercises_have_names_of_their_own() -> None:
    assert [rules.kind(False, 1), rules.kind(True, 12)] == ["r1", "x12"]
