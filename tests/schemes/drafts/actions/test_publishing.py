"""A draft without faults becomes an edition of its organisation's own; only the loader writes it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import ActorFactory
from tests.schemes.drafts.conftest import publishable
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts import actions, queries
from wuxing.schemes.drafts.faults import documents_of
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.states import State
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions import queries as edition_queries
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs import loading

TITLE, POINTS = "indicators:1.1:title.en", "indicators:1.1:placeholder_points"


@pytest.fixture
def changed(draft: SchemeDraft, editor: Actor) -> SchemeDraft:
    return actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "Posts"}, by=editor)


def test_draft_is_published_as_the_next_edition(changed: SchemeDraft, edition: Edition, editor: Actor) -> None:
    published = actions.publish_draft(draft_id=changed.pk, version=2, by=editor)
    assert (published.edition, published.published_by_id, published.supersedes) == (
        "2026.2",
        editor.tenant_id,
        "2026.1",
    )
    assert published.form == changed.content
    assert edition_queries.pack_of(published.sha256).by_id["1.1"].title.en == "Posts"
    assert edition_queries.newest_edition("test.small") == edition  # one's own counts from its adoption on
    kept = SchemeDraft.objects.get()
    assert (kept.state, kept.published_id) == (State.PUBLISHED, published.pk)
    assert Entry.objects.get(event="scheme.publish_draft").payload == {
        "edition": published.identity,
        "base": edition.identity,
    }
    editions.adopt(edition_id=published.pk, since=clock.today(), by=editor)
    assert edition_queries.pack_on(clock.today(), "test.small").edition == "2026.2"


def test_what_an_organisation_published_nobody_else_sees(
    changed: SchemeDraft, editor: Actor, actor: ActorFactory, other_company: Tenant
) -> None:
    published = actions.publish_draft(draft_id=changed.pk, version=2, by=editor)
    stranger = actor(Role.QUALITY_MANAGER, tenant=other_company)
    with in_tenant(other_company.pk):
        assert [one.edition for one in edition_queries.editions()] == ["2026.1"]
        assert queries.taken_editions("test.small") == ["2026.1"]
        with pytest.raises(NotFound):
            editions.adopt(edition_id=published.pk, since=clock.today(), by=stranger)
        with pytest.raises(NotFound):
            actions.start_draft(base_id=published.pk, by=stranger)


def test_two_organisations_may_publish_under_one_number_and_shipping_goes_on(
    changed: SchemeDraft, edition: Edition, editor: Actor, actor: ActorFactory, other_company: Tenant
) -> None:
    actions.publish_draft(draft_id=changed.pk, version=2, by=editor)
    stranger = actor(Role.QUALITY_MANAGER, tenant=other_company)
    with in_tenant(other_company.pk):
        theirs = actions.start_draft(base_id=edition.pk, by=stranger)
        theirs = actions.change_draft(draft_id=theirs.pk, version=1, cells={TITLE: "Posts"}, by=stranger)
        assert actions.publish_draft(draft_id=theirs.pk, version=2, by=stranger).edition == "2026.2"
    data: dict[str, Any] = publishable()
    data["scheme"]["edition"] = "2026.2"
    shipped, new = editions.keep_edition(loading.draft_of(documents_of(data)), catalogue.declared())
    assert (shipped.edition, new, shipped.published_by_id) == ("2026.2", True, None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({POINTS: "29"}, "one fault stands in the way; mend it first"),
        ({POINTS: "29", "levels:pass:min": "96"}, "2 faults stand in the way; mend them first"),
        ({TITLE: "Posts", "scheme::edition": "2026.1", "scheme::supersedes.edition": "2025.1"},
         "the edition 2026.1 is not above 2026.1, which is published; raise it in the table Scheme"),
        ({"scheme::supersedes.transition_until": "2030-01-01"},
         "nothing differs from the edition it was started from; change something first"),
    ],
)  # fmt: skip
def test_refused_publishing_leaves_nothing(
    draft: SchemeDraft, editor: Actor, cells: dict[str, str], reason: str
) -> None:
    actions.change_draft(draft_id=draft.pk, version=1, cells=cells, by=editor)
    with pytest.raises(RuleBroken) as refused:
        actions.publish_draft(draft_id=draft.pk, version=2, by=editor)
    assert (refused.value.reason, Edition.objects.count(), SchemeDraft.objects.get().state) == (reason, 1, "draft")
    assert not Entry.objects.filter(event="scheme.publish_draft").exists()


def test_what_one_has_not_seen_is_not_published(changed: SchemeDraft, editor: Actor) -> None:
    with pytest.raises(RuleBroken, match="the draft was changed since you looked; look at it again before you publish"):
        actions.publish_draft(draft_id=changed.pk, version=1, by=editor)


def test_worked_examples_that_disagree_stand_in_the_way(changed: SchemeDraft, editor: Actor) -> None:
    cells = {"examples:nothing:expected.score.high": "99"}
    one = actions.change_draft(draft_id=changed.pk, version=2, cells=cells, by=editor)
    assert [(fault.sheet, fault.row, str(fault.message)) for fault in queries.faults_of(one)] == [
        (
            "examples",
            "nothing",
            "score high is 100.00, expected 99; mend what it is worked out from, or the expectation",
        )
    ]


def test_a_draft_is_given_up_with_a_reason(draft: SchemeDraft, editor: Actor) -> None:
    with pytest.raises(BadInput):
        actions.discard_draft(draft_id=draft.pk, reason=" ", by=editor)
    given_up = actions.discard_draft(draft_id=draft.pk, reason="the committee decided otherwise", by=editor)
    assert (given_up.state, queries.drafts()) == ("discarded", [])
    assert Entry.objects.get(event="scheme.discard_draft").payload == {"reason": "the committee decided otherwise"}
    with pytest.raises(RuleBroken, match="the draft was given up"):
        actions.publish_draft(draft_id=draft.pk, version=1, by=editor)


@pytest.mark.parametrize("act", ["publish", "discard"])
def test_who_may_not_edit_decides_nothing(changed: SchemeDraft, actor: ActorFactory, act: str) -> None:
    reader = actor(Role.GENERAL_MANAGER)
    run: dict[str, Callable[[], object]] = {
        "publish": lambda: actions.publish_draft(draft_id=changed.pk, version=2, by=reader),
        "discard": lambda: actions.discard_draft(draft_id=changed.pk, reason="x", by=reader),
    }
    with pytest.raises(NotAllowed):
        run[act]()
    assert (SchemeDraft.objects.get().state, Edition.objects.count()) == ("draft", 1)
