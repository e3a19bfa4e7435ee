"""A picture that somebody hands in, drawn anew and small: no metadata, no trailing bytes, nothing but the picture."""

from pathlib import Path
from tempfile import TemporaryDirectory

from wuxing.core.errors import BadInput
from wuxing.core.reasons import say

SIDE = 240  # pixels of the drawn square's side
MOST_BYTES = 15 << 20
MOST_PIXELS = 40_000_000
_FRAMES = {0xC0, 0xC1, 0xC2}
_DRAW = """#set page(width: 120pt, height: 120pt, margin: 0pt, fill: white)
#image(read("picture", encoding: none), width: 100%, height: 100%, fit: "contain")
"""


def small(data: bytes) -> bytes:
    """Return a PNG of a JPEG or PNG, 240 pixels a side. Raises BadInput: another kind, damaged, or larger than any camera's."""
    import typst

    width, height = size_of(data)
    if not width or not height:
        raise BadInput({"file": say("send a picture (JPEG, PNG); this is something else")})
    if len(data) > MOST_BYTES or width * height > MOST_PIXELS:
        raise BadInput({"file": say("this picture is too large; send a smaller one")})
    try:
        with TemporaryDirectory() as folder:
            Path(folder, "picture").write_bytes(data)
            main = Path(folder, "main.typ")
            main.write_text(_DRAW)
            drawn = typst.compile(str(main), format="png", ppi=SIDE * 72 / 120, ignore_system_fonts=True)
    except (RuntimeError, typst.TypstError):
        raise BadInput({"file": say("this picture is damaged; send it again")}) from None
    assert isinstance(drawn, bytes)
    return drawn


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height as a PNG or JPEG says them, (0, 0) where it does not: a bomb is known before it is opened."""
    if data.startswith(b"\x89PNG\r\n"):
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    place = 2 if data.startswith(b"\xff\xd8") else len(data)
    while place + 9 <= len(data) and data[place] == 0xFF:
        if data[place + 1] in _FRAMES:
            return int.from_bytes(data[place + 7 : place + 9]), int.from_bytes(data[place + 5 : place + 7])
        place += 2 + max(int.from_bytes(data[place + 2 : place + 4]), 2)
    return 0, 0
