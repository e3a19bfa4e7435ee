"""A draft is started from an edition, or from nothing; others do not see it."""

from datetime import timedelta

import pytest

from tests.conftest import ActorFactory
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.drafts import actions, queries
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.editions.models import Edition


def test_draft_of_an_edition_is_the_next_edition_and_follows_it(edition: Edition, editor: Actor) -> None:
    draft = actions.start_draft(base_id=edition.pk, by=editor)
    scheme = queries.content_of(draft)["scheme"]
    assert (draft.scheme, draft.edition, draft.version, draft.base_id) == ("test.small", "2026.2", 1, edition.pk)
    assert scheme["supersedes"] == {
        "edition": "2026.1",
        "map": {"1.1": "1.1", "1.2": "1.2", "2.1": "2.1"},
        "transition_until": (clock.today() + timedelta(days=183)).isoformat(),
    }
    assert (queries.faults_of(draft), queries.is_changed(draft)) == ([], False)
    assert Entry.objects.get(event="scheme.start_draft").payload == {
        "scheme": "test.small",
        "edition": "2026.2",
        "base": edition.identity,
    }


def test_draft_of_a_new_scheme_has_everything_to_be_written(inside: Tenant, editor: Actor) -> None:
    draft = actions.start_draft(scheme=" cn.hailan.service ", by=editor)
    assert (draft.scheme, draft.edition, draft.base) == ("cn.hailan.service", f"{clock.today().year}.1", None)
    assert [(one.sheet, str(one.message)) for one in queries.faults_of(draft)] == [
        ("scheme", "lacks title, notice"),
        ("basis", "basis needs at least 1 entries"),
        ("reasons", "special_deductions lacks reasons"),
    ]


def test_refused_start_leaves_nothing(edition: Edition, editor: Actor, actor: ActorFactory) -> None:
    with pytest.raises(NotFound):
        actions.start_draft(base_id=edition.pk + 1, by=editor)
    with pytest.raises(BadInput) as refused:
        actions.start_draft(scheme="My Scheme", by=editor)
    with pytest.raises(NotAllowed):
        actions.start_draft(base_id=edition.pk, by=actor(Role.AGENT))
    assert refused.value.fields == {
        "scheme": "write the id of the scheme in small letters with dots, from the country down: cn.org.scheme"
    }
    assert (SchemeDraft.objects.count(), Entry.objects.filter(event="scheme.start_draft").count()) == (0, 0)


def test_another_company_sees_no_draft(draft: SchemeDraft, other_company: Tenant) -> None:
    with in_tenant(other_company.pk), pytest.raises(NotFound):
        queries.draft(draft.pk)
