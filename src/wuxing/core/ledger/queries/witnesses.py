"""What testifies about a log: checkpoints in the database, in the published files, and one kept elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from wuxing.core.ledger.queries import files
from wuxing.proof import checkpoints, folders, merkle, tiles
from wuxing.proof.differences import Fault
from wuxing.proof.notes import BadNote, Verifier
from wuxing.proof.tiles import WIDTH, Tile

Report = Callable[[Fault, str], None]

_STORED = "SELECT size, root, note FROM core_checkpoint WHERE tenant_id = %s ORDER BY size"


@dataclass(frozen=True, slots=True)
class Claim:
    """A signed statement: the first `size` entries have this root. `name` says where it was found."""

    name: str
    size: int
    root: bytes
    is_stored: bool = False
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class Tiles:
    """The published leaf hashes, as far as they were found to lead to the signed root."""

    folder: Path
    size: int = 0

    def hashes(self, start: int, end: int) -> dict[int, bytes]:
        """Return the sealed hashes from index `start` to before `end`, by index; `end` may lie beyond the last."""
        found: dict[int, bytes] = {}
        for index in range(start // WIDTH, -(-min(end, self.size) // WIDTH)):
            width = min(WIDTH, self.size - index * WIDTH)
            tile = folders.part(self.folder, Tile(0, index, width).path, Tile(0, index).path)
            hashes = tiles.hashes_in(tile)[:width]
            found.update(enumerate(hashes, index * WIDTH))
        return {index: leaf for index, leaf in found.items() if start <= index < end}


def claims_on(tenant_id: int, slug: str, elsewhere: str | None, report: Report) -> list[Claim]:
    """Return all checkpoints with a good signature; report those without."""
    verifier = files.verifier_of(slug)
    claims: list[Claim] = []
    try:
        if (note := files.published_note(slug)) is not None:
            claims += _claim(note, verifier, "the published checkpoint", report, is_published=True)
    except (OSError, UnicodeDecodeError) as error:
        report(Fault.BAD_SIGNATURE, f"the published checkpoint cannot be read: {error}")
    if elsewhere is not None:
        claims += _claim(elsewhere, verifier, "the checkpoint given", report)
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [tenant_id])
        stored = cursor.fetchall()
    for size, root, note in stored:
        name = f"the stored checkpoint of size {size}"
        for claim in _claim(note, verifier, name, report, is_stored=True):
            if (claim.size, claim.root) == (size, bytes(root)):
                claims.append(claim)
            else:
                report(Fault.CHANGED, f"{name} says something else than what was signed")
    return claims


def trusted_tiles(slug: str, claims: Sequence[Claim], report: Report) -> Tiles:
    """Return the published hashes if they lead to the published checkpoint's root; report it when they do not."""
    folder = files.folder_of(slug)
    claim = next((claim for claim in claims if claim.is_published), None)
    if claim is None:
        return Tiles(folder)
    found = Tiles(folder, claim.size)
    frontier = merkle.Frontier()
    try:
        for start in range(0, claim.size, WIDTH):
            for leaf in found.hashes(start, start + WIDTH).values():
                frontier.append(leaf)
    except (OSError, ValueError) as error:
        report(Fault.UNPUBLISHED, f"the published files are not all here: {error}")
        return Tiles(folder)
    if (frontier.size, frontier.root()) != (claim.size, claim.root):
        report(Fault.CHANGED, "the published files are not those that were signed")
        return Tiles(folder)
    return found


def _claim(
    note: str,
    verifier: Verifier | None,
    name: str,
    report: Report,
    *,
    is_stored: bool = False,
    is_published: bool = False,
) -> list[Claim]:
    if verifier is None:
        report(Fault.BAD_SIGNATURE, f"{name}: the key of this log is not on this machine")
        return []
    try:
        signed = checkpoints.verified(note, [verifier], verifier.name)
    except BadNote as error:
        report(Fault.BAD_SIGNATURE, f"{name}: {error}")
        return []
    return [Claim(name, signed.size, signed.root, is_stored, is_published)]
