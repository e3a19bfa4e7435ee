"""Draw a paper as a Word file: the frame (cover, header, footer, styles) by docxtpl, the body by its styles."""
# ruff: noqa: SLF001  # the library's own way to the elements

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docxtpl import DocxTemplate

from wuxing.web.handbook.content import common

FRAMES = Path(__file__).resolve().parent / "frames"
WIDTHS: dict[str, tuple[float, ...]] = {  # centimetres; together 16.2
    "promises": (2.2, 2.0, 2.0, 3.6, 6.4),
    "calendars": (4.2, 12.0),
    "outlets": (4.4, 1.8, 2.4, 5.4, 2.2),
    "skills": (5.0, 11.2),
    "warranties": (7.2, 3.0, 6.0),
    "posts": (6.0, 10.2),
    "retention": (4.6, 1.9, 4.2, 3.0, 2.5),
    "metrics": (4.6, 11.6),
    "procedures": (1.4, 8.4, 3.2, 3.2),
    "forms": (5.4, 5.4, 5.4),
    "duties": (9.4, 6.8),
    "terms": (4.0, 12.2),
    "steps": (4.0, 4.0, 5.2, 3.0),
    "history": (2.2, 3.0, 11.0),
}
BOXES = 5
"""So many boxes of an organisation chart stand in a row."""
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover and in the header: not part of what is compared."""

    organisation: str
    number: str
    version: str
    date: str
    author: str
    history: tuple[tuple[str, str, str], ...] = ()  # version, date, what changed


def clean(text: str) -> str:
    """Take out what no Word file may hold: control characters and halves of a pair."""
    return _UNPRINTABLE.sub("", text)


def draw(paper: Mapping[str, Any], cover: Cover, language: str) -> bytes:
    """Return a paper as the bytes of a .docx file."""
    frame = DocxTemplate(FRAMES / f"document.{language}.docx")
    filled = {name: clean(getattr(cover, name)) for name in ("number", "version", "date", "author")}
    frame.render(
        {**filled, "org": clean(cover.organisation), "title": clean(paper["title"]), "said": common("frame", language)},
        autoescape=True,
    )
    document = frame.docx
    document.core_properties.title = clean(paper["title"])
    sections = [*paper["sections"], _history(cover, language)]
    body = _Body(document, language)
    body.contents(sections)
    for place, section in enumerate(sections, 1):
        body.section(place, section)
    body.finish()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _history(cover: Cover, language: str) -> dict[str, Any]:
    heads = common("columns", language)
    table = {
        "kind": "table",
        "layout": "history",
        "head": [heads["version"], heads["effective"], heads["change"]],
        "rows": [list(row) for row in cover.history],
    }
    return {"title": common("headings", language)["history"], "blocks": [table] if cover.history else []}


class _Body:
    """Puts blocks where the frame says [body]."""

    def __init__(self, document: Any, language: str) -> None:
        self.document = document
        self.language = language
        self.mark = next(p for p in document.paragraphs if p.text == "[body]")

    def paragraph(self, text: str, style: str) -> Any:
        return self.mark.insert_paragraph_before(clean(text), style=style)

    def contents(self, sections: Sequence[Mapping[str, Any]]) -> None:
        """A table of contents: a field that word processors bring up to date, with the headings as they are now."""
        title = self.paragraph(common("headings", self.language)["contents"], "Wuxing Box")
        title.paragraph_format.page_break_before = True
        entries = [self.paragraph(line, "Wuxing Contents") for line in self._headings(sections)]
        _field_begins(entries[0], ' TOC \\o "1-2" \\h \\z \\u ')
        _field_ends(entries[-1])

    def _headings(self, sections: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        for place, section in enumerate(sections, 1):
            yield f"{place}　{section['title']}"
            inner = [block for block in section["blocks"] if block["kind"] == "heading"]
            yield from (f"　　{place}.{below}　{block['text']}" for below, block in enumerate(inner, 1))

    def section(self, place: int, section: Mapping[str, Any]) -> None:
        heading = self.paragraph(f"{place}　{section['title']}", "Heading 1")
        heading.paragraph_format.page_break_before = place == 1
        below = items = 0
        blocks = section["blocks"]
        for block, following in zip(blocks, [*blocks[1:], {"kind": ""}], strict=True):
            kind = block["kind"]
            if kind == "heading":
                below, items = below + 1, 0
                self.paragraph(f"{place}.{below}　{block['text']}", "Heading 2")
            elif kind == "item":
                items += 1
                self.paragraph(f"{_letter(items)}\t{block['text']}", "Wuxing Item")
            elif kind == "table":
                self.table(block)
            elif kind == "chart":
                self.chart(block["rows"])
            else:
                text = self.paragraph(block["text"], "Wuxing Note" if kind == "note" else "Wuxing Text")
                text.paragraph_format.keep_with_next = following["kind"] in ("table", "chart")

    def table(self, block: Mapping[str, Any]) -> None:
        widths = WIDTHS[block["layout"]]
        table = self._new_table(widths)
        head = table.rows[0]
        _repeated(head)
        for cell, text, width in zip(head.cells, block["head"], widths, strict=True):
            _fill(cell, [text], "Wuxing Head", width)
            _shade(cell, "E9ECEF")
        for texts in block["rows"]:
            row = table.add_row()
            _unbroken(row)
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                _fill(cell, clean(text).split("\n"), "Wuxing Cell", width)
        self._place(table)

    def chart(self, levels: Sequence[Sequence[str]]) -> None:
        """An organisation as boxes, level below level."""
        for place, level in enumerate(levels):
            if place:
                self.paragraph("│", "Wuxing Box").paragraph_format.space_after = 0
            for start in range(0, len(level), BOXES):
                boxes = level[start : start + BOXES]
                width = 16.2 / max(len(boxes), 3)
                table = self._new_table([width] * len(boxes))
                for cell, text in zip(table.rows[0].cells, boxes, strict=True):
                    _fill(cell, [text], "Wuxing Box", width)
                    _shade(cell, "F4F5F7")
                self._place(table)

    def _new_table(self, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows=1, cols=len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table

    def _place(self, table: Any) -> None:
        self.mark._p.addprevious(table._tbl)
        after = self.paragraph("", "Wuxing Cell")  # tables that touch would become one
        after.paragraph_format.line_spacing = 0.7

    def finish(self) -> None:
        self.mark._p.getparent().remove(self.mark._p)


def _letter(place: int) -> str:
    return f"{chr(96 + place)})" if place <= 26 else f"{place})"


def _fill(cell: Any, lines: Sequence[str], style: str, width: float) -> None:
    cell.width = Cm(width)
    first = cell.paragraphs[0]
    first.style = style
    first.text = clean(lines[0])
    for line in lines[1:]:
        cell.add_paragraph(clean(line), style=style)


def _shade(cell: Any, color: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeated(row: Any) -> None:
    """Repeat a row at the head of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _unbroken(row)


def _unbroken(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _mark(kind: str) -> Any:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if kind == "begin":
        mark.set(qn("w:dirty"), "true")
    run.append(mark)
    return run


def _field_begins(paragraph: Any, code: str) -> None:
    run, instruction = OxmlElement("w:r"), OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    run.append(instruction)
    first = paragraph._p.r_lst[0]
    for part in (_mark("begin"), run, _mark("separate")):
        first.addprevious(part)


def _field_ends(paragraph: Any) -> None:
    paragraph._p.append(_mark("end"))
