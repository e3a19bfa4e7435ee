"""Previews made in the background, and what the search knows from them."""

from io import BytesIO

import pytest
from django.db import connection

from tests.governance.documents import papers
from tests.governance.documents.conftest import Office
from wuxing.core.errors import NotFound
from wuxing.core.searching import search_for
from wuxing.governance.documents import actions, queries
from wuxing.governance.documents.models import DocumentFile
from wuxing.governance.documents.queries.lists import matching


def found(typed: str) -> list[int]:
    search = search_for(typed)
    assert search is not None
    return matching(search)


def test_a_preview_is_deferred_made_and_searched(office: Office) -> None:
    draft = office.draft(None, "旧件返还须在七日内。")
    file = DocumentFile.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'")
        assert cursor.fetchall() == [("documents.preview",)]
    assert (file.preview, found("旧件返还")) == ("waiting", [])

    actions.make_preview(file_id=file.pk, by=office.writer)
    actions.make_preview(file_id=file.pk, by=office.writer)  # a job may run twice
    file.refresh_from_db()
    assert (file.preview, file.simplified, len(file.pages), file.trouble) == ("ready", True, 1, "")
    assert (file.text, found("旧件返还"), found("qp-01 文件控制"), found("旧件还返")) == (
        "文件控制程序\n旧件返还须在七日内。", [draft.document_id], [draft.document_id], []
    )  # fmt: skip


def test_a_file_that_breaks_says_so(office: Office) -> None:
    draft = office.draft()
    broken = papers.with_part(papers.word(), "word/document.xml", b"<x/>", replace=True)
    file = actions.hand_in_file(version_id=draft.pk, content=BytesIO(broken), name="x.docx", by=office.writer)
    actions.make_preview(file_id=file.pk, by=office.writer)
    file.refresh_from_db()
    assert (file.preview, file.pages, bool(file.trouble)) == ("failed", [], True)


def test_drafts_and_their_files_are_their_keepers(office: Office) -> None:
    draft = office.draft()
    file = DocumentFile.objects.get()
    assert queries.file_for(file.pk, office.writer).pk == file.pk
    with pytest.raises(NotFound):
        queries.file_for(file.pk, office.reader)
    with pytest.raises(NotFound):
        queries.version_for(draft.pk, office.reader)
