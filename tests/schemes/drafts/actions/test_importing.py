"""A workbook changed by people is laid on the draft as if it had been typed."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.conftest import ActorFactory
from tests.schemes.drafts.conftest import publishable
from tests.schemes.drafts.workbooks.books import opened, saved, with_cells
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.schemes.drafts import actions, queries
from wuxing.schemes.drafts.models import DraftChange, SchemeDraft
from wuxing.schemes.drafts.tables import tables_of
from wuxing.schemes.drafts.workbooks import writing
from wuxing.schemes.drafts.workbooks.layout import About
from wuxing.schemes.editions.models import Edition

Cell = Callable[[SchemeDraft, str], str]
TITLE = "indicators:1.1:title.en"


def exported(draft: SchemeDraft, about: About | None = None) -> bytes:
    made = about or queries.about(draft)
    return writing.written(tables_of(queries.content_of(draft)), made)


def send(draft: SchemeDraft, data: bytes, by: Actor) -> SchemeDraft:
    return actions.import_workbook(draft_id=draft.pk, content=io.BytesIO(data), by=by)


def titled(data: bytes, text: str) -> bytes:
    book = opened(data)
    sheet = book[book.sheetnames[list(book.sheetnames).index(_title("indicators"))]]
    sheet["E4"].value, sheet["E4"].data_type = text, "s"
    return saved(book)


def _title(sheet: str) -> str:
    from wuxing.schemes.drafts import words

    return words.title(sheet)


def test_what_was_changed_in_excel_is_changed_in_the_draft(draft: SchemeDraft, editor: Actor, cell: Cell) -> None:
    changed = send(draft, titled(exported(draft), "=new\nline"), editor)
    assert (changed.version, cell(draft, TITLE)) == (2, "=new\nline")
    assert DraftChange.objects.get().changes == [["set", "indicators", "1.1", "title.en", "1.1", "=new\nline"]]
    assert Entry.objects.get(event="scheme.import_draft").payload["changes"] == 1


def test_a_workbook_as_it_was_exported_changes_nothing(draft: SchemeDraft, editor: Actor) -> None:
    assert send(draft, exported(draft), editor).version == 1


def test_what_others_changed_meanwhile_stays(
    draft: SchemeDraft, editor: Actor, actor: ActorFactory, cell: Cell
) -> None:
    data = exported(draft)
    other = actor(Role.SERVICE_MANAGER, name="李静")
    actions.change_draft(draft_id=draft.pk, version=1, cells={"indicators:1.2:title.en": "theirs"}, by=other)
    send(draft, titled(data, "mine"), editor)
    assert (cell(draft, TITLE), cell(draft, "indicators:1.2:title.en")) == ("mine", "theirs")
    with pytest.raises(actions.Taken) as refused:
        send(draft, titled(data, "again"), other)
    assert [(str(one.address), one.theirs) for one in refused.value.clashes] == [(TITLE, "mine")]


def test_a_workbook_of_the_edition_itself_is_taken_too(
    draft: SchemeDraft, editor: Actor, edition: Edition, cell: Cell
) -> None:
    about = About(edition.scheme, edition.edition, edition.sha256)
    data = titled(writing.written(tables_of(publishable()), about), "mine")
    changed = send(draft, data, editor)
    assert (changed.edition, cell(draft, TITLE)) == ("2026.2", "mine")
    assert queries.content_of(changed)["scheme"]["supersedes"]["edition"] == "2026.1"


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"scheme": "other.one"}, "the workbook is of the scheme other.one, the draft of test.small"),
        ({"draft": 10**6}, "the workbook was exported from another draft; export this one and change that file"),
        ({"version": 9}, "the workbook names a version that this draft never had; export it again"),
        ({"draft": 0, "base": "0" * 64},
         "the workbook was exported from another edition than this draft was started from; export the draft"),
    ],
)  # fmt: skip
def test_a_workbook_of_something_else_is_refused(
    draft: SchemeDraft, editor: Actor, about: dict[str, object], reason: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        send(draft, exported(draft, replace(queries.about(draft), **about)), editor)  # type: ignore[arg-type]
    assert (refused.value.reason, queries.draft(draft.pk).version) == (reason, 1)


def test_rows_that_fit_nowhere_are_told_by_their_cells(draft: SchemeDraft, editor: Actor) -> None:
    place = (_title("checks"), "A3")
    with pytest.raises(BadInput) as refused:
        send(draft, with_cells(exported(draft), {place: "9.9"}), editor)
    assert list(refused.value.fields.values()) == ["9.9 is not in the table above; write one that is"]
    assert next(iter(refused.value.fields)).startswith(f"{place[0]}!A3 ")


def test_who_may_not_edit_imports_nothing(draft: SchemeDraft, actor: ActorFactory) -> None:
    with pytest.raises(NotAllowed):
        send(draft, exported(draft), actor(Role.GENERAL_MANAGER))
    assert DraftChange.objects.count() == 0
