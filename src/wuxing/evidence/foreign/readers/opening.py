"""Open a file by what it is, not by its name; unpack gzip within bounds."""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from wuxing.core.tables import csv_text, sheets
from wuxing.core.tables.rows import Table
from wuxing.core.tables.uploads import ZIP, refuse_office
from wuxing.evidence.foreign.readers import xes
from wuxing.evidence.foreign.refusals import Unreadable

CHUNK = 1 << 18
MOST_BYTES = 1 << 30  # of unpacked content
FREE_BYTES = 16 << 20  # the ratio is judged from here on
HIGHEST_RATIO = 300  # an event log packs at 30 to 100
GZIP = b"\x1f\x8b"


def open_table(path: Path, *, sheet: str = "", encoding: str = "") -> Table:
    """Return what `path` holds, as a table whose rows are read as they are asked for.

    Raises:
        Unreadable: the file is none of the formats, cut off, damaged, too large, or packed to harm.
    """
    head = _head(path)
    if head.startswith(ZIP):
        return sheets.read(path, sheet=sheet)
    refuse_office(head)
    packed = head.startswith(GZIP)
    start = next((chunk for chunk in chunks(path, packed=packed) if chunk), b"")
    if not start.strip():
        raise Unreadable(_("The file is empty; export the records again."))
    if packed and start.startswith((ZIP, GZIP)):
        raise Unreadable(_("The file is packed twice; unpack it once and try again."))
    if _is_markup(start):
        return xes.read(chunks(path, packed=packed), start)
    return csv_text.read(lambda: chunks(path, packed=packed), encoding=encoding)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def chunks(path: Path, *, packed: bool) -> Iterator[bytes]:
    """Yield the content of a file, unpacked when it is gzip.

    Raises:
        Unreadable: cut off, damaged, too large, or packed to harm.
    """
    with path.open("rb") as file:
        size = 0
        for chunk in _unpacked(file) if packed else iter(lambda: file.read(CHUNK), b""):
            size += len(chunk)
            if size > MOST_BYTES:
                raise Unreadable(
                    _("The file holds more than %(size)s MB; split it by year and import the parts.")
                    % {"size": MOST_BYTES >> 20}
                )
            yield chunk


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    """Yield what a gzip file holds, bounded in every step; several members in a row are one content."""
    unpacker = zlib.decompressobj(wbits=31)
    waiting, read, total = b"", 0, 0
    while waiting or (waiting := file.read(CHUNK)):
        read = file.tell()
        if unpacker.eof:
            waiting = waiting.lstrip(b"\0")  # some tools pad the end
            unpacker = zlib.decompressobj(wbits=31) if waiting else unpacker
            if not waiting:
                continue
        try:
            chunk = unpacker.decompress(waiting, CHUNK)
        except zlib.error as error:
            raise Unreadable(
                _("The packed file is damaged near byte %(place)s; export or copy it again.")
                % {"place": read - len(waiting)}
            ) from error
        waiting = unpacker.unconsumed_tail or unpacker.unused_data
        total += len(chunk)
        _refuse_bomb(total, read)
        yield chunk
    if not unpacker.eof:
        raise Unreadable(
            _("The packed file ends too early: it was cut off after %(size)s bytes; copy it again.") % {"size": read}
        )


def _refuse_bomb(total: int, read: int) -> None:
    if total > FREE_BYTES and total > read * HIGHEST_RATIO:
        raise Unreadable(
            _("The file unpacks to more than %(ratio)s times its size, as an archive bomb does; unpack it and look.")
            % {"ratio": HIGHEST_RATIO}
        )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except FileNotFoundError as error:
        raise Unreadable(_("There is no file %(name)s; check the path.") % {"name": path}) from error
    except OSError as error:
        raise Unreadable(
            _("The file %(name)s cannot be read: %(why)s.") % {"name": path, "why": error.strerror}
        ) from error


def _is_markup(start: bytes) -> bool:
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            return start[len(mark) : 200].decode(codec, "replace").lstrip().startswith("<")
    return start.lstrip().startswith((b"<", b"<\0", b"\0<"))
