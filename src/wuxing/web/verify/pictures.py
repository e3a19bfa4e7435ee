"""The QR codes in a picture. Needs zxing-cpp; the picture is drawn by the libraries that draw and look into our PDFs."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wuxing.web.verify.inputs import NoInput

MOST_BYTES = 32 << 20
MOST_PIXELS = 50_000_000
SIDE = 2400
"""Larger pictures are made smaller before they are searched."""
_FRAME_OF_JPEG = {0xC0, 0xC1, 0xC2}


def texts_in(data: bytes) -> list[str]:
    """Return the texts of the QR codes in a PNG or JPEG.

    Raises:
        NoInput: zxing-cpp is not installed, the picture is too large, or is none.
    """
    try:
        import zxingcpp
    except ImportError:
        raise NoInput(
            "to read pictures install zxing-cpp (pip install 'wuxing[qr]'), or give the code's text"
        ) from None
    width, height = size_of(data)
    if len(data) > MOST_BYTES or width * height > MOST_PIXELS or not width * height:
        raise NoInput("this picture is too large, or is none")
    found = zxingcpp.read_barcodes(_pixels(data), formats=zxingcpp.barcode_formats_from_str("QRCode"))
    return [one.text for one in found]


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height as a PNG or JPEG says them, (0, 0) where it does not."""
    if data.startswith(b"\x89PNG"):
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        if data[place + 1] in _FRAME_OF_JPEG:
            return int.from_bytes(data[place + 7 : place + 9]), int.from_bytes(data[place + 5 : place + 7])
        place += 2 + max(int.from_bytes(data[place + 2 : place + 4]), 2)
    return 0, 0


def _pixels(data: bytes) -> Any:
    """Return the picture in grey, a byte a pixel."""
    import pypdfium2
    import typst

    try:
        with TemporaryDirectory() as folder:
            name = "picture.png" if data.startswith(b"\x89PNG") else "picture.jpg"
            Path(folder, name).write_bytes(data)
            main = Path(folder, "main.typ")
            main.write_text(f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{name}")\n')
            drawn = typst.compile(str(main), format="pdf", ignore_system_fonts=True)
        page = pypdfium2.PdfDocument(drawn)[0]
        bitmap = page.render(scale=SIDE / max(page.get_size()), grayscale=True)
    except (typst.TypstError, pypdfium2.PdfiumError):
        raise NoInput("this picture cannot be read") from None
    rows = memoryview(bytes(bitmap.buffer)).cast("B", (bitmap.height, bitmap.stride))
    if bitmap.stride == bitmap.width:
        return rows
    plain = b"".join(bytes(bitmap.buffer)[row * bitmap.stride :][: bitmap.width] for row in range(bitmap.height))
    return memoryview(plain).cast("B", (bitmap.height, bitmap.width))
