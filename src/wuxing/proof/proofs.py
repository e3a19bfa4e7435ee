"""One entry's proof as one file (c2sp.org/tlog-proof): envelope, path to the root, signed checkpoint."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from wuxing.proof import checkpoints, merkle
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.notes import BadNote, Verifier, from_base64

HEAD = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that an envelope is in a log; the envelope travels as the file's extra data."""

    envelope: bytes
    index: int
    path: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """Return the proof as a file."""
        lines = [HEAD, f"extra {_base64(self.envelope)}", f"index {self.index}", *map(_base64, self.path)]
        return "\n".join(lines) + f"\n\n{self.note}"


def proof_from(text: str) -> Proof:
    """Return the proof in a file, nothing of it checked.

    Raises:
        BadNote: the file is no proof.
    """
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if len(lines) < 3 or lines[0] != HEAD or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise BadNote("not a proof of an entry")
    index = lines[2].removeprefix("index ")
    if not (index.isascii() and index.isdecimal() and len(index) < 20):
        raise BadNote("the index of a proof is a plain number")
    envelope = from_base64(lines[1].removeprefix("extra "))
    return Proof(envelope, int(index), tuple(from_base64(line) for line in lines[3:]), note)


def checked(proof: Proof, keys: Iterable[Verifier], origin: str) -> Checkpoint:
    """Return the signed checkpoint that contains the proof's envelope.

    Raises:
        BadNote: the checkpoint is not signed by one of `keys`, or the path does not lead to its root.
    """
    checkpoint = checkpoints.verified(proof.note, keys, origin)
    leaf = merkle.leaf_hash(proof.envelope)
    if not merkle.is_included(proof.index, checkpoint.size, leaf, proof.path, checkpoint.root):
        raise BadNote("the path does not lead to the signed root")
    return checkpoint


def _base64(value: bytes) -> str:
    return b64encode(value).decode()
