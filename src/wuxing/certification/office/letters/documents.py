"""A letter as a Word file, on the body's own letterhead where it has one."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from wuxing.certification.office.letters.models import Letter

FONTS = {"zh-hans": "宋体", "zh-hant": "新細明體"}
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_of(letter: Letter, body: str) -> bytes:
    """Return a letter as the bytes of a .docx file: head of the body, number and day, subject, text."""
    document = Document()
    style: Any = document.styles["Normal"]
    style.font.size = Pt(11)
    if font := FONTS.get(letter.language):
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    document.core_properties.title = letter.subject
    document.add_heading(body, level=2)
    document.add_paragraph(f"{letter.number} · {letter.sent_at:%Y-%m-%d}")
    document.add_heading(letter.subject, level=1)
    for part in letter.text.split("\n"):
        document.add_paragraph(part)
    out = BytesIO()
    document.save(out)
    return out.getvalue()
