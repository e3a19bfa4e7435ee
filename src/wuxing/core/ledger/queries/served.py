"""What the world reads of a public log, file by file, and how long it may keep it."""

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256

from wuxing.core.ledger.queries import files
from wuxing.proof import tiles

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"
NOW = "public, max-age=3"
OPEN = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}")


@dataclass(frozen=True, slots=True)
class Served:
    """A file as it is answered."""

    content: bytes
    headers: dict[str, str]


def served(slug: str, path: str, *, zipped: bool = False) -> Served | None:
    """Return the file at `path` of the log `slug`, or None. Whether the log is public is asked by the caller.

    `zipped`: the reader takes gzip, which bundles of entries are sent in.
    """
    if not _SLUG.fullmatch(slug):
        return None
    kind, cache = TEXT, NOW if path == tiles.CHECKPOINT else SHORT
    if path not in (tiles.CHECKPOINT, files.KEY):
        try:
            tiles.tile_in(path)
        except ValueError:
            return None
        kind, cache = BYTES, SHORT if ".p/" in path else FOR_EVER
    try:
        content = (files.folder_of(slug) / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    headers = {"Content-Type": kind, "Cache-Control": cache, "ETag": f'"{sha256(content).hexdigest()[:32]}"', **OPEN}
    if path.startswith("tile/entries/"):
        headers["Vary"] = "Accept-Encoding"
        if zipped:
            content = gzip.compress(content, 6, mtime=0)
            headers |= {"Content-Encoding": "gzip", "ETag": f"W/{headers['ETag']}"}
    return Served(content, headers)
