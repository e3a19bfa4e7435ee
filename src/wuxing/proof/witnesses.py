"""The witness protocol (c2sp.org/tlog-witness): what a log asks of a witness, and what a witness may sign."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from wuxing.proof import checkpoints, merkle
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.notes import BadNote, Signature, Verifier, from_base64, opened, parts_of

MOST_HASHES = 63
MOST_BYTES = 64 * 1024  # of a request or an answer
SIZE_TYPE = "text/x.tlog.size"


class Refused(Exception):
    """A witness does not cosign. `status` is the answer's; `body` goes with it."""

    def __init__(self, status: int, why: str, body: str = "") -> None:
        super().__init__(why)
        self.status = status
        self.body = body or f"{why}\n"


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint with the proof that it continues the one of size `old`."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """Return the request as it is sent."""
        return "\n".join([f"old {self.old}", *(b64encode(node).decode() for node in self.proof)]) + f"\n\n{self.note}"


@dataclass(frozen=True, slots=True)
class Known:
    """What a witness keeps of a log: the last size and root that it cosigned."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT


def request_from(text: str) -> Request:
    """Return a request as sent, nothing of it judged.

    Raises:
        Refused: the request is malformed (400).
    """
    head, gap, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    number = first.removeprefix("old ")
    try:
        if not gap or not first.startswith("old ") or len(lines) > MOST_HASHES:
            raise BadNote("a request is an old size, at most 63 hashes, an empty line and a checkpoint")
        hashes = tuple(from_base64(line) for line in lines)
        if any(len(node) != 32 for node in hashes):
            raise BadNote("a hash has 32 bytes")
        return Request(plain_number(number), hashes, note)
    except BadNote as error:
        raise Refused(400, str(error)) from error


def origin_of(request: Request) -> str:
    """Return the log that a request says it is about.

    Raises:
        Refused: the checkpoint is malformed (400).
    """
    try:
        return checkpoints.unverified(request.note).origin
    except BadNote as error:
        raise Refused(400, str(error)) from error


def judged(request: Request, keys: Sequence[Verifier], known: Known) -> Checkpoint:
    """Return the checkpoint that the witness may cosign, given the log's keys and what it cosigned last.

    Raises:
        Refused: not signed by the log (403), the sizes are in the wrong order (400), not the size that was cosigned
            last (409, the body says which), or not a continuation of it (422).
    """
    try:
        opened(request.note, keys)
    except BadNote as error:
        raise Refused(403, str(error)) from error
    checkpoint = checkpoints.unverified(request.note)
    if request.old > checkpoint.size:
        raise Refused(400, "the old size is larger than the checkpoint")
    if request.old != known.size:
        raise Refused(409, f"the last size cosigned is {known.size}", f"{known.size}\n")
    if not _continues(request, known, checkpoint):
        raise Refused(422, "the proof does not show that the log only grew")
    return checkpoint


def signatures_in(answer: str) -> list[Signature]:
    """Return the signature lines of a witness's answer, none of them checked.

    Raises:
        BadNote: the answer is no list of signature lines.
    """
    if "\n\n" in answer:
        raise BadNote("an answer is signature lines and nothing else")
    return parts_of(f"\n\n{answer}")[1]


def plain_number(text: str) -> int:
    """Return a size as the standards write it: decimal, no leading zeroes.

    Raises:
        BadNote: it is written otherwise.
    """
    if not (text.isascii() and text.isdecimal() and len(text) < 20) or str(int(text)) != text:
        raise BadNote("a size is a plain number")
    return int(text)


def _continues(request: Request, known: Known, checkpoint: Checkpoint) -> bool:
    if checkpoint.size == 0:
        return checkpoint.root == merkle.EMPTY_ROOT and not request.proof
    if known.size == 0:
        return not request.proof
    return merkle.is_consistent(known.size, checkpoint.size, known.root, checkpoint.root, request.proof)
