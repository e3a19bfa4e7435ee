"""Word: paragraphs, headings, lists, tables and pictures as blocks. Headers, footers and drawings are left out."""
# ruff: noqa: SLF001  # the library's own way to the elements

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from wuxing.governance.documents.files.blocks import Block, Content, Run
from wuxing.governance.documents.files.numbering import Numbers

MOST_BLOCKS = 20_000
MOST_PICTURES = 200
_EMU_A_MILLIMETRE = 36_000
_HEADING = re.compile(r"^(?:heading|标题|標題)\s*(\d)$", re.IGNORECASE)
_ALIGNS = {0: "left", 1: "center", 2: "right", 3: "justify"}
_HOLDERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"}


def read(data: bytes) -> Content:
    """Return the content of a .docx file; of tracked changes what was inserted, without what was deleted."""
    document = docx.Document(BytesIO(data))
    content, numbers = Content(), Numbers(document)
    for inner in _inner(document.element.body):
        if len(content.blocks) >= MOST_BLOCKS:
            break
        if inner.tag == qn("w:tbl"):
            content.blocks.append(_table(Table(inner, document)))
        else:
            content.blocks += _paragraph(Paragraph(inner, document), content, numbers)
    return content


def _inner(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables, those inside content controls and tracked insertions too."""
    for one in parent:
        if one.tag in (qn("w:p"), qn("w:tbl")):
            yield one
        elif one.tag in _HOLDERS:
            yield from _inner(one)


def _paragraph(paragraph: Paragraph, content: Content, numbers: Numbers) -> Iterator[Block]:
    if paragraph._p.xpath("./w:r/w:br[@w:type='page']") or paragraph._p.xpath("./w:pPr/w:pageBreakBefore"):
        yield Block("page")
    level, mark = numbers.mark(paragraph)
    block = _kind(paragraph)
    if block.kind == "text" and level:
        block = Block("item", level=level)
    block.mark = mark or ("•" if block.kind == "item" else "")
    block.runs = [run for run in _runs(paragraph) if run.text]
    block.align = _ALIGNS.get(int(paragraph.alignment), "") if paragraph.alignment is not None else ""
    yield block
    yield from _pictures(paragraph, content)


def _kind(paragraph: Paragraph) -> Block:
    style = str(paragraph.style.name or "") if paragraph.style is not None else ""
    if found := _HEADING.match(style):
        return Block("heading", level=min(max(int(found[1]), 1), 6))
    if style.lower() in ("title", "标题", "標題"):
        return Block("title")
    return Block("item") if style.startswith("List ") else Block("text")


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    for r in paragraph._p.xpath(
        ".//w:r[not(ancestor::w:del) and not(ancestor::w:moveFrom) and not(ancestor::w:txbxContent)]"
    ):
        run = WordRun(r, paragraph)
        is_link = r.getparent().tag == qn("w:hyperlink")
        yield Run(run.text, bool(run.bold), bool(run.italic), bool(run.underline) or is_link)


def _pictures(paragraph: Paragraph, content: Content) -> Iterator[Block]:
    for drawing in paragraph._p.xpath(".//w:drawing"):
        found = drawing.xpath(".//a:blip/@r:embed")
        part = paragraph.part.related_parts.get(found[0]) if found else None
        data = getattr(part, "blob", b"")
        ending = next((ending for head, ending in _PICTURES.items() if data.startswith(head)), "")
        if ending and len(content.pictures) < MOST_PICTURES:
            name = f"picture{len(content.pictures) + 1}.{ending}"
            content.pictures[name] = data
            extents = drawing.xpath(".//wp:extent/@cx")
            width = int(extents[0]) / _EMU_A_MILLIMETRE if extents else 0
            yield Block("picture", name=name, width=round(min(width, 165.0), 1))


def _table(table: Table) -> Block:
    rows: list[list[dict[str, Any]]] = []
    open_cells: dict[int, dict[str, Any]] = {}  # by column: the cell that goes on below
    columns = 0
    for tr in table._tbl.tr_lst:
        row: list[dict[str, Any]] = []
        column = 0
        for tc in tr.tc_lst:
            span = max(1, int(tc.grid_span))
            if tc.vMerge == "continue" and column in open_cells:
                open_cells[column]["rowspan"] += 1
            else:
                cell = {"text": _cell_text(tc), "colspan": span, "rowspan": 1}
                row.append(cell)
                open_cells[column] = cell
            column += span
        columns = max(columns, column)
        rows.append(row)
    return Block("table", rows=rows, columns=columns)


def _cell_text(tc: Any) -> str:
    lines = ["".join(text.text or "" for text in p.iter(qn("w:t"))) for p in tc.iter(qn("w:p"))]
    return "\n".join(line for line in lines if line.strip())
