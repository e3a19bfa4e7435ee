"""Drafts as wholes: started, exported, taken in, published, given up."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import ActorFactory
from tests.schemes.drafts.workbooks.books import opened, saved, with_cells
from tests.schemes.views.conftest import Signed
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.schemes.drafts import actions, queries
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.workbooks.reading import read
from wuxing.schemes.editions.models import Edition

TITLE = "indicators:1.1:title.en"


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("方案.xlsx", data)


def said(client: Client, url: str, sent: dict[str, object]) -> list[str]:
    return [str(one) for one in client.post(url, sent, follow=True).context["messages"]]


def test_a_draft_is_started_from_an_edition_or_empty(edition: Edition, editor: Actor, signed: Signed) -> None:
    client = signed(editor)
    answer = client.post("/schemes/drafts/new/", {"base": str(edition.pk)})
    made = SchemeDraft.objects.latest("pk")
    assert (answer["Location"], made.base_id) == (f"/schemes/drafts/{made.pk}/", edition.pk)
    answer = client.post("/schemes/drafts/new/", {"scheme": "cn.hailan.service"}, follow=True)
    assert (answer.status_code, answer.context["fault_count"]) == (200, 3)
    answer = client.post("/schemes/drafts/new/", {"scheme": "Hailan"})
    assert answer.context["form"].errors["scheme"] == [
        "write the id of the scheme in small letters with dots, from the country down: cn.org.scheme"
    ]


def test_a_draft_goes_to_excel_and_back(draft: SchemeDraft, editor: Actor, signed: Signed) -> None:
    client = signed(editor)
    answer = client.get(f"/schemes/drafts/{draft.pk}/draft.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="test.small-2026.2-v1.xlsx"'
    data = with_cells(answer.content, {("Indicators", "E4"): "Posts"})
    url = f"/schemes/drafts/{draft.pk}/import/"
    assert said(client, url, {"file": upload(data)}) == ["Saved: 1 change."]
    assert said(client, url, {"file": upload(data)}) == ["Nothing was changed."]
    assert read(client.get(f"/schemes/drafts/{draft.pk}/draft.xlsx").content).about == queries.about(
        queries.draft(draft.pk)
    )


def test_what_cannot_be_taken_in_is_listed_by_cells(draft: SchemeDraft, editor: Actor, signed: Signed) -> None:
    client, url = signed(editor), f"/schemes/drafts/{draft.pk}/import/"
    exported = client.get(f"/schemes/drafts/{draft.pk}/draft.xlsx").content
    answer = client.post(url, {"file": upload(with_cells(exported, {("Levels", "F3"): "x", ("Levels", "E4"): "=1"}))})
    assert (answer.status_code, answer.context["rows"]) == (
        422, [("Levels!E4", "holds a formula; write its value as text, after an apostrophe: '=…")],
    )  # fmt: skip
    book = opened(exported)
    book.create_sheet("Notes")
    answer = client.post(url, {"file": upload(saved(book))})
    assert answer.context["form"].errors["file"] == ["the sheet Notes is none of a scheme; take it out of the workbook"]
    answer = client.post(url, {"file": upload(b"%PDF-1.7")})
    assert answer.context["form"].errors["file"] == [
        "This is a PDF; export the records as CSV, XLSX or XES and try again."
    ]
    assert queries.draft(draft.pk).version == 1


def test_what_others_changed_meanwhile_is_listed(
    draft: SchemeDraft, editor: Actor, actor: ActorFactory, signed: Signed
) -> None:
    client = signed(editor)
    data = with_cells(client.get(f"/schemes/drafts/{draft.pk}/draft.xlsx").content, {("Indicators", "E4"): "mine"})
    other = actor(Role.SERVICE_MANAGER, name="李静")
    actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "theirs"}, by=other)
    answer = client.post(f"/schemes/drafts/{draft.pk}/import/", {"file": io.BytesIO(data)})
    assert (answer.status_code, answer.context["rows"]) == (
        422, [("Indicators · 1.1 · Title · English", "李静 wrote here meanwhile: theirs")],
    )  # fmt: skip


def test_a_draft_is_published_or_says_why_not(draft: SchemeDraft, editor: Actor, signed: Signed) -> None:
    client, url = signed(editor), f"/schemes/drafts/{draft.pk}/publish/"
    assert said(client, url, {"v": "1"}) == [
        "nothing differs from the edition it was started from; change something first"
    ]
    actions.change_draft(draft_id=draft.pk, version=1, cells={TITLE: "Posts"}, by=editor)
    answer = client.post(url, {"v": "2"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "Published as 2026.2. It never changes again; adopt it to be assessed by it."
    ]
    assert answer.context["edition"].published_by_id == editor.tenant_id
    assert client.get(f"/schemes/drafts/{draft.pk}/").context["is_open"] is False


def test_a_draft_is_given_up_with_a_reason(draft: SchemeDraft, editor: Actor, signed: Signed) -> None:
    client, url = signed(editor), f"/schemes/drafts/{draft.pk}/discard/"
    assert said(client, url, {"reason": ""}) == ["write why the draft is given up"]
    assert said(client, url, {"reason": "decided otherwise"}) == [
        "The draft is given up; what was written in it stays on record."
    ]
    assert queries.drafts() == []
