"""Files that are cut off, damaged, packed to harm, or something else: one sentence, and nothing read."""

import gzip
import zlib
from pathlib import Path

import pytest

from tests.evidence.foreign.conftest import Write, event, log, small_log
from wuxing.evidence.foreign.readers import opening
from wuxing.evidence.foreign.refusals import Unreadable


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as refusal:
        list(opening.open_table(path).rows)
    return refusal.value.reason


def test_a_packed_log_is_read(log_file: Path) -> None:
    table = opening.open_table(log_file)

    assert (table.format, table.encoding, len(list(table.rows))) == ("XES", "UTF-8", 9)


def test_content_decides_and_not_the_name(write: Write) -> None:
    table = opening.open_table(write("records.csv", small_log()))

    assert (table.format, len(list(table.rows))) == ("XES", 9)


def test_a_truncated_gzip_says_that_it_was_cut_off(write: Write) -> None:
    many = log(*((f"C{i}", [event("Closed", f"2013-05-01T08:{i % 60:02}:00Z", f"R{i * 7919}")]) for i in range(500)))
    packed = gzip.compress(many.encode())

    reason = refused(write("cut.xes.gz", packed[: len(packed) // 2]))

    assert reason == f"The packed file ends too early: it was cut off after {len(packed) // 2} bytes; copy it again."


def test_a_damaged_gzip_says_so(write: Write) -> None:
    packed = bytearray(gzip.compress(small_log().encode()))
    packed[-6] ^= 0xFF  # the checksum

    assert refused(write("bad.xes.gz", bytes(packed))).startswith("The packed file is damaged near byte ")


def test_a_bomb_of_two_gigabytes_is_refused_early(write: Write) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"1,2\n" * (1 << 18)
    start = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)  # from here on each block packs to the same bytes

    reason = refused(write("bomb.csv.gz", start + again * 2047))

    assert reason == "The file unpacks to more than 300 times its size, as an archive bomb does; unpack it and look."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty; export the records again."),
        (b"  \n\n", "The file is empty; export the records again."),
        (b"%PDF-1.7\n", "This is a PDF; export the records as CSV, XLSX or XES and try again."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "This is an old or password-protected Excel file; save it as .xlsx without password and try again.",
        ),
        (
            gzip.compress(gzip.compress(b"a,b\n", mtime=0), mtime=0),
            "The file is packed twice; unpack it once and try again.",
        ),
    ],
)
def test_other_files_are_named(write: Write, content: bytes, reason: str) -> None:
    assert refused(write("file", content)) == reason


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nothing.csv"

    assert refused(path) == f"There is no file {path}; check the path."


def test_members_of_a_gzip_follow_each_other(write: Write) -> None:
    text = small_log().encode()

    table = opening.open_table(write("two.xes.gz", gzip.compress(text[:300]) + gzip.compress(text[300:]) + b"\0" * 512))

    assert len(list(table.rows)) == 9
