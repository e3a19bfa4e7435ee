"""Signed notes (c2sp.org/signed-note): text, an empty line, and lines of signatures by named Ed25519 keys."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

ED25519 = b"\x01"
MARK = "— "
MOST_SIGNATURES = 64
_PRIVATE = "PRIVATE+KEY+"


class BadNote(ValueError):
    """The note is malformed, unsigned by a known key, or its signature is false."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under a name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that tell this key from others of its name."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def text(self) -> str:
        """Return the key as the standard writes it: name+id+key."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    def accepts(self, text: bytes, signature: bytes) -> bool:
        """Say whether `signature` is this key's over `text`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under a name; it never shows itself."""

    name: str
    private: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    def secret(self) -> str:
        """Return the key as it is kept in a file, in the form the Go tools read too. Never show or log it."""
        return f"{_PRIVATE}{self.name}+{self.verifier().key_id.hex()}+{b64encode(ED25519 + self.private).decode()}"

    def verifier(self) -> Verifier:
        """Return the public side."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(self.private)
        return Verifier(self.name, key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return `text` as a note signed by this key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        check_text(text)
        check_name(self.name)
        signature = Ed25519PrivateKey.from_private_bytes(self.private).sign(text.encode())
        return f"{text}\n{MARK}{self.name} {b64encode(self.verifier().key_id + signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of signature, as read."""

    name: str
    key_id: bytes
    value: bytes


def verifier_from(text: str) -> Verifier:
    """Return the key written as name+id+key.

    Raises:
        BadNote: the text is no key, or its id does not fit.
    """
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    key = from_base64(encoded)
    if len(key) != 33 or key[:1] != ED25519:
        raise BadNote("not an Ed25519 verifier key")
    check_name(name)
    verifier = Verifier(name, key[1:])
    if verifier.key_id.hex() != key_id:
        raise BadNote("the key's id does not fit the key")
    return verifier


def signer_from(text: str) -> Signer:
    """Return the private key kept as `Signer.secret` writes it.

    Raises:
        BadNote: the text is no key, or its id does not fit.
    """
    name, _, rest = text.strip().removeprefix(_PRIVATE).partition("+")
    key_id, _, encoded = rest.partition("+")
    key = from_base64(encoded)
    if not text.startswith(_PRIVATE) or len(key) != 33 or key[:1] != ED25519:
        raise BadNote("not an Ed25519 signer key")
    signer = Signer(name, key[1:])
    if signer.verifier().key_id.hex() != key_id:
        raise BadNote("the key's id does not fit the key")
    return signer


def new_signer(name: str) -> Signer:
    """Return a fresh key under `name`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    check_name(name)
    return Signer(name, Ed25519PrivateKey.generate().private_bytes_raw())


def parts_of(note: str) -> tuple[str, list[Signature]]:
    """Return the text of a note and its signatures, none of them checked.

    Raises:
        BadNote: the note is malformed.
    """
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise BadNote("a note is a text, an empty line and signatures")
    text += "\n"
    check_text(text)
    signatures = [_signature(line) for line in lines[:-1].split("\n")]
    if len(signatures) > MOST_SIGNATURES:
        raise BadNote(f"a note has at most {MOST_SIGNATURES} signatures")
    return text, signatures


def opened(note: str, keys: Iterable[Verifier]) -> tuple[str, list[Verifier]]:
    """Return the text of a note and which of `keys` signed it; unknown signatures are ignored.

    Raises:
        BadNote: the note is malformed, a known key's signature is false, or no known key signed.
    """
    text, signatures = parts_of(note)
    known = {(key.name, key.key_id): key for key in keys}
    signers: list[Verifier] = []
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None or key in signers:
            continue
        if not key.accepts(text.encode(), signature.value):
            raise BadNote(f"the signature of {key.name} is false")
        signers.append(key)
    if not signers:
        raise BadNote("no known key signed the note")
    return text, signers


def check_text(text: str) -> None:
    """Raise BadNote unless `text` ends in a newline and holds no other control character."""
    if not text.endswith("\n"):
        raise BadNote("the text of a note ends in a newline")
    if any(character < " " and character != "\n" for character in text):
        raise BadNote("a note holds no control characters")


def check_name(name: str) -> None:
    """Raise BadNote unless `name` can name a key."""
    if not name or "+" in name or any(character.isspace() for character in name):
        raise BadNote("a key's name is not empty and has neither space nor plus")


def _signature(line: str) -> Signature:
    if not line.startswith(MARK):
        raise BadNote("a signature begins with a dash and a space")
    name, _, encoded = line.removeprefix(MARK).partition(" ")
    check_name(name)
    value = from_base64(encoded)
    if len(value) < 5:
        raise BadNote("a signature has a key id and at least one byte")
    return Signature(name, value[:4], value[4:])


def from_base64(text: str) -> bytes:
    """Return the bytes of strict base64, or raise BadNote."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote("not base64") from error
