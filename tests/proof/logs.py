"""A log as files, written by a hand of its own: honest, or not."""

from pathlib import Path

from wuxing.proof import checkpoints, merkle, tiles
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.notes import Signer

SIGNER = Signer("log.example/zhengxin", bytes(range(32)))


def entries(count: int, other: int | None = None) -> list[bytes]:
    """Make entries; from place `other` on, those of another history."""
    return [f"entry {place}{'' if other is None or place < other else ' rewritten'}".encode() for place in range(count)]


def tree(leaves: list[bytes]) -> tuple[bytes, dict[tuple[int, int], bytes]]:
    """Return root and all nodes over entries."""
    frontier, nodes = merkle.Frontier(), {}
    for place, entry in enumerate(leaves):
        nodes[(0, place)] = merkle.leaf_hash(entry)
        nodes.update({(level, index): node for level, index, node in frontier.append(nodes[(0, place)])})
    return frontier.root(), nodes


def head(leaves: list[bytes], signer: Signer = SIGNER) -> str:
    """Return the signed checkpoint over entries."""
    return checkpoints.signed(Checkpoint(SIGNER.name, len(leaves), tree(leaves)[0]), signer)


def written(folder: Path, leaves: list[bytes], signer: Signer = SIGNER) -> Path:
    """Write the log of these entries; what lay there before stays where it is not replaced."""
    root, nodes = tree(leaves)
    for tile in tiles.tiles_between(0, len(leaves)):
        hashes = [nodes[(tile.node_level, tile.start + place)] for place in range(tile.width)]
        _write(folder / tile.path, b"".join(hashes))
        if tile.level == 0:
            bundle = tiles.bundled(leaves[tile.start : tile.start + tile.width])
            _write(folder / tiles.bundle_path(tile.index, tile.width), bundle)
    _write(folder / "vkey", signer.verifier().text().encode() + b"\n")
    _write(folder / "checkpoint", checkpoints.signed(Checkpoint(SIGNER.name, len(leaves), root), signer).encode())
    return folder


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
