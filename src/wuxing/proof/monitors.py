"""Follow a log: is what it shows today the continuation of what it showed before? Values in, values out."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wuxing.proof import checkpoints, merkle, tiles
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.cosignatures import Cosignature, Cosigner, cosigned
from wuxing.proof.merkle import Frontier, Nodes, Place
from wuxing.proof.notes import BadNote, Verifier, from_base64, parts_of
from wuxing.proof.sources import Missing, Source

MOST_CHECKPOINT = 64 * 1024
MOST_TILE = tiles.WIDTH * tiles.HASH_BYTES


class Fault(StrEnum):
    """What a monitor raises the alarm about."""

    FORK = "fork"  # two signed histories that exclude each other: proof of it is in the evidence
    ROLLBACK = "rollback"  # an older checkpoint is shown again
    WRONG_KEY = "wrong-key"  # not signed by the key that is known, or for another log
    MALFORMED = "malformed"  # no checkpoint
    MISSING = "missing"  # a file that the signed size promises is not there
    WRONG_TILES = "wrong-tiles"  # the hashes shown are not those that were signed
    WRONG_ENTRIES = "wrong-entries"  # the entries shown are not those that were signed
    COSIGNATURES = "cosignatures"  # fewer witnesses than asked for, or a false one


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong, in words, with the signed notes that show it."""

    fault: Fault
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What a monitor keeps of a log: its key, and the last checkpoint that was found to be in order."""

    origin: str
    key: str
    note: str = ""
    peaks: tuple[bytes, ...] = ()

    @property
    def head(self) -> Checkpoint:
        """Return the last checkpoint in order; before the first, that of the empty log."""
        return checkpoints.unverified(self.note) if self.note else Checkpoint(self.origin, 0, merkle.EMPTY_ROOT)

    def plain(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        peaks = [b64encode(peak).decode() for peak in self.peaks]
        return {"origin": self.origin, "key": self.key, "note": self.note, "peaks": peaks}


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a log found. `state` is the new one; after an alarm it stays with what was in order."""

    state: State
    head: Checkpoint | None = None
    cosignatures: tuple[Cosignature, ...] = ()
    alarm: Alarm | None = None


@dataclass
class _Wrong(Exception):
    fault: Fault
    text: str
    evidence: tuple[str, ...] = ()


def state_from(values: Any) -> State:
    """Return the state kept as JSON values.

    Raises:
        ValueError: that is no state of a monitor.
    """
    try:
        state = State(
            str(values["origin"]),
            str(values["key"]),
            str(values["note"]),
            tuple(from_base64(str(peak)) for peak in values["peaks"]),
        )
        head = state.head
    except (KeyError, TypeError) as error:
        raise ValueError("no state of a monitor") from error
    if (merkle.fold(state.peaks) if state.peaks else merkle.EMPTY_ROOT) != head.root:
        raise ValueError("the state of the monitor contradicts itself")
    return state


def look(
    source: Source,
    state: State,
    key: Verifier,
    *,
    witnesses: Sequence[Cosigner] = (),
    quorum: int = 0,
    entries: bool = True,
) -> Look:
    """Look at a log once. `entries`: read every new entry too, not only the hashes that the proof needs.

    Raises:
        Unreachable: the source cannot be asked; that says nothing about the log.
    """
    head, found = None, _Found()
    try:
        note = _note(source)
        head = _opened(note, key, state)
        grown = _continued(source, state, head, note, entries=entries)
        state = State(state.origin, state.key, note, tuple(grown.peaks))
        found.cosignatures = _cosigned(note, witnesses, quorum)
    except _Wrong as wrong:
        return Look(state, head, tuple(found.cosignatures), Alarm(wrong.fault, wrong.text, wrong.evidence))
    return Look(state, head, tuple(found.cosignatures))


@dataclass
class _Found:
    cosignatures: list[Cosignature] = field(default_factory=list)


def _note(source: Source) -> str:
    try:
        return source.read(tiles.CHECKPOINT, MOST_CHECKPOINT).decode()
    except Missing as error:
        raise _Wrong(Fault.MISSING, "the log shows no checkpoint") from error
    except UnicodeDecodeError as error:
        raise _Wrong(Fault.MALFORMED, "the checkpoint is not UTF-8") from error


def _opened(note: str, key: Verifier, state: State) -> Checkpoint:
    try:
        parts_of(note)
        checkpoints.unverified(note)
    except BadNote as error:
        raise _Wrong(Fault.MALFORMED, str(error)) from error
    try:
        return checkpoints.verified(note, [key], state.origin)
    except BadNote as error:
        raise _Wrong(Fault.WRONG_KEY, str(error), (note,)) from error


