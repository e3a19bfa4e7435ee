"""Open a bundle safely: nothing is extracted, sizes are held against what is said, every byte is accounted for."""

import io
import json
import zipfile
from typing import Any

from wuxing.evidence.bundles import layout
from wuxing.proof.verifying.verdicts import Verdict


class NoBundle(ValueError):
    """The file is no bundle; the text says why."""


def files_in(content: bytes, verdict: Verdict) -> dict[str, bytes]:
    """Return the files of a bundle; what is wrong with the archive itself goes into `verdict`.

    Raises:
        NoBundle: no ZIP, too large, or files that no bundle has.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise NoBundle("this is no bundle: it is not a ZIP file, or it was cut off") from None
    infos = archive.infolist()
    if len(infos) > layout.MOST_FILES or sum(info.file_size for info in infos) > layout.MOST_BYTES:
        raise NoBundle("this is no bundle: it unpacks to more than a bundle may hold")
    names = [info.filename for info in infos]
    if layout.MANIFEST not in names:
        raise NoBundle("this is no bundle: it has no manifest.json")
    if len(set(names)) != len(names):
        verdict.fails("archive", "a file stands in the archive twice")
    _check_comment(content, archive.comment, verdict)
    return {name: found for name in dict.fromkeys(names) if (found := _read(archive, name, verdict)) is not None}


def _check_comment(content: bytes, comment: bytes, verdict: Verdict) -> None:
    body = content[: len(content) - len(comment)]
    if not layout.COMMENT.fullmatch(comment):
        verdict.fails("archive", "the digest of the whole file is missing or is none", "archive")
    elif layout.comment_for(body) != comment:
        verdict.fails("archive", "a byte of the archive changed since it was made", "archive")
    else:
        verdict.holds("archive", f"{len(content):,} bytes, as when it was made")


def _read(archive: zipfile.ZipFile, name: str, verdict: Verdict) -> bytes | None:
    """Return one file, reading no more than the archive says it has."""
    info = archive.getinfo(name)
    try:
        with archive.open(info) as file:
            content = file.read(info.file_size + 1)
    except Exception as error:  # a damaged archive raises whatever its decoder raises
        verdict.fails("files", f"cannot be read: {type(error).__name__}", name)
        return None
    if len(content) != info.file_size:
        verdict.fails("files", "has another size than the archive says", name)
    return content


def plain(content: bytes) -> Any:
    """Return the JSON in a file. Raises ValueError."""
    return json.loads(content)


def lines(content: bytes) -> list[Any]:
    """Return the JSON of each line of a file. Raises ValueError."""
    return [json.loads(line) for line in content.splitlines() if line]
