"""Editions are found, those that follow one another too, and a missing one says what to do."""

from datetime import date

import pytest

from tests.conftest import ActorFactory
from tests.schemes.conftest import CATALOGUE, Change, Data, Write
from wuxing.core.access import Role
from wuxing.core.errors import NotFound
from wuxing.schemes.editions import actions, queries
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.editions.rules import Transition
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.changes import Kind, What

pytestmark = pytest.mark.usefixtures("inside")


def test_missing_edition_says_what_to_do() -> None:
    with pytest.raises(NotFound, match=r"no edition of test\.small is loaded; load the packs first"):
        queries.newest_edition("test.small")
    with pytest.raises(NotFound, match=r"no edition of test\.small is adopted; choose one first"):
        queries.pack_on(date(2026, 11, 21), "test.small")
    with pytest.raises(NotFound, match="no edition with the sha256 00 is loaded"):
        queries.pack_of("00")


def test_newest_edition_comes_first(write: Write) -> None:
    def raised(data: Data) -> None:
        data["scheme"]["edition"] = "2026.2"

    old, _ = actions.keep_edition(loading.draft(write()), CATALOGUE)
    new, _ = actions.keep_edition(loading.draft(write(raised)), CATALOGUE)
    assert queries.newest_edition("test.small") == new
    assert queries.editions() == [new, old]


def test_highest_edition_is_the_newest_whenever_it_was_loaded(write: Write) -> None:
    def numbered(edition: str) -> Change:
        return lambda data: data["scheme"].update(edition=edition)

    ten = keep(write, numbered("2026.10"))
    keep(write, numbered("2026.9"))
    assert queries.newest_edition("test.small") == ten


def test_pack_is_made_once_a_process(write: Write) -> None:
    edition, _ = actions.keep_edition(loading.draft(write()), CATALOGUE)
    assert queries.pack_of(edition.sha256) is queries.pack_of(edition.sha256)


DAY = date(2026, 11, 21)
SAME = {"1.1": "1.1", "1.2": "1.2", "2.1": "2.1"}


def following(edition: str, old: str, until: str) -> Change:
    def change(data: Data) -> None:
        said = {"edition": old, "map": SAME, "transition_until": until}
        data["scheme"].update(
            edition=edition, supersedes=said, notice=dict.fromkeys(("zh-Hans", "zh-Hant", "en"), edition)
        )

    return change


def keep(write: Write, change: Change = lambda data: None) -> Edition:
    return actions.keep_edition(loading.draft(write(change)), CATALOGUE)[0]


def test_edition_up_to_date_has_no_successor(write: Write) -> None:
    only = keep(write)
    assert queries.successor_of(only) is None
    assert queries.transition_of(only) is None


def test_successor_is_found_and_says_by_when_to_move(write: Write) -> None:
    old, new = keep(write), keep(write, following("2026.2", "2026.1", "2027-06-30"))
    assert (new.supersedes, new.transition_until) == ("2026.1", date(2027, 6, 30))
    assert queries.successor_of(old) == new
    assert queries.transition_of(old) == Transition("2026.1", "2026.2", date(2027, 6, 30))


def test_one_moves_to_the_last_of_those_that_follow_by_the_day_of_the_first(write: Write) -> None:
    old = keep(write)
    keep(write, following("2026.2", "2026.1", "2027-06-30"))
    keep(write, following("2026.10", "2026.2", "2029-12-31"))
    assert queries.transition_of(old) == Transition("2026.1", "2026.10", date(2027, 6, 30))


def test_organisation_hears_of_the_edition_that_replaces_its_own(write: Write, actor: ActorFactory) -> None:
    old = keep(write)
    actions.adopt(edition_id=old.pk, since=DAY, by=actor(Role.SERVICE_MANAGER))
    assert queries.transition_on(DAY, "test.small") is None
    keep(write, following("2026.2", "2026.1", "2027-06-30"))
    assert queries.transition_on(DAY, "test.small") == Transition("2026.1", "2026.2", date(2027, 6, 30))
    assert queries.transition_on(date(2026, 11, 20), "test.small") is None


def test_what_changes_between_two_editions(write: Write) -> None:
    old, new = keep(write), keep(write, following("2026.2", "2026.1", "2027-06-30"))
    changes = queries.changes_between(old.sha256, new.sha256)
    assert (changes.old, changes.new) == (old.identity, new.identity)
    assert [(change.what, change.kind, change.entry) for change in changes.all] == [
        (What.SCHEME, Kind.CHANGED, "notice")
    ]
