"""Make the frames of generated documents (`python tools/handbook_frames.py`): styles, cover, header and footer as Word templates.

One a script, for Chinese fonts and the language of proofing differ. What stands in {{ }} is filled by docxtpl; the body goes where
[body] stands. The frames are kept in the repository: run this after changing it, and look at the result in a word processor.
"""

import sys
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FOLDER = Path(__file__).resolve().parent.parent / "src/wuxing/web/handbook/frames"
FONTS = {  # language: (proofing, body, heading), each font with what may stand in for it
    "zh-hans": ("zh-CN", ("宋体", "SimSun;Songti SC;Noto Serif CJK SC"), ("黑体", "SimHei;Heiti SC;Noto Sans CJK SC")),
    "zh-hant": (
        "zh-TW",
        ("新細明體", "PMingLiU;Songti TC;Noto Serif CJK TC"),
        ("微軟正黑體", "Microsoft JhengHei;Heiti TC;Noto Sans CJK TC"),
    ),
}
LATIN, INK, GREY, RED = (
    "Times New Roman",
    RGBColor(0x1A, 0x1A, 0x1A),
    RGBColor(0x5A, 0x5A, 0x5A),
    RGBColor(0xB0, 0x2A, 0x1E),
)
WIDTH = Cm(16.2)
SIZES = {"Heading 1": 14, "Heading 2": 12, "Title": 26, "Subtitle": 14}


def _font(style: Any, name: str, size: float, *, bold: bool = False, color: RGBColor = INK) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, Pt(size), bold, False
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)


def _styles(document: Any, body: str, heading: str, proofing: str) -> None:
    styles = document.styles
    _font(styles["Normal"], body, 10.5)
    normal = styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.4, Pt(4)
    for name, size in SIZES.items():
        _font(styles[name], heading, size)
    for name, before, after in (("Heading 1", 16, 6), ("Heading 2", 10, 4)):
        form = styles[name].paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), True
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        border = styles[name].element.find(f".//{qn('w:pBdr')}")
        if border is not None:
            border.getparent().remove(border)
    for name, size, indent in (("Wuxing Text", 10.5, 0.74), ("Wuxing Item", 10.5, 0), ("Wuxing Cell", 9, 0)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, body, size)
        style.paragraph_format.first_line_indent = Cm(indent) if indent else None
    item = styles["Wuxing Item"].paragraph_format
    item.left_indent, item.first_line_indent = Cm(1.6), Cm(-0.86)
    item.tab_stops.add_tab_stop(Cm(1.6))
    cell = styles["Wuxing Cell"].paragraph_format
    cell.space_after, cell.line_spacing = Pt(0), 1.2
    for name in ("Wuxing Head", "Wuxing Note", "Wuxing Contents", "Wuxing Box"):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, heading if name in ("Wuxing Head", "Wuxing Box") else body, 9 if name == "Wuxing Head" else 10.5)
        style.paragraph_format.space_after = Pt(0 if name == "Wuxing Head" else 4)
    styles["Wuxing Box"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Wuxing Note"].paragraph_format.left_indent = Cm(0.4)
    _table_style(styles["Table Grid"])
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "en-US")
    lang.set(qn("w:eastAsia"), proofing)
    styles["Normal"].element.get_or_add_rPr().append(lang)


def _table_style(style: Any) -> None:
    """Thin grey lines, and room between them and the text."""
    properties = style.element.find(qn("w:tblPr"))
    for edge in properties.find(qn("w:tblBorders")):
        edge.set(qn("w:color"), "9AA0A6")
    margins = properties.find(qn("w:tblCellMar"))
    for side, width in (("top", "45"), ("bottom", "45")):
        edge = margins.find(qn(f"w:{side}")) if margins is not None else None
        if edge is not None:
            edge.set(qn("w:w"), width)


def _substitutes(document: Any, fonts: tuple[tuple[str, str], ...]) -> None:
    """Name in the font table what may stand in for a font that a machine does not have."""
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    lines = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in fonts
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{lines}</w:fonts>".encode())  # noqa: SLF001


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        elif kind == "text":
            mark = OxmlElement("w:t")
            mark.text = text
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {text} "
        run._r.append(mark)  # noqa: SLF001


def _line(paragraph: Any, side: str, color: str = "8A8A8A") -> None:
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", color)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001


def _small(paragraph: Any) -> None:
    tabs = paragraph.style.element.find(f".//{qn('w:tabs')}")
    if tabs is not None:  # a page has no middle here
        tabs.getparent().remove(tabs)
    paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), GREY


def _header_and_footer(section: Any) -> None:
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.add_run("{{ org }}　{{ title }}\t{{ number }}　{{ said.version }} {{ version }}")
    _small(head)
    _line(head, "bottom")
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.add_run("{{ said.controlled }}：{{ said.see_register }}\t{{ said.page }} ")
        _field(foot, "PAGE")
        foot.add_run(" {{ said.page_of }} ")
        _field(foot, "NUMPAGES")
        foot.add_run(" {{ said.page_end }}")
        _small(foot)
        _line(foot, "top")


def _cover(document: Any) -> None:
    stamp = document.add_table(rows=1, cols=1)
    stamp.alignment, stamp.style = WD_TABLE_ALIGNMENT.RIGHT, "Table Grid"
    stamp.autofit = False
    cell = stamp.cell(0, 0)
    cell.width = stamp.columns[0].width = Cm(3.4)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    mark = cell.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.space_before = Pt(4)
    run = mark.add_run("{{ said.controlled }}")
    run.font.size, run.font.color.rgb, run.bold = Pt(14), RED, True
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "18"), ("color", "B02A1E")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001
    for _blank in range(4):
        document.add_paragraph()
    document.add_paragraph("{{ org }}", style="Subtitle")
    document.add_paragraph("{{ title }}", style="Title")
    for _blank in range(5):
        document.add_paragraph()
    table = document.add_table(rows=0, cols=4)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, (3, 5.1, 3, 5.1), strict=True):
        column.width = Cm(width)
    pairs = (
        ("{{ said.number }}", "{{ number }}", "{{ said.version }}", "{{ version }}"),
        ("{{ said.issued }}", "{{ date }}", "{{ said.effective }}", ""),
        ("{{ said.prepared }}", "{{ author }}", "{{ said.reviewed }}", ""),
        ("{{ said.approved }}", "", "", ""),
    )
    for texts in pairs:
        row = table.add_row()
        row.height = Cm(1)
        for cell, text, width in zip(row.cells, texts, (3, 5.1, 3, 5.1), strict=True):
            cell.width = Cm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].add_run(text)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    note = document.add_paragraph("{{ said.generated }}", style="Wuxing Note")
    note.paragraph_format.space_before = Pt(8)
    note.runs[0].font.size, note.runs[0].font.color.rgb = Pt(9), GREY


def make(language: str) -> Path:
    """Write the frame of a language and return where it stands."""
    proofing, body, heading = FONTS[language]
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.2)
    section.start_type = WD_SECTION.NEW_PAGE
    _styles(document, body[0], heading[0], proofing)
    _substitutes(document, (body, heading))
    _header_and_footer(section)
    _cover(document)
    document.add_paragraph("[body]")
    document.core_properties.author, document.core_properties.title = "Wuxing", "{{ title }}"
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"document.{language}.docx"
    document.save(str(path))
    return path


def main() -> int:
    """Make all frames."""
    for language in FONTS:
        print(make(language))
    return 0


if __name__ == "__main__":
    sys.exit(main())