def _continued(source: Source, state: State, head: Checkpoint, note: str, *, entries: bool) -> Frontier:
    """Return the right edge of the log at `head`, which continues what was known."""
    known = state.head
    shown = _Tiles(source, max(head.size, known.size))
    try:
        if head.size == known.size:
            if head.root != known.root:
                raise _Wrong(Fault.FORK, f"two roots are signed for size {head.size}", (state.note, note))
            return Frontier(known.size, list(state.peaks))
        if head.size < known.size:
            raise _went_back(shown, state, head, note)
        return _grown(source, shown, state, head, note, entries=entries)
    except Missing as error:
        raise _Wrong(Fault.MISSING, f"{error} is not there, but {head.size} entries are signed", (note,)) from error
    except ValueError as error:
        raise _Wrong(Fault.WRONG_TILES, str(error), (note,)) from error


def _grown(source: Source, shown: "_Tiles", state: State, head: Checkpoint, note: str, *, entries: bool) -> Frontier:
    known = state.head
    edge = merkle.frontier_at(head.size, shown.read)
    if edge.root() != head.root:
        raise _Wrong(Fault.WRONG_TILES, "the hashes shown do not lead to the signed root", (note,))
    if known.size and _prefix(shown, known.size, head) != known.root:
        text = f"the log of {head.size} entries does not begin with the {known.size} that were signed before"
        raise _Wrong(Fault.FORK, text, (state.note, note))
    if entries:
        _read_entries(source, state, head, note)
    return edge


def _prefix(shown: "_Tiles", size: int, head: Checkpoint) -> bytes:
    """Return the root of the first `size` entries of the log at `head`, proven to be that by the hashes shown."""
    root = merkle.root_at(size, shown.read)
    proof = merkle.consistency_proof(size, head.size, shown.read)
    if not merkle.is_consistent(size, head.size, root, head.root, proof):
        raise _Wrong(Fault.WRONG_TILES, "the hashes shown do not lead to the signed root")
    return root


def _read_entries(source: Source, state: State, head: Checkpoint, note: str) -> None:
    """Read every entry from the last one known on; together they must lead to the signed root."""
    frontier = Frontier(state.head.size, list(state.peaks))
    for index in range(frontier.size // tiles.WIDTH, -(-head.size // tiles.WIDTH)):
        start = index * tiles.WIDTH
        width = min(tiles.WIDTH, head.size - start)
        paths = tiles.bundle_path(index, width), tiles.bundle_path(index)
        try:
            found = list(tiles.unbundled(_part(source, *paths, tiles.LONGEST_BUNDLE)))
        except ValueError as error:
            raise _Wrong(Fault.WRONG_ENTRIES, f"{paths[0]}: {error}", (note,)) from error
        for entry in found[frontier.size - start : width]:
            frontier.append(merkle.leaf_hash(entry))
    if (frontier.size, frontier.root()) != (head.size, head.root):
        raise _Wrong(Fault.WRONG_ENTRIES, "the entries shown are not those that were signed", (note,))


def _went_back(shown: "_Tiles", state: State, head: Checkpoint, note: str) -> _Wrong:
    known = state.head
    try:
        if head.size and _prefix(shown, head.size, known) != head.root:
            text = f"the {head.size} entries signed now are not the first of the {known.size} signed before"
            return _Wrong(Fault.FORK, text, (state.note, note))
    except (Missing, ValueError, _Wrong):
        pass  # the larger log is no longer shown: it went back all the same
    return _Wrong(Fault.ROLLBACK, f"{head.size} entries are shown, {known.size} were signed before", (state.note, note))


def _cosigned(note: str, witnesses: Sequence[Cosigner], quorum: int) -> list[Cosignature]:
    try:
        found = cosigned(note, witnesses)
    except BadNote as error:
        raise _Wrong(Fault.COSIGNATURES, str(error), (note,)) from error
    if len(found) < quorum:
        raise _Wrong(Fault.COSIGNATURES, f"{len(found)} of the {quorum} witnesses asked for cosigned", (note,))
    return found


def _part(source: Source, partial: str, full: str, most: int) -> bytes:
    """Return a partial file, or the full one that took its place."""
    try:
        return source.read(partial, most)
    except Missing:
        if partial == full:
            raise
    return source.read(full, most)


@dataclass
class _Tiles:
    """The nodes of a log of `size`, read from its tiles, each once."""

    source: Source
    size: int
    kept: dict[str, list[bytes]] = field(default_factory=dict)

    def read(self, places: Sequence[Place]) -> Nodes:
        """Return the nodes asked for. Raises Missing, ValueError."""
        return {place: self._node(*place) for place in places}

    def _node(self, level: int, index: int) -> bytes:
        tile, start = tiles.tile_of(level, index, self.size)
        if tile.path not in self.kept:
            full = tiles.Tile(tile.level, tile.index).path
            hashes = tiles.hashes_in(_part(self.source, tile.path, full, MOST_TILE))
            if len(hashes) < tile.width:
                raise ValueError(f"{tile.path} is too short")
            self.kept[tile.path] = hashes
        nodes = self.kept[tile.path][start : start + (1 << level % tiles.HEIGHT)]
        while len(nodes) > 1:
            nodes = [merkle.node_hash(*nodes[at : at + 2]) for at in range(0, len(nodes), 2)]
        return nodes[0]
