"""The pages: what they show, how the list is filtered and paged, and how files leave the house."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.governance.documents import papers
from tests.governance.documents.conftest import Office
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import User
from wuxing.core.searching import search_for
from wuxing.governance.documents import actions
from wuxing.governance.documents.models import Document, DocumentFile, DocumentVersion, ReadRequest, Receipt
from wuxing.governance.documents.queries import lists
from wuxing.governance.documents.queries.lists import Wanted
from wuxing.governance.documents.queries.waiting import waiting_for


def client(by: Actor) -> Client:
    made = Client()
    made.force_login(User.objects.get(pk=by.user_id))
    made.cookies["wx_language"] = "en"
    return made


def numbers(office: Office, by: Actor, **wanted: object) -> list[str]:
    page = lists.documents(Wanted(**wanted), by, clock.today(), clock.now())  # type: ignore[arg-type]
    return [row["number"] for row in page.rows]


def test_the_list_is_filtered_searched_and_viewed(office: Office) -> None:
    first = office.issued()
    actions.distribute(document_id=first.document_id, audience="everybody", by=office.writer)
    office.submitted(office.document(title="备品备件启用控制程序", tags=["procedure:11"]))
    office.document(title="质量手册", kind="manual", confidential=True)
    writer, reader = office.writer, office.reader
    assert numbers(office, writer) == ["QM-01", "QP-01", "QP-02"]
    assert numbers(office, reader) == ["QP-01", "QP-02"]
    assert numbers(office, writer, sort="updated") == ["QM-01", "QP-02", "QP-01"]
    assert numbers(office, writer, kind="manual") == ["QM-01"]
    assert numbers(office, writer, standing="in_force") == ["QP-01"]
    assert numbers(office, writer, tag="procedure:11") == ["QP-02"]
    assert numbers(office, writer, owner=office.first.user_id) == []
    assert numbers(office, writer, search=search_for("备件")) == ["QP-02"]
    assert numbers(office, reader, view="mine") == ["QP-01"]
    assert numbers(office, office.first, view="asked") == ["QP-02"]
    assert numbers(office, writer, view="work") == ["QP-02"]
    Document.objects.filter(number="QP-01").update(next_review_on=clock.today())
    ReadRequest.objects.filter(user_id=reader.user_id).update(due_at=clock.now() - timedelta(days=1))
    assert (numbers(office, writer, view="due"), numbers(office, writer, view="readers")) == (["QP-01"], ["QP-01"])


def test_the_list_is_paged_by_key_forth_and_back(office: Office) -> None:
    now = clock.now()
    Document.objects.bulk_create(
        Document(
            tenant=office.tenant, number=f"QP-{n:03}", title="程序", kind="procedure", created_at=now,
            updated_at=now + timedelta(seconds=n // 2),
        )
        for n in range(120)
    )  # fmt: skip
    for sort, expected in (("number", range(120)), ("updated", range(119, -1, -1))):
        pages, cursor = [], ""
        while True:
            page = lists.documents(Wanted(sort=sort, cursor=cursor), office.writer, clock.today(), now)
            pages.append([row["number"] for row in page.rows])
            if not page.next:
                break
            cursor = page.next
        assert [number for one in pages for number in one] == [f"QP-{n:03}" for n in expected]
        back = lists.documents(Wanted(sort=sort, cursor=page.previous, back=True), office.writer, clock.today(), now)
        assert ([row["number"] for row in back.rows], page.count) == (pages[1], 120)


def test_list_and_card_cost_the_same_queries_for_one_and_for_three(office: Office) -> None:
    browser = client(office.writer)

    def cost(path: str) -> int:
        browser.get(path)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get(path).status_code == 200
        return len(caught)

    first = office.issued()
    before = cost("/documents/")
    for _ in range(2):
        office.issued()
    assert cost("/documents/") == before
    card = f"/documents/{first.document_id}/"
    office.issued(first.document, "第二版")
    one = cost(card)
    office.issued(first.document, "第三版")
    assert cost(card) == one


def test_a_document_goes_its_way_through_the_pages(office: Office) -> None:
    writer, approver, reader = client(office.writer), client(office.first), client(office.reader)
    made = writer.post(
        "/documents/new/", {"title": "文件控制程序", "kind": "procedure", "review_months": "12", "tags": "甲，乙"}
    )
    document = Document.objects.get()
    card = f"/documents/{document.pk}/"
    assert (made.status_code, document.tags, document.owner_id) == (302, ["甲", "乙"], office.writer.user_id)
    refused = writer.post(f"{card}draft/", {"file": SimpleUploadedFile("x.docx", b"MZ" + bytes(90))})
    assert (refused.status_code, "draft_file_error" in refused.content.decode()) == (422, True)
    writer.post(f"{card}draft/", {"file": SimpleUploadedFile("x.docx", papers.word()), "note": "首次发布"})
    writer.post(f"{card}distribute/", {"to": f"person:{office.reader.user_id}", "must_read": "on", "days": "5"})
    assert writer.post(f"{card}submit/", {"quorum": "1"}).status_code == 422
    writer.post(f"{card}submit/", {"quorum": "1", "approvers": [str(office.first.user_id)]})
    early = approver.post(f"{card}issue/", {"effective_on": clock.today().isoformat()})
    assert (early.status_code, "1 approval" in early.content.decode()) == (409, True)
    assert (
        writer.post(f"{card}approve/", {"verdict": "passed"}).status_code == 409
    )  # the author, and locked on the page
    approver.post(f"{card}approve/", {"verdict": "passed"})
    approver.post(f"{card}issue/", {"effective_on": clock.today().isoformat()})
    version = DocumentVersion.objects.get()
    assert version.state == "issued"
    assert reader.post(f"{card}issue/", {}).status_code == 403
    assert reader.post(f"{card}read/", {}).status_code == 302
    assert Receipt.objects.get().user_id == office.reader.user_id
    again = reader.post(f"{card}read/", {})
    assert (again.status_code, "You confirmed this version" in again.content.decode()) == (422, True)
    gone = approver.post(f"{card}obsolete/", {"reason": "并入手册"})
    assert (gone.status_code, reader.get(f"{card}read/").status_code) == (302, 404)
    assert "obsolete" in reader.get(f"/documents/versions/{version.pk}/").content.decode()


def test_files_leave_with_their_policy_and_a_name_that_says_what_they_are(office: Office) -> None:
    version = office.issued()
    file = DocumentFile.objects.get()
    actions.make_preview(file_id=file.pk, by=office.writer)
    office.issued(version.document, "第二版")
    browser = client(office.reader)
    original = browser.get(f"/documents/files/{file.pk}/original/")
    pdf = browser.get(f"/documents/files/{file.pk}/pdf/")
    page = browser.get(f"/documents/files/{file.pk}/pages/1/")
    assert (original["Content-Disposition"], original.content[:2]) == (
        'attachment; filename="QP-01_v1_OBSOLETE.docx"',
        b"PK",
    )
    assert "sandbox" in original["Content-Security-Policy"]
    assert (pdf["Content-Disposition"], pdf.content[:5]) == ('inline; filename="QP-01_v1_OBSOLETE.pdf"', b"%PDF-")
    assert (page["Content-Type"], page["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert browser.get(f"/documents/files/{file.pk}/pages/2/").status_code == 404


def test_the_comparison_marks_what_changed(office: Office) -> None:
    first = office.issued(None, "上门前 2 小时电话预约。")
    office.issued(first.document, "上门前 4 小时电话预约。")
    for file in DocumentFile.objects.all():
        actions.make_preview(file_id=file.pk, by=office.writer)
    html = client(office.reader).get(f"/documents/{first.document_id}/compare/").content.decode()
    assert "<del>2</del>" in html
    assert "<ins>4</ins>" in html


def test_what_waits_is_told_to_whom_it_waits_for(office: Office) -> None:
    document = office.document()
    actions.distribute(document_id=document.pk, audience="role", reference="technician", by=office.writer)
    office.issued(document)
    office.submitted(office.document())
    ReadRequest.objects.update(due_at=clock.now() - timedelta(hours=1))

    def told(by: Actor) -> list[tuple[str, int]]:
        lines = waiting_for(by, clock.today(), clock.now())
        return [(str(line.text), line.rows.count()) for line in lines if line.rows.exists()]

    assert told(office.reader) == [("documents you should have read by now", 1)]
    assert told(office.first) == [("documents that wait for your word", 1)]
    assert told(office.writer) == [("confirmations of reading that are late", 1)]
    home = client(office.second).get("/?stay").content.decode()
    assert "documents that wait for your word" in home


def test_a_picture_is_shown_as_it_is(office: Office) -> None:
    draft = office.draft()
    file = actions.hand_in_file(version_id=draft.pk, content=BytesIO(papers.PNG), name="图.png", by=office.writer)
    answer = client(office.writer).get(f"/documents/files/{file.pk}/pages/1/")
    assert (answer["Content-Type"], answer.content) == ("image/png", papers.PNG)
