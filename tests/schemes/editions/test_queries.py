"""Editions are found, and a missing one says what to do."""

from datetime import date

import pytest

from tests.schemes.conftest import CATALOGUE, Data, Write
from wuxing.core.errors import NotFound
from wuxing.schemes.editions import actions, queries
from wuxing.schemes.packs import loading

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


def test_pack_is_made_once_a_process(write: Write) -> None:
    edition, _ = actions.keep_edition(loading.draft(write()), CATALOGUE)
    assert queries.pack_of(edition.sha256) is queries.pack_of(edition.sha256)
