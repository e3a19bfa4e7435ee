"""Editions are kept once and for ever; an organisation adopts one, with a trace."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.conftest import ActorFactory
from tests.schemes.conftest import CATALOGUE, Data, Write
from wuxing.core.access import Role
from wuxing.core.errors import NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.editions import actions, queries
from wuxing.schemes.editions.models import Adoption, Edition
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.problems import PackError

pytestmark = pytest.mark.usefixtures("inside")
DAY = date(2026, 11, 21)


def keep(write: Write, edition: str = "2026.1") -> Edition:
    def change(data: Data) -> None:
        data["scheme"]["edition"] = edition

    return actions.keep_edition(loading.draft(write(change)), CATALOGUE)[0]


def test_pack_is_kept_once_and_read_back_whole(write: Write) -> None:
    draft = loading.draft(write())
    first, new = actions.keep_edition(draft, CATALOGUE)
    second, again = actions.keep_edition(draft, CATALOGUE)
    assert (new, again, second.pk) == (True, False, first.pk)
    assert first.identity == draft.identity
    assert queries.pack_of(first.sha256) == loading.checked(draft, CATALOGUE)


def test_other_content_under_the_same_edition_is_refused(write: Write) -> None:
    keep(write)

    def change(data: Data) -> None:
        data["scheme"]["notice"]["en"] = "other"

    with pytest.raises(RuleBroken, match=r"a published edition never changes: raise the edition in scheme\.yaml"):
        actions.keep_edition(loading.draft(write(change)), CATALOGUE)
    assert Edition.objects.count() == 1


def test_wrong_pack_is_not_kept(write: Write) -> None:
    def change(data: Data) -> None:
        data["metrics"]["metrics"][0]["conforming"] = "r.lost"

    with pytest.raises(PackError, match="an unknown field"):
        actions.keep_edition(loading.draft(write(change)), CATALOGUE)
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    ["UPDATE schemes_edition SET form = ''", "DELETE FROM schemes_edition", "TRUNCATE schemes_edition CASCADE"],
)
def test_kept_edition_cannot_be_changed_in_the_database(write: Write, statement: str) -> None:
    keep(write)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Edition.objects.count() == 1


def test_edition_is_adopted_with_a_trace(write: Write, actor: ActorFactory, company: Tenant) -> None:
    edition = keep(write)
    adoption = actions.adopt(edition_id=edition.pk, since=DAY, by=actor(Role.SERVICE_MANAGER))

    assert queries.adoption_on(DAY, "test.small") == adoption
    assert queries.adoption_on(date(2026, 11, 20), "test.small") is None
    assert queries.pack_on(DAY, "test.small").identity == edition.identity
    entry = Entry.objects.get(event="scheme.adopt")
    assert entry.payload == {"edition": edition.identity, "since": "2026-11-21"}


def test_later_adoption_leaves_the_past_as_it_was(write: Write, actor: ActorFactory) -> None:
    by = actor(Role.SERVICE_MANAGER)
    first, second = keep(write), keep(write, "2026.2")
    actions.adopt(edition_id=first.pk, since=date(2026, 1, 1), by=by)
    actions.adopt(edition_id=second.pk, since=DAY, by=by)
    assert queries.pack_on(date(2026, 11, 20), "test.small").edition == "2026.1"
    assert queries.pack_on(DAY, "test.small").edition == "2026.2"


def test_adoption_refused_leaves_nothing(write: Write, actor: ActorFactory) -> None:
    by = actor(Role.SERVICE_MANAGER)
    edition = keep(write)
    actions.adopt(edition_id=edition.pk, since=DAY, by=by)
    with pytest.raises(RuleBroken, match="choose a later day"):
        actions.adopt(edition_id=edition.pk, since=DAY, by=by)
    with pytest.raises(NotFound):
        actions.adopt(edition_id=edition.pk + 1, since=DAY, by=by)
    assert Adoption.objects.count() == 1
    assert Entry.objects.filter(event="scheme.adopt").count() == 1


def test_agent_may_not_adopt(write: Write, actor: ActorFactory) -> None:
    edition = keep(write)
    with pytest.raises(NotAllowed):
        actions.adopt(edition_id=edition.pk, since=DAY, by=actor(Role.AGENT))
    assert Adoption.objects.count() == 0


def test_other_company_sees_the_edition_but_not_the_adoption(
    write: Write, actor: ActorFactory, other_company: Tenant
) -> None:
    edition = keep(write)
    actions.adopt(edition_id=edition.pk, since=DAY, by=actor(Role.SERVICE_MANAGER))
    with in_tenant(other_company.pk):
        assert queries.newest_edition("test.small").pk == edition.pk
        assert queries.adoption_on(DAY, "test.small") is None


def test_edition_replaced_is_refused_after_its_transition(write: Write, actor: ActorFactory) -> None:
    by, old = actor(Role.SERVICE_MANAGER), keep(write)

    def change(data: Data) -> None:
        same = {name: name for name in ("1.1", "1.2", "2.1")}
        said = {"edition": "2026.1", "map": same, "transition_until": "2026-12-31"}
        data["scheme"].update(edition="2026.2", supersedes=said)

    actions.keep_edition(loading.draft(write(change)), CATALOGUE)
    with pytest.raises(RuleBroken, match=r"could be adopted until 2026-12-31; adopt 2026\.2"):
        actions.adopt(edition_id=old.pk, since=date(2027, 1, 1), by=by)
    assert Adoption.objects.count() == 0
    actions.adopt(edition_id=old.pk, since=date(2026, 12, 31), by=by)
    assert queries.pack_on(date(2027, 3, 1), "test.small").edition == "2026.1"  # what is pinned stays


def test_map_is_checked_against_the_edition_that_is_loaded(write: Write) -> None:
    keep(write)

    def change(data: Data) -> None:
        said = {"edition": "2026.1", "map": {"1.1": "1.1"}, "transition_until": "2026-12-31"}
        data["scheme"].update(edition="2026.2", supersedes=said)

    with pytest.raises(PackError, match=r"says nothing of 1\.2, 2\.1 of edition 2026\.1"):
        actions.keep_edition(loading.draft(write(change)), CATALOGUE)
    assert Edition.objects.count() == 1
