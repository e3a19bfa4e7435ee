"""One entry's proof as one file (c2sp.org/tlog-proof): envelope, path to the root, signed checkpoint."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from wuxing.proof import checkpoints, merkle
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.notes import BadNote, Verifier, from_base64
from wuxing.proof.witnesses import MOST_HASHES, plain_number

HEAD = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that an envelope is in a log; the envelope travels as the file's extra data, which may be absent."""

    envelope: bytes
    index: int
    path: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """Return the proof as a file."""
        extra = [f"extra {_base64(self.envelope)}"] if self.envelope else []
        lines = [HEAD, *extra, f"index {self.index}", *map(_base64, self.path)]
        return "\n".join(lines) + f"\n\n{self.note}"


def proof_from(text: str) -> Proof:
    """Return the proof in a file, nothing of it checked.

    Raises:
        BadNote: the file is no proof.
    """
    head, gap, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    extra = lines.pop(0) if lines and lines[0].startswith("extra ") else ""
    if first != HEAD or not gap or not lines or not lines[0].startswith("index "):
        raise BadNote("not a proof of an entry")
    path = tuple(from_base64(line) for line in lines[1:])
    if len(path) > MOST_HASHES or any(len(node) != 32 for node in path):
        raise BadNote("the path of a proof is at most 63 hashes of 32 bytes")
    return Proof(from_base64(extra.removeprefix("extra ")), plain_number(lines[0].removeprefix("index ")), path, note)


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
