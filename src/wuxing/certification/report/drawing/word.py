"""Draw a report's sections as a Word file. Tables are written as elements at once: cell by cell they would take seconds."""
# ruff: noqa: SLF001  # the library's own way to the elements

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTH = 9860  # of the text between the margins, in twentieths of a point
QUIET, SHADE = "5B6472", "F3F5F8"
_FONTS = {"zh-hans": "Microsoft YaHei", "zh-hant": "Microsoft JhengHei"}
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES = nsdecls("w")


def clean(text: str) -> str:
    """Take out what no Word file may hold: control characters and halves of a pair."""
    return _UNPRINTABLE.sub("", text)


def draw(sheet: Mapping[str, Any]) -> bytes:
    """Return the Word file."""
    document = Document()
    _dress(document, sheet)
    document.add_heading(clean(sheet["title"]), level=0)
    document.add_paragraph(clean(sheet["client"])).runs[0].font.size = Pt(13)
    document.add_paragraph(clean(sheet["standard"]))
    score = sheet["score"]
    head = [[score["label"], score["value"]], [score["level_label"], score["level"]], ["", score["points"]]]
    _put(document, _facts(head))
    for words in sheet["stamps"]:
        document.add_paragraph(clean(words)).runs[0].font.color.rgb = RGBColor(0x8A, 0x5A, 0x00)
    for section in sheet["sections"]:
        document.add_heading(clean(section["title"]), level=1)
        for block in section["blocks"]:
            _block(document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _dress(document: Any, sheet: Mapping[str, Any]) -> None:
    """Set page, fonts, header and footer."""
    asian = _FONTS.get(sheet["lang"], "Microsoft YaHei")
    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        style.font.name = "Calibri"
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{key}"), None)
        fonts.set(qn("w:eastAsia"), asian)
    document.styles["Normal"].font.size = Pt(9.5)
    document.styles["Heading 1"].font.size = Pt(13)
    document.styles["Title"].font.size = Pt(22)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2)
    stamps = " · ".join(sheet["stamps"])
    head = [sheet["organisation"], sheet["number"], *([stamps] if stamps else [])]
    page.header.paragraphs[0].text = clean("　".join(head))
    foot = page.footer.paragraphs[0]
    foot.text = clean(f"{sheet['title']} · {sheet['version']}　{sheet['page']} ")
    field = f'<w:fldSimple {_NAMES} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot._p.append(parse_xml(field))
    document.core_properties.title = clean(f"{sheet['title']} {sheet['number']}")
    document.core_properties.author = clean(sheet["organisation"])


def _block(document: Any, block: Mapping[str, Any]) -> None:
    if block["kind"] == "table":
        _put(document, _table(block))
    elif block["kind"] == "facts":
        _put(document, _facts(block["rows"]))
    elif block["kind"] == "sign":
        for line in block["lines"]:
            document.add_paragraph(f"\n{clean(line)}　______________________　{clean(block['date'])} ______________")
    else:
        document.add_paragraph(clean(block["text"]))


def _put(document: Any, xml: str) -> None:
    mark = document.add_paragraph()
    mark.paragraph_format.space_after = Pt(4)
    mark._p.addprevious(parse_xml(xml))


def _facts(rows: Sequence[Sequence[str]]) -> str:
    body = "".join(_row([_cell(label, 2800, quiet=True), _cell(value, WIDTH - 2800)]) for label, value in rows)
    return _whole([2800, WIDTH - 2800], body, lines=False)


def _table(block: Mapping[str, Any]) -> str:
    total = sum(block["widths"])
    widths = [int(WIDTH * width / total) for width in block["widths"]]
    right, strong = set(block["right"]), set(block["strong"])
    head = _row([_cell(text, width, quiet=True, shade=True) for text, width in zip(block["head"], widths, strict=True)],
                head=True)  # fmt: skip
    body = "".join(
        _row(
            [
                _cell(text, widths[column], right=column in right, strong=place in strong, shade=place in strong)
                for column, text in enumerate(row)
            ]
        )
        for place, row in enumerate(block["rows"])
    )
    return _whole(widths, head + body)


def _whole(widths: Iterable[int], body: str, *, lines: bool = True) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="CFD5DD"/>' for side in ("top", "bottom", "insideH")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = f"<w:tblBorders>{edges}</w:tblBorders>" if lines else ""
    return (
        f'<w:tbl {_NAMES}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def _row(cells: Iterable[str], *, head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str, width: int, *, quiet: bool = False, right: bool = False, strong: bool = False, shade: bool = False
) -> str:
    jc = '<w:jc w:val="right"/>' if right else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>' if shade else ""
    looks = ("<w:b/>" if strong else "") + (f'<w:color w:val="{QUIET}"/>' if quiet else "")
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).replace("\r", "").split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{jc}</w:pPr>'
        f'<w:r><w:rPr>{looks}<w:sz w:val="17"/></w:rPr>{lines}</w:r></w:p></w:tc>'
    )
