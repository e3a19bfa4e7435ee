"""Files that tests hand in: Word, Excel and PDF, small and well made."""

from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def word(*lines: str, title: str = "文件控制程序") -> bytes:
    """Return a Word file: a title, and a paragraph a line; `# …` is a heading, `- …` an item."""
    made = docx.Document()
    made.add_heading(title, 0)
    for line in lines or ("使各处只用有效版本。",):
        if line.startswith("# "):
            made.add_heading(line[2:], 1)
        elif line.startswith("- "):
            made.add_paragraph(line[2:], style="List Bullet")
        else:
            made.add_paragraph(line)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def table(rows: list[list[str]]) -> bytes:
    """Return a Word file that holds one table."""
    made = docx.Document()
    grid = made.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            grid.cell(r, c).text = text
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def excel(rows: list[list[object]]) -> bytes:
    """Return an Excel file with one sheet."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(*extra: bytes) -> bytes:
    """Return a PDF of one empty page; `extra` are further objects, the catalogue holds the first's dictionary."""
    catalogue = b"<</Type/Catalog/Pages 2 0 R" + b"".join(extra[:1]) + b">>"
    objects = [catalogue, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"]
    objects += extra[1:]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def with_part(package: bytes, name: str, content: bytes, *, replace: bool = False) -> bytes:
    """Return an Office file with a part more, or with one of its parts replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(out, "w", compression=8) as new:
        for part in old.infolist():
            if not (replace and part.filename == name):
                new.writestr(part.filename, old.read(part.filename))
        new.writestr(name, content)
    return out.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    """Return one part of an Office file."""
    with ZipFile(BytesIO(package)) as archive:
        return archive.read(name)
