"""PDF files by PDFium: what is in them that should not come in, their text, and a picture of each page."""

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from pypdfium2 import raw

MOST_PAGES = 1_000
MOST_PICTURES = 80
MOST_TEXT = 400_000
SCALE = 1.5  # 108 dots an inch: an A4 page is 893 by 1263
MOST_PIXELS = 4_000_000
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA|EmbeddedFiles?)(?=[\s/<(\[>])")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b[^\x00]{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


def trouble_in(data: bytes) -> str:
    """Return why a PDF is not taken: damaged, locked, long, active (script, programs, files inside); nothing when it is."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return "locked" if "password" in str(error).lower() else "damaged"
    try:
        if not 1 <= len(document) <= MOST_PAGES:
            return "long" if len(document) else "damaged"
        scripts = raw.FPDFDoc_GetJavaScriptActionCount(document)
        return "active" if scripts > 0 or document.count_attachments() > 0 or _is_active(data) else ""
    finally:
        document.close()


def _is_active(data: bytes) -> bool:
    plain = _STREAM.sub(b"", data)
    return any(_ACTIVE.search(_HEX.sub(_sign, part)) for part in (plain, *_object_streams(data)))


def _sign(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _object_streams(data: bytes) -> Iterator[bytes]:
    budget = 64 << 20
    for packed in _OBJECTS.findall(data):
        try:
            plain = zlib.decompressobj().decompress(packed, min(budget, 16 << 20))
        except zlib.error:
            continue
        budget -= len(plain)
        yield plain
        if budget <= 0:
            return


def text_of(data: bytes) -> str:
    """Return the text of a PDF, page after page."""
    document = pypdfium2.PdfDocument(data)
    found: list[str] = []
    size = 0
    for page in document:
        text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        found.append(text)
        size += len(text)
        if size > MOST_TEXT:
            break
    document.close()
    return "\n".join(found)[:MOST_TEXT]


def pictures_of(data: bytes) -> Iterator[bytes]:
    """Yield the first pages of a PDF as PNG pictures."""
    document = pypdfium2.PdfDocument(data)
    for page in list(document)[:MOST_PICTURES]:
        width, height = page.get_size()
        scale = min(SCALE, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, may_draw_forms=False)
        yield _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
        page.close()
    document.close()


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """Write a picture as PNG."""
    rows = BytesIO()
    for top in range(0, stride * height, stride):
        rows.write(b"\0")
        rows.write(pixels[top : top + width * channels])
    kind = {1: 0, 3: 2, 4: 6}[channels]
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(rows.getvalue(), 6))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
