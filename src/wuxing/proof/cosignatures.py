"""Cosignatures (c2sp.org/tlog-cosignature): a witness's word, with its time, that a log only ever grew."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from wuxing.proof.notes import MARK, BadNote, Signature, Signer, Verifier, check_name, from_base64, parts_of

KIND = b"\x04"  # Ed25519 with a time, over a checkpoint
LENGTH = 72
LATEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cosigner:
    """The public key of a witness under its name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that tell this key from others of its name."""
        return sha256(self.name.encode() + b"\n" + KIND + self.public).digest()[:4]

    def text(self) -> str:
        """Return the key as the standard writes it: name+id+key."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(KIND + self.public).decode()}"

    def accepts(self, text: bytes, signature: bytes) -> bool:
        """Say whether `signature`, its time in front, is this witness's over the checkpoint `text`."""
        if len(signature) != LENGTH or not 0 < time_of(signature) <= LATEST:
            return False
        return Verifier(self.name, self.public).accepts(_message(text, time_of(signature)), signature[8:])


@dataclass(frozen=True, slots=True)
class Cosignature:
    """Who cosigned a checkpoint, and when (seconds since 1970)."""

    cosigner: Cosigner
    at: int


def cosigner_from(text: str) -> Cosigner:
    """Return the witness's key written as name+id+key.

    Raises:
        BadNote: the text is no key of a witness, or its id does not fit.
    """
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    key = from_base64(encoded)
    if len(key) != 33 or key[:1] != KIND:
        raise BadNote("not the key of a witness (Ed25519 cosignature/v1)")
    check_name(name)
    cosigner = Cosigner(name, key[1:])
    if cosigner.key_id.hex() != key_id:
        raise BadNote("the key's id does not fit the key")
    return cosigner


def cosigner_of(signer: Signer) -> Cosigner:
    """Return the public side of a witness's private key."""
    return Cosigner(signer.name, signer.verifier().public)


def cosign(text: str, signer: Signer, at: int) -> str:
    """Return the line with which a witness cosigns the checkpoint `text` at a time; what may be signed is not judged."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not 0 < at <= LATEST:
        raise ValueError("a cosignature has a time after 1970")
    signature = Ed25519PrivateKey.from_private_bytes(signer.private).sign(_message(text.encode(), at))
    value = cosigner_of(signer).key_id + at.to_bytes(8) + signature
    return f"{MARK}{signer.name} {b64encode(value).decode()}\n"


def cosigned(note: str, cosigners: Iterable[Cosigner]) -> list[Cosignature]:
    """Return which of `cosigners` cosigned a checkpoint, in the order of its lines; unknown signatures are ignored.

    Raises:
        BadNote: the note is malformed, or a known witness's signature is false.
    """
    text, signatures = parts_of(note)
    known = {(cosigner.name, cosigner.key_id): cosigner for cosigner in cosigners}
    found: list[Cosignature] = []
    for signature in signatures:
        cosigner = known.get((signature.name, signature.key_id))
        if cosigner is None or any(each.cosigner == cosigner for each in found):
            continue
        if not cosigner.accepts(text.encode(), signature.value):
            raise BadNote(f"the cosignature of {cosigner.name} is false")
        found.append(Cosignature(cosigner, time_of(signature.value)))
    return found


def time_of(value: bytes) -> int:
    """Return the time in front of a cosignature."""
    return int.from_bytes(value[:8])


def line_of(signature: Signature) -> str:
    """Return a signature as its line in a note."""
    return f"{MARK}{signature.name} {b64encode(signature.key_id + signature.value).decode()}\n"


def _message(text: bytes, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n".encode() + text
