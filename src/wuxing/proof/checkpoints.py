"""Checkpoints (c2sp.org/tlog-checkpoint): the origin, size and root of a log, as a signed note."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from wuxing.proof.notes import BadNote, Signer, Verifier, from_base64, opened, parts_of


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: which log, how many leaves, which root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def signed(checkpoint: Checkpoint, signer: Signer) -> str:
    """Return the checkpoint as a signed note."""
    if not checkpoint.origin or "\n" in checkpoint.origin:
        raise ValueError("the origin is one line")
    return signer.sign(checkpoint.text())


def verified(note: str, keys: Iterable[Verifier], origin: str) -> Checkpoint:
    """Return the checkpoint in a note that one of `keys` signed for the log `origin`.

    Raises:
        BadNote: the signature is false or missing, or this is no checkpoint of that log.
    """
    checkpoint = _from_text(opened(note, keys)[0])
    if checkpoint.origin != origin:
        raise BadNote(f"a checkpoint of {checkpoint.origin}, not of {origin}")
    return checkpoint


def unverified(note: str) -> Checkpoint:
    """Return the checkpoint a note claims, its signature not looked at.

    Raises:
        BadNote: the note is no checkpoint.
    """
    return _from_text(parts_of(note)[0])


def _from_text(text: str) -> Checkpoint:
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise BadNote("a checkpoint has an origin, a size and a root")
    origin, size, root = lines[:3]
    if not (size.isascii() and size.isdecimal() and len(size) < 20) or str(int(size)) != size:
        raise BadNote("the size of a checkpoint is a plain number")
    digest = from_base64(root)
    if len(digest) != 32:
        raise BadNote("the root of a checkpoint has 32 bytes")
    return Checkpoint(origin, int(size), digest)
