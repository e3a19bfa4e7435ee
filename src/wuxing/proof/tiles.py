"""Tiles (c2sp.org/tlog-tiles): the log as plain files that any static host can serve."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WIDTH = 256
HEIGHT = 8
HASH_BYTES = 32
ENTRIES = "entries"
CHECKPOINT = "checkpoint"
LONGEST_ENTRY = 65_535
LONGEST_BUNDLE = WIDTH * (LONGEST_ENTRY + 2)
_PATH = re.compile(
    r"tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Hashes index*256 up to index*256+width of a tile level; the hashes of level l are nodes of level 8*l."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return where the tile lies under the log's prefix."""
        return f"tile/{self.level}/{_number(self.index, self.width)}"

    @property
    def node_level(self) -> int:
        """Return the level in the tree of the tile's hashes."""
        return HEIGHT * self.level

    @property
    def start(self) -> int:
        """Return the index, in its level of the tree, of the tile's first hash."""
        return self.index * WIDTH


def bundle_path(index: int, width: int = WIDTH) -> str:
    """Return where the entries index*256 up to index*256+width lie under the log's prefix."""
    return f"tile/{ENTRIES}/{_number(index, width)}"


def tile_in(path: str) -> Tile | None:
    """Return the tile of hashes that lies at `path` under the log's prefix; None for a bundle of entries.

    Raises:
        ValueError: nothing of a log lies there.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError("nothing of a log lies there")
    level, number, width = found.groups()
    tile = Tile(
        0 if level == ENTRIES else int(level), int(number.replace("/", "").replace("x", "")), int(width or WIDTH)
    )
    if path != (bundle_path(tile.index, tile.width) if level == ENTRIES else tile.path):
        raise ValueError("nothing of a log lies there")
    return None if level == ENTRIES else tile


def tile_of(level: int, index: int, size: int) -> tuple[Tile, int]:
    """Return the tile, in a log of `size`, that holds the node (level, index) or what it is made of, and from where.

    Raises:
        ValueError: a log of `size` has no such node.
    """
    tile_level, inner = divmod(level, HEIGHT)
    first = index << inner
    tile = first // WIDTH
    width = min(WIDTH, (size >> (HEIGHT * tile_level)) - tile * WIDTH)
    place = first - tile * WIDTH
    if place + (1 << inner) > width:
        raise ValueError(f"a log of {size} entries has no node {level}, {index}")
    return Tile(tile_level, tile, width), place


def tiles_between(old: int, size: int) -> Iterator[Tile]:
    """Yield the tiles a log of `size` has and a log of `old` had not, full and partial, lowest level first."""
    level = 0
    while size >> (HEIGHT * level):
        before, now = old >> (HEIGHT * level), size >> (HEIGHT * level)
        if now > before:
            for index in range(before // WIDTH, now // WIDTH):
                yield Tile(level, index)
            if now % WIDTH:
                yield Tile(level, now // WIDTH, now % WIDTH)
        level += 1


def bundled(entries: Iterable[bytes]) -> bytes:
    """Return entries as a bundle: each after its length in two bytes."""
    return b"".join(_sized(entry) for entry in entries)


def unbundled(bundle: bytes) -> Iterator[bytes]:
    """Yield the entries of a bundle.

    Raises:
        ValueError: the bundle ends within an entry.
    """
    place = 0
    while place < len(bundle):
        length = int.from_bytes(bundle[place : place + 2])
        entry = bundle[place + 2 : place + 2 + length]
        if place + 2 > len(bundle) or len(entry) != length:
            raise ValueError("the bundle ends within an entry")
        yield entry
        place += 2 + length


def hashes_in(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile.

    Raises:
        ValueError: the tile ends within a hash.
    """
    if len(tile) % HASH_BYTES:
        raise ValueError("the tile ends within a hash")
    return [tile[place : place + HASH_BYTES] for place in range(0, len(tile), HASH_BYTES)]


def _number(index: int, width: int) -> str:
    if not 0 < width <= WIDTH or index < 0:
        raise ValueError(f"no tile {index} of width {width}")
    text = str(index)
    digits = text.zfill(-(-len(text) // 3) * 3)
    parts = [digits[place : place + 3] for place in range(0, len(digits), 3)]
    path = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return path if width == WIDTH else f"{path}.p/{width}"


def _sized(entry: bytes) -> bytes:
    if len(entry) > LONGEST_ENTRY:
        raise ValueError(f"an entry has at most {LONGEST_ENTRY} bytes")
    return len(entry).to_bytes(2) + entry
