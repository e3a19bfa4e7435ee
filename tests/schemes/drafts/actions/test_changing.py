"""Cells and rows of a draft: what was typed is kept, and what two people typed at once is told, not lost."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.conftest import ActorFactory
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.drafts import actions, queries
from wuxing.schemes.drafts.models import DraftChange, SchemeDraft
from wuxing.schemes.drafts.tables import tables_of

Cell = Callable[[SchemeDraft, str], str]
TITLE, POINTS = "indicators:1.1:title.en", "indicators:1.1:placeholder_points"


@pytest.fixture
def other(actor: ActorFactory) -> Actor:
    return actor(Role.SERVICE_MANAGER, name="李静")


def test_cells_are_written_as_typed_with_a_trace(draft: SchemeDraft, editor: Actor, cell: Cell) -> None:
    typed = {TITLE: " Posts\r\nand duties ", POINTS: "２．５０", "indicators:1.1:evidence": "record、document"}
    saved = actions.change_draft(draft_id=draft.pk, version=1, cells=typed, by=editor)
    assert saved.version == 2
    assert [cell(draft, name) for name in typed] == ["Posts\nand duties", "2.50", "record, document"]
    change = DraftChange.objects.get()
    assert (change.version, change.made_by_id, change.changes) == (
        2,
        editor.user_id,
        [
            ["set", "indicators", "1.1", "evidence", "record", "record, document"],
            ["set", "indicators", "1.1", "placeholder_points", "30", "2.50"],
            ["set", "indicators", "1.1", "title.en", "1.1", "Posts\nand duties"],
        ],
    )
    payload = Entry.objects.get(event="scheme.change_draft").payload
    assert (payload["version"], payload["changes"], len(payload["sha256"])) == (2, 3, 64)


def test_saving_what_is_there_already_is_no_version(draft: SchemeDraft, editor: Actor) -> None:
    saved = actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "1.1", POINTS: "30"}, by=editor)
    assert (saved.version, DraftChange.objects.count()) == (1, 0)


def test_bad_values_are_refused_at_the_door_all_at_once(draft: SchemeDraft, editor: Actor, cell: Cell) -> None:
    typed = {TITLE: "new", POINTS: "2,5", "indicators:9:title.en": "x", "levels:pass:id": "y", "what": "z",
             "scheme::id": "other.scheme"}  # fmt: skip
    with pytest.raises(BadInput) as refused:
        actions.change_draft(draft_id=draft.pk, version=1, cells=typed, by=editor)
    assert refused.value.fields == {
        POINTS: "2,5 is no number; write digits with a dot, like 2.5",
        "indicators:9:title.en": "the row is not there any more",
        "levels:pass:id": "there is no such cell to write to",
        "what": "there is no such cell to write to",
    }
    with pytest.raises(BadInput) as refused:
        actions.change_draft(draft_id=draft.pk, version=1, cells={"scheme::id": "other.scheme"}, by=editor)
    assert refused.value.fields == {"scheme::id": "the id of a scheme stays; start a new draft for another scheme"}
    assert (cell(draft, TITLE), DraftChange.objects.count(), Entry.objects.filter(event="scheme.change_draft").count()) == (
        "1.1", 0, 0,
    )  # fmt: skip


def test_two_people_who_change_different_cells_both_keep_theirs(
    draft: SchemeDraft, editor: Actor, other: Actor, cell: Cell
) -> None:
    actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "theirs"}, by=other)
    saved = actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "1.1", POINTS: "29"}, by=editor)
    assert (saved.version, cell(draft, TITLE), cell(draft, POINTS)) == (3, "theirs", "29")


def test_the_second_of_two_is_told_who_changed_what(
    draft: SchemeDraft, editor: Actor, other: Actor, cell: Cell
) -> None:
    actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "theirs"}, by=other)
    with pytest.raises(actions.Taken) as refused:
        actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "mine", POINTS: "29"}, by=editor)
    clash = refused.value.clashes[0]
    assert (str(clash.address), clash.was, clash.mine, clash.theirs) == (TITLE, "1.1", "mine", "theirs")
    assert refused.value.makers[clash.address].name == "李静"
    assert refused.value.reason == "李静 changed the same 1 cells meanwhile; look at both and save again"
    assert (cell(draft, TITLE), cell(draft, POINTS)) == ("theirs", "30")
    saved = actions.change_draft(draft_id=draft.pk, version=2, cells={TITLE: "mine", POINTS: "29"}, by=editor)
    assert (saved.version, cell(draft, TITLE)) == (3, "mine")


def test_ones_own_older_page_may_change_a_cell_again(draft: SchemeDraft, editor: Actor, cell: Cell) -> None:
    for text in ("one", "two"):
        actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: text}, by=editor)
    assert cell(draft, TITLE) == "two"


def test_every_version_can_be_seen_again(draft: SchemeDraft, editor: Actor) -> None:
    first = tables_of(queries.content_of(draft))
    actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "one"}, by=editor)
    actions.add_row(draft_id=draft.pk, sheet="indicators", name="1.3", by=editor)
    actions.rename_row(draft_id=draft.pk, sheet="indicators", row="2", name="3", by=editor)
    actions.move_row(draft_id=draft.pk, sheet="levels", row="star5", by=editor)
    saved = actions.remove_row(draft_id=draft.pk, version=5, sheet="metrics", row="kept", by=editor)
    now = tables_of(queries.content_of(saved))
    assert (saved.version, [row.key for row in now["indicators"]]) == (6, ["1", "1.1", "1.2", "1.3", "3", "3.1"])
    assert queries.tables_at(now, queries.changes_since(saved, 1)) == first


def test_a_row_that_cannot_be_says_why(draft: SchemeDraft, editor: Actor) -> None:
    with pytest.raises(BadInput) as refused:
        actions.add_row(draft_id=draft.pk, sheet="levels", name="star5", by=editor)
    assert refused.value.fields == {"name": "star5 is there already; choose another name"}
    with pytest.raises(BadInput) as refused:
        actions.add_row(draft_id=draft.pk, sheet="nonsense", by=editor)
    assert refused.value.fields == {"sheet": "there is no table nonsense"}


def test_a_row_that_somebody_changed_meanwhile_stays(draft: SchemeDraft, editor: Actor, other: Actor) -> None:
    actions.change_draft(draft_id=draft.pk, version=1, cells={"metrics:kept:says.en": "theirs"}, by=other)
    with pytest.raises(actions.Taken):
        actions.remove_row(draft_id=draft.pk, version=1, sheet="metrics", row="kept", by=editor)


def test_who_may_not_edit_changes_nothing(draft: SchemeDraft, actor: ActorFactory, other_company: Tenant) -> None:
    reader = actor(Role.GENERAL_MANAGER)
    stranger = actor(Role.QUALITY_MANAGER, tenant=other_company)
    with pytest.raises(NotAllowed):
        actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "x"}, by=reader)
    with pytest.raises(NotAllowed):
        actions.add_row(draft_id=draft.pk, sheet="levels", name="star4", by=reader)
    with in_tenant(other_company.pk), pytest.raises(NotFound):
        actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "x"}, by=stranger)
    assert DraftChange.objects.count() == 0


def test_a_draft_that_was_given_up_is_not_changed(draft: SchemeDraft, editor: Actor) -> None:
    actions.discard_draft(draft_id=draft.pk, reason="superseded", by=editor)
    with pytest.raises(RuleBroken, match="the draft was given up; start a new one"):
        actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "x"}, by=editor)


@pytest.mark.parametrize("statement", ["UPDATE schemes_draftchange SET version = 9", "DELETE FROM schemes_draftchange"])
def test_what_was_changed_cannot_be_rewritten(draft: SchemeDraft, editor: Actor, statement: str) -> None:
    actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "one"}, by=editor)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
