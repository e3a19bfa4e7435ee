"""Which encoding a text is in: told from its bytes, named in the result, never guessed silently. Pure."""

import codecs
from collections.abc import Iterable

MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 (BOM)"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "gb18030": "GB18030",
    "big5": "Big5",
}
SAMPLE = 1 << 16
COMMON_SHARE = 0.9
"""At least this share of the non-ASCII characters of a Chinese text are everyday ones (first level of GB 2312, or signs)."""


def tell(chunks: Iterable[bytes]) -> str | None:
    """Return the Python codec of a text, or None when it cannot be told. Reads everything."""
    pieces = iter(chunks)
    start = next(pieces, b"")
    if known := marked(start) or _two_bytes_each(start[:SAMPLE]):
        return known if known.startswith("utf-8") or _decodes(start[:SAMPLE], known) else None
    utf8, chinese = _Trial("utf-8"), _Trial("gb18030")
    for chunk in _with(start, pieces):
        if b"\0" in chunk:
            return None
        utf8.take(chunk)
        chinese.take(chunk)
        if utf8.failed and chinese.failed:
            return None
    utf8.take(b"", final=True)
    chinese.take(b"", final=True)
    if not utf8.failed:
        return "utf-8"
    return "gb18030" if not chinese.failed and chinese.reads_well else None


class _Trial:
    """A text decoded as if it were in an encoding, to see whether it can be, and whether it then reads well."""

    def __init__(self, codec: str) -> None:
        self.decoder = codecs.getincrementaldecoder(codec)()
        self.counts = codec == "gb18030"
        self.failed = False
        self.seen = self.common = 0

    def take(self, chunk: bytes, *, final: bool = False) -> None:
        if self.failed:
            return
        try:
            text = self.decoder.decode(chunk, final)
        except UnicodeDecodeError:
            self.failed = True
            return
        if self.counts:
            foreign = [sign for sign in text if sign > "\x7f"]
            self.seen += len(foreign)
            self.common += sum(map(is_common, foreign))

    @property
    def reads_well(self) -> bool:
        return self.common >= COMMON_SHARE * self.seen


def _with(first: bytes, rest: Iterable[bytes]) -> Iterable[bytes]:
    yield first
    yield from rest


def marked(start: bytes) -> str | None:
    """Return the codec that a byte order mark names."""
    return next((codec for mark, codec, _name in MARKS if start.startswith(mark)), None)


def is_common(character: str) -> bool:
    """Say whether a character is an everyday Chinese one: first level of GB 2312, or its signs and full-width forms."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or code[0] in {0xA1, 0xA2, 0xA3})


def _two_bytes_each(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its ASCII signs (digits, commas, line ends) is zero."""
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    least = len(sample) // 2 * 0.15
    if odd > least and even < odd // 8:
        return "utf-16-le"
    if even > least and odd < even // 8:
        return "utf-16-be"
    return None


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
