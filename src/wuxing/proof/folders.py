"""Check a published log from its files alone: the signature, every entry, and the tree over them."""

from collections.abc import Iterator
from pathlib import Path

from wuxing.proof import checkpoints, merkle, tiles
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.notes import BadNote, Verifier


def checked(folder: Path, key: Verifier) -> Checkpoint:
    """Return the checkpoint of the log in `folder` after recomputing its root from the entries.

    Raises:
        BadNote: the checkpoint is not signed by `key`, or the entries are not those it was signed for.
        OSError: a file is missing.
    """
    note = (folder / tiles.CHECKPOINT).read_text()
    checkpoint = checkpoints.verified(note, [key], key.name)
    frontier = merkle.Frontier()
    for entry in entries(folder, checkpoint.size):
        frontier.append(merkle.leaf_hash(entry))
    if frontier.size != checkpoint.size:
        raise BadNote(f"{frontier.size} entries, but {checkpoint.size} were signed")
    if frontier.root() != checkpoint.root:
        raise BadNote("the entries are not those that were signed")
    return checkpoint


def entries(folder: Path, size: int) -> Iterator[bytes]:
    """Yield the first `size` entries of the log in `folder`."""
    for index in range(0, size, tiles.WIDTH):
        width = min(tiles.WIDTH, size - index)
        bundle = part(folder, tiles.bundle_path(index // tiles.WIDTH, width), tiles.bundle_path(index // tiles.WIDTH))
        yield from list(tiles.unbundled(bundle))[:width]


def part(folder: Path, partial: str, full: str) -> bytes:
    """Return a partial file, or the full one that took its place."""
    try:
        return (folder / partial).read_bytes()
    except FileNotFoundError:
        return (folder / full).read_bytes()
