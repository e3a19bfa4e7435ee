"""Previews: the text, the PDF and the pages of a Word, an Excel and a PDF file."""

import pytest

from tests.governance.documents import papers
from wuxing.governance.documents.files import book, inspection, reading, word

SAID = {"title": "QP-20", "notice": "简化版式，以原件为准", "language": "zh-hans"}


def test_word_becomes_text_and_pages() -> None:
    made = reading.preview_of(papers.word("# 1 目的", "使各处只用有效版本。", "- 手册"), inspection.DOCX, **SAID)
    assert made.text == "文件控制程序\n1 目的\n使各处只用有效版本。\n手册"
    assert (made.simplified, made.pdf[:5], [page[:4] for page in made.pages]) == (True, b"%PDF-", [b"\x89PNG"])


def test_the_pdf_of_a_preview_is_shown_as_it_is_and_says_the_same() -> None:
    first = reading.preview_of(papers.word("使各处只用有效版本。"), inspection.DOCX, **SAID)
    again = reading.preview_of(first.pdf, inspection.PDF, **SAID)
    assert (again.simplified, again.pdf) == (False, first.pdf)
    assert "使各处只用有效版本" in again.text


def test_cells_that_were_merged_stay_one() -> None:
    table = papers.table([["甲", "乙", "丙"], ["丁", "戊", "己"]])
    merged = papers.part_of(table, "word/document.xml").replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="2"/>', 1)
    found = word.read(papers.with_part(table, "word/document.xml", merged, replace=True))
    assert [[cell["colspan"] for cell in row] for row in found.blocks[-1].rows] == [[2, 1, 1], [1, 1, 1]]
    made = reading.preview_of(
        papers.with_part(table, "word/document.xml", merged, replace=True), inspection.DOCX, **SAID
    )
    assert (made.text, len(made.pages)) == (
        "甲 | 乙 | 丙\n丁 | 戊 | 己",
        1,
    )  # a table that does not fit is set without merging


def test_excel_becomes_tables() -> None:
    found = book.read(papers.excel([["编号", "名称"], [1, "派工单"], [None, None]]))
    assert (found.text(), found.wide) == ("Sheet\n编号 | 名称\n1 | 派工单", True)


def test_a_file_that_cannot_be_read_has_no_preview() -> None:
    with pytest.raises(reading.NoPreview):
        reading.preview_of(papers.pdf()[:20], inspection.PDF, **SAID)


def test_an_office_program_that_fails_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WUXING_SOFFICE", "/bin/false")
    assert reading.preview_of(papers.word(), inspection.DOCX, **SAID).simplified
