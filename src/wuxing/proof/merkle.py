"""The Merkle tree of RFC 6962 and RFC 9162, over a store of nodes.

A node is named (level, index): it is the root of the 2**level leaves that begin at index * 2**level, and it never
changes once it exists. A proof names all the nodes it needs first, reads them in one call, and folds the ragged right
edge itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

Place = tuple[int, int]
Nodes = Mapping[Place, bytes]
ReadNodes = Callable[[Sequence[Place]], Nodes]
Range = tuple[int, int]

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: its size and the roots of its complete subtrees, large to small."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf hash; return the nodes above the leaves that it completes, as (level, index, hash)."""
        completed: list[tuple[int, int, bytes]] = []
        level, index, node = 0, self.size, leaf
        while index & 1:
            node = node_hash(self.peaks.pop(), node)
            level, index = level + 1, index >> 1
            completed.append((level, index, node))
        self.peaks.append(node)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the tree hash of what was appended so far."""
        return fold(self.peaks) if self.peaks else EMPTY_ROOT


def frontier_at(size: int, read: ReadNodes) -> Frontier:
    """Return the right edge of the tree at `size`, from stored nodes."""
    places = list(places_of((0, size)))
    nodes = read(places)
    return Frontier(size, [nodes[place] for place in places])


def root_at(size: int, read: ReadNodes) -> bytes:
    """Return the tree hash at `size`, from stored nodes."""
    return frontier_at(size, read).root()


def places_of(span: Range) -> Iterator[Place]:
    """Yield the complete subtrees that make up the leaves from `start` to before `end`, left to right.

    `start` must be aligned as RFC 6962 splits are: a multiple of the largest subtree that follows.
    """
    start, end = span
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def fold(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees given large to small."""
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the leaves each hash of an inclusion proof covers, nearest to the leaf first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"the tree of size {size} has no leaf {index}")
    start, end, ranges = 0, size, list[Range]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """Return the leaves each hash of a consistency proof covers, in its order (RFC 6962, 2.1.2)."""
    if not 0 < old <= size:
        raise ValueError(f"there is no consistency proof from {old} to {size}")
    start, end, ranges = 0, size, list[Range]()
    while old < end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start > 0:
        ranges.append((start, end))
    return ranges[::-1]


def places_for(ranges: Iterable[Range]) -> list[Place]:
    """Return the nodes a proof over `ranges` needs."""
    return [place for span in ranges for place in places_of(span)]


def hashes_over(ranges: Iterable[Range], nodes: Nodes) -> list[bytes]:
    """Return one hash for each range, folded from stored nodes."""
    return [fold([nodes[place] for place in places_of(span)]) for span in ranges]


def inclusion_proof(index: int, size: int, read: ReadNodes) -> list[bytes]:
    """Return the proof that the leaf `index` is in the tree of `size`, with one call of `read`."""
    ranges = inclusion_ranges(index, size)
    return hashes_over(ranges, read(places_for(ranges)))


def consistency_proof(old: int, size: int, read: ReadNodes) -> list[bytes]:
    """Return the proof that the tree of `size` begins with the tree of `old`, with one call of `read`."""
    ranges = consistency_ranges(old, size)
    return hashes_over(ranges, read(places_for(ranges)))


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Return the root a proof leads to, or None when the proof has the wrong length (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    place, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            root = node_hash(sibling, root)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        place, last = place >> 1, last >> 1
    return root if last == 0 else None


def is_included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether `proof` shows the leaf at `index` in the tree of `size` with `root`."""
    return len(leaf) == 32 and root_from_inclusion(index, size, leaf, proof) == root


def is_consistent(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether `proof` shows that the tree of `size` begins with the tree of `old` (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(path) and _consistent_path(old - 1, size - 1, path, old_root, root)


def _consistent_path(place: int, last: int, path: Sequence[bytes], old_root: bytes, root: bytes) -> bool:
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return before == old_root and after == root and last == 0


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return int(1 << (count - 1).bit_length() - 1)
