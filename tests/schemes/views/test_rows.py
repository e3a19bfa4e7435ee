"""Rows: each saves itself from the table, has a page of its own, and can be added, renamed, moved and taken out."""

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conftest import ActorFactory
from tests.schemes.views.conftest import Signed
from tests.web.reading import read
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.schemes.drafts import actions, queries
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.tables import tables_of

TITLE, POINTS = "indicators:1.1:title.en", "indicators:1.1:placeholder_points"


@pytest.fixture
def client(editor: Actor, signed: Signed) -> Client:
    return signed(editor)


def save(client: Client, draft: SchemeDraft, version: int = 1, view: str = "points", **cells: str) -> HttpResponse:
    url = f"/schemes/drafts/{draft.pk}/row/save/"
    return client.post(url, {"v": str(version), "view": view, **cells}, headers={"HX-Request": "true"})  # type: ignore[return-value]


def cell(draft: SchemeDraft, name: str) -> str:
    sheet, key, column = name.split(":")
    rows = tables_of(queries.content_of(queries.draft(draft.pk)))[sheet]
    return next(row for row in rows if row.key == key).cells.get(column, "")


def test_a_row_saves_itself_and_brings_the_faults_anew(draft: SchemeDraft, client: Client) -> None:
    answer = save(client, draft, **{POINTS: "29"})
    html = answer.content.decode()
    assert (answer.status_code, cell(draft, POINTS), answer.headers.get("HX-Retarget")) == (200, "29", None)
    assert '<input type="hidden" name="v" value="2">' in html
    assert "1 has placeholder_points 60, its children add up to 59; correct one" in html
    assert ('id="side"' in html, 'id="acts"' in html, "mend it first" in html) == (True, True, True)


def test_a_row_that_cannot_be_saved_says_what_to_write(draft: SchemeDraft, client: Client) -> None:
    html = save(client, draft, **{POINTS: "2,5"}).content.decode()
    assert "Placeholder points: 2,5 is no number; write digits with a dot, like 2.5" in html
    assert ('name="v" value="1"' in html, cell(draft, POINTS)) == (True, "30")


def test_a_row_at_which_others_were_comes_anew(draft: SchemeDraft, client: Client, actor: ActorFactory) -> None:
    other = actor(Role.SERVICE_MANAGER, name="李静")
    actions.change_draft(draft_id=draft.pk, version=1, cells={"indicators:1.1:excludable": "no"}, by=other)
    answer = save(client, draft, **{POINTS: "29", "indicators:1.1:excludable": "yes"})  # as the page still shows it
    assert (answer.headers["HX-Retarget"], cell(draft, POINTS), cell(draft, "indicators:1.1:excludable")) == (
        "closest tr", "29", "no",
    )  # fmt: skip
    html = answer.content.decode()
    assert ('value="29"' in html, '<option value="no" selected>' in html) == (True, True)


def test_the_same_cell_comes_with_what_the_other_wrote(draft: SchemeDraft, client: Client, actor: ActorFactory) -> None:
    other = actor(Role.SERVICE_MANAGER, name="李静")
    actions.change_draft(draft_id=draft.pk, version=1, cells={POINTS: "27"}, by=other)
    html = save(client, draft, **{POINTS: "28"}).content.decode()
    assert ("李静 wrote here meanwhile: 27" in html, 'value="28"' in html, "Keep mine" in html) == (True, True, True)
    assert cell(draft, POINTS) == "27"
    save(client, draft, 2, **{POINTS: "28"})
    assert cell(draft, POINTS) == "28"


def test_another_mode_asks_for_other_cells(draft: SchemeDraft, client: Client) -> None:
    answer = save(client, draft, view="scoring", **{"scoring:1.1:mode": "ladder"})
    assert answer.headers["HX-Retarget"] == "closest tr"
    assert 'name="scoring:1.1:steps"' in answer.content.decode()


def test_a_field_of_the_scheme_saves_itself_too(draft: SchemeDraft, client: Client) -> None:
    html = save(client, draft, view="scheme", **{"scheme::total": "90"}).content.decode()
    assert (cell(draft, "scheme::total"), "not 90" in html) == ("90", True)


@pytest.mark.parametrize(
    ("sheet", "row"),
    [("indicators", "1.1"), ("indicators", "1"), ("checks", "1.1/1"), ("scoring", "1.1"), ("scheme", "")],
)
def test_a_row_has_a_page(draft: SchemeDraft, client: Client, sheet: str, row: str) -> None:
    answer = client.get(f"/schemes/drafts/{draft.pk}/row/", {"sheet": sheet, "row": row})
    assert (answer.status_code, read(answer.content.decode()).faults()) == (200, [])


def test_the_page_of_a_row_saves_it_with_what_hangs_on_it(draft: SchemeDraft, client: Client) -> None:
    url = f"/schemes/drafts/{draft.pk}/row/?sheet=indicators&row=1.1"
    answer = client.post(url, {"v": "1", TITLE: "Posts", "checks:1.1/1:en": "Look\r\nagain"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["Saved: 2 changes."]
    assert (cell(draft, TITLE), cell(draft, "checks:1.1/1:en")) == ("Posts", "Look\nagain")
    answer = client.post(url, {"v": "2", POINTS: "much"})
    assert (answer.status_code, 'value="much"' in answer.content.decode()) == (422, True)


def test_a_row_that_is_gone_leads_back_to_the_table(draft: SchemeDraft, client: Client) -> None:
    answer = client.get(f"/schemes/drafts/{draft.pk}/row/?sheet=indicators&row=9")
    assert (answer.status_code, answer["Location"]) == (302, f"/schemes/drafts/{draft.pk}/")


def test_rows_are_added_renamed_moved_and_taken_out(draft: SchemeDraft, client: Client) -> None:
    def send(**asked: str) -> list[str]:
        answer = client.post(f"/schemes/drafts/{draft.pk}/row/change/", asked, follow=True)
        return [str(one) for one in answer.context["messages"]]

    assert send(do="add", sheet="levels", name="star4", view="levels") == ["Saved: 1 change."]
    assert send(do="add", sheet="levels", name="star4", view="levels") == [
        "star4 is there already; choose another name"
    ]
    assert send(do="rename", sheet="levels", row="star4", name="four") == ["Saved: 2 changes."]
    assert send(do="move", sheet="levels", row="four") == ["Saved: 1 change."]
    assert send(do="move", sheet="levels", row="pass") == ["the row is the first already"]
    assert send(do="remove", sheet="levels", row="star5", v=str(queries.draft(draft.pk).version)) == [
        "Saved: 1 change."
    ]
    assert send(do="dance", sheet="levels", row="four") == ["choose what to do with the row"]
    assert [row.key for row in tables_of(queries.content_of(queries.draft(draft.pk)))["levels"]] == ["pass", "four"]
