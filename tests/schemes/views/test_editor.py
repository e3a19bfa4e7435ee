"""The table editor without a script: a page is one form; what is wrong or was changed by others is told at the cell."""

import pytest
from django.test import Client

from tests.conftest import ActorFactory
from tests.schemes.views.conftest import Signed
from tests.web.reading import read
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.schemes.drafts import actions, queries
from wuxing.schemes.drafts.columns import sheets
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.tables import tables_of
from wuxing.schemes.views.layout import VIEWS, columns_of, editable

TITLE, POINTS = "indicators:1.1:title.en", "indicators:1.1:placeholder_points"


@pytest.fixture
def client(editor: Actor, signed: Signed) -> Client:
    return signed(editor)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_a_whole_page(draft: SchemeDraft, client: Client, view: str) -> None:
    answer = client.get(f"/schemes/drafts/{draft.pk}/?view={view}")
    assert (answer.status_code, read(answer.content.decode()).faults()) == (200, [])


def test_every_column_stands_in_one_view(draft: SchemeDraft) -> None:
    tables = tables_of(queries.content_of(draft))
    for sheet in sheets().values():
        views = [view for view in VIEWS.values() if view.sheet == sheet.name]
        shown = [column.name for view in views for column in columns_of(view, tables[sheet.name])]
        assert sorted(shown) == sorted(column.name for column in editable(sheet, tables[sheet.name]))


def page_form(draft: SchemeDraft, client: Client, **changed: str) -> dict[str, str]:
    """Return what the form of the page of points would send, with some cells typed over."""
    answer = client.get(f"/schemes/drafts/{draft.pk}/?view=points")
    cells = [cell for line in answer.context["lines"] for cell in line["cells"] if cell]
    sent = {cell["drawn"].address: cell["drawn"].row.cells.get(cell["drawn"].column.name, "") for cell in cells}
    return sent | {"view": "points", "v": str(answer.context["version"])} | changed


def test_a_page_is_saved_at_once(draft: SchemeDraft, client: Client) -> None:
    sent = page_form(draft, client, **{POINTS: "29", "indicators:1.2:placeholder_points": "31"})
    answer = client.post(f"/schemes/drafts/{draft.pk}/", sent, follow=True)
    assert answer.redirect_chain == [(f"/schemes/drafts/{draft.pk}/?view=points", 302)]
    assert [str(one) for one in answer.context["messages"]] == ["Saved: 2 changes."]
    assert queries.draft(draft.pk).version == 2
    answer = client.post(f"/schemes/drafts/{draft.pk}/", sent | {"v": "2"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["Nothing was changed."]


def test_what_is_wrong_is_told_at_its_cell_and_what_was_typed_stays(draft: SchemeDraft, client: Client) -> None:
    sent = page_form(draft, client, **{POINTS: "2,5", "indicators:2.1:placeholder_points": "41"})
    answer = client.post(f"/schemes/drafts/{draft.pk}/", sent)
    html = answer.content.decode()
    assert (answer.status_code, read(html).faults()) == (422, [])
    cells = {cell["drawn"].address: cell for line in answer.context["lines"] for cell in line["cells"] if cell}
    assert cells[POINTS]["error"] == "2,5 is no number; write digits with a dot, like 2.5"
    assert [cells[name]["drawn"].typed for name in (POINTS, "indicators:2.1:placeholder_points")] == ["2,5", "41"]
    assert 'value="2,5"' in html
    assert queries.draft(draft.pk).version == 1


def test_the_second_of_two_sees_both_and_may_save_again(
    draft: SchemeDraft, client: Client, actor: ActorFactory, editor: Actor
) -> None:
    other = actor(Role.SERVICE_MANAGER, name="李静")
    sent = page_form(draft, client, **{POINTS: "28"})
    theirs = {POINTS: "27", "indicators:1.2:placeholder_points": "33"}
    actions.change_draft(draft_id=draft.pk, version=1, cells=theirs, by=other)
    answer = client.post(f"/schemes/drafts/{draft.pk}/", sent)
    cells = {cell["drawn"].address: cell for line in answer.context["lines"] for cell in line["cells"] if cell}
    assert (answer.status_code, answer.context["version"]) == (422, 2)
    assert (cells[POINTS]["drawn"].typed, cells[POINTS]["note"]) == ("28", "李静 wrote here meanwhile: 27")
    assert (
        cells["indicators:1.2:placeholder_points"]["drawn"].row.cells["placeholder_points"] == "33"
    )  # not what the form held
    answer = client.post(f"/schemes/drafts/{draft.pk}/", sent | theirs | {POINTS: "28", "v": "2"})
    assert answer.status_code == 302
    assert {change[3]: change[4:] for change in queries.history(draft)[0].changes} == {
        "placeholder_points": ["27", "28"]
    }


def test_faults_lead_to_their_cells(draft: SchemeDraft, client: Client, editor: Actor) -> None:
    actions.change_draft(
        draft_id=draft.pk, version=1, cells={POINTS: "29", "metrics:kept:conforming": "r.lost"}, by=editor
    )
    context = client.get(f"/schemes/drafts/{draft.pk}/").context
    assert [(fault["place"], fault["url"].partition("?")[2]) for fault in context["faults"]] == [
        ("Indicators · 1 · Placeholder points · row 1", "view=points&row=1#c-indicators:1:placeholder_points"),
        ("Metrics · kept · Which of them are right · row 1", "view=metric_rules&row=kept#c-metrics:kept:conforming"),
    ]
    assert context["why_not_publish"] == "2 faults stand in the way; mend them first"
    assert [(tab["title"], tab["count"]) for tab in context["tabs"]][:2] == [("Indicators", 1), ("Metrics", 1)]
    assert [(row["text"], row.get("was")) for row in context["changes"]["rows"]][-1] == (
        "Metrics · kept · Which of them are right", "r.logged_complete",
    )  # fmt: skip


def test_what_changes_is_told_in_the_terms_of_the_scheme(draft: SchemeDraft, client: Client, editor: Actor) -> None:
    actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "Posts"}, by=editor)
    context = client.get(f"/schemes/drafts/{draft.pk}/").context
    assert [row["text"] for row in context["changes"]["rows"]] == ["1.1 Posts, title: 1.1 → Posts"]
    assert context["why_not_publish"] == ""


def test_who_may_only_read_sees_a_closed_table(draft: SchemeDraft, actor: ActorFactory, signed: Signed) -> None:
    reader = signed(actor(Role.GENERAL_MANAGER))
    answer = reader.get(f"/schemes/drafts/{draft.pk}/")
    html = answer.content.decode()
    assert (answer.status_code, "hx-post" in html, "readonly" in html) == (200, False, True)
    assert reader.post(f"/schemes/drafts/{draft.pk}/", {"v": "1", POINTS: "1"}).status_code == 403


def test_long_tables_come_in_pages(draft: SchemeDraft, client: Client, editor: Actor) -> None:
    for _number in range(60):
        actions.add_row(draft_id=draft.pk, sheet="checks", parent="1.1", by=editor)
    answer = client.get(f"/schemes/drafts/{draft.pk}/?view=checks&row=1.1/55")
    assert answer.context["lines"][0]["key"] == "1.1/51"
    assert (answer.context["paging"], answer.context["previous"]) == (
        "51–63 of 63", f"/schemes/drafts/{draft.pk}/?view=checks&row=1.1%2F1",
    )  # fmt: skip
