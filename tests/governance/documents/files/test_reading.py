"""Previews: the text, the PDF and the pages of a Word, an Excel and a PDF file."""

from io import BytesIO

import docx
import pytest

from tests.governance.documents import papers
from wuxing.governance.documents.files import book, inspection, reading, word
from wuxing.governance.documents.files.numbering import Numbers

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


def blocks(data: bytes) -> list[tuple[str, str, str]]:
    return [(block.kind, block.mark, block.text) for block in word.read(data).blocks]


def test_numbers_that_word_counts_stand_beside_the_words() -> None:
    made = docx.Document()
    for text, style in (("甲", "List Number"), ("乙", "List Number"), ("丙", "List Bullet"), ("丁", "List Number")):
        made.add_paragraph(text, style=style)
    out = BytesIO()
    made.save(out)
    assert blocks(out.getvalue()) == [
        ("item", "1.", "甲"), ("item", "2.", "乙"), ("item", "•", "丙"), ("item", "3.", "丁")
    ]  # fmt: skip
    assert word.read(out.getvalue()).text() == "甲\n乙\n丙\n丁"


@pytest.mark.parametrize(
    ("form", "marks"),
    [
        ("decimal", ["第1条", "第2条", "第12条"]),
        ("chineseCounting", ["第一条", "第二条", "第十二条"]),
        ("upperLetter", ["第A条", "第B条", "第L条"]),
        ("lowerRoman", ["第i条", "第ii条", "第xii条"]),
    ],
)
def test_numbers_are_written_as_the_document_asks(form: str, marks: list[str]) -> None:
    numbers = Numbers(docx.Document())
    numbers.levels = {7: {0: (form, "第%1条", 1)}}
    made = docx.Document()
    found = []
    for _ in range(12):
        paragraph = made.add_paragraph("x")
        asked = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        asked.get_or_add_numId().val = 7
        asked.get_or_add_ilvl().val = 0
        found.append(numbers.mark(paragraph)[1])
    assert [found[0], found[1], found[11]] == marks


def test_inserted_words_are_read_and_deleted_ones_are_not() -> None:
    body = papers.part_of(papers.word(), "word/document.xml")
    changed = (
        '<w:p><w:r><w:t>甲</w:t></w:r><w:ins w:id="1" w:author="x"><w:r><w:t>乙</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="x"><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>丁</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    data = papers.with_part(
        papers.word(), "word/document.xml", body.replace(b"<w:sectPr", changed.encode() + b"<w:sectPr", 1), replace=True
    )
    assert [text for _kind, _mark, text in blocks(data)][-2:] == ["甲乙", "丁"]
