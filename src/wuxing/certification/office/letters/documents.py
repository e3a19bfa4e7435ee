"""A letter as a Word file, on the body's own letterhead where it has one."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from wuxing.certification.office.letters.models import Letter

FONTS = {"zh-hans": "宋体", "zh-hant": "新細明體"}
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


PLACE = "{{letter}}"
"""A paragraph of a letterhead that says this is where the letter stands; without one it stands at the end."""


def docx_of(letter: Letter, body: str, letterhead: bytes = b"") -> bytes:
    """Return a letter as the bytes of a .docx file: head of the body, number and day, subject, text."""
    document = Document(BytesIO(letterhead)) if letterhead else _blank(letter, body)
    document.core_properties.title = letter.subject
    place = next((one for one in document.paragraphs if one.text.strip() == PLACE), None)
    for text, size in _lines(letter):
        one: Any = place.insert_paragraph_before() if place else document.add_paragraph()
        run = one.add_run(text)
        if size:
            run.bold, run.font.size = True, Pt(size)
    if place is not None:
        place.clear()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _lines(letter: Letter) -> list[tuple[str, int]]:
    """Return the paragraphs of a letter, the subject with its size."""
    head = [(f"{letter.number} · {letter.sent_at:%Y-%m-%d}", 0), (letter.subject, 14)]
    return [*head, *((part, 0) for part in letter.text.split("\n"))]


def _blank(letter: Letter, body: str) -> Any:
    document = Document()
    style: Any = document.styles["Normal"]
    style.font.size = Pt(11)
    if font := FONTS.get(letter.language):
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    document.add_heading(body, level=2)
    return document


def is_unfit(content: bytes) -> bool:
    """Say whether a Word file cannot be written on, whatever its checker said."""
    try:
        document = Document(BytesIO(content))
        document.add_paragraph("")
        document.save(BytesIO())
    except Exception:  # a stranger's file: whatever the library stumbles over, it is no letterhead
        return True
    return False
