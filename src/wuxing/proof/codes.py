"""Carrier (c): the content's gist as a COSE_Sign1 in an upper-case address, for a QR code that any camera opens."""

import re
import zlib
from datetime import datetime
from typing import Any

from wuxing.proof import gists
from wuxing.proof.gists import BadCode, Code
from wuxing.proof.keys import ALGORITHMS, PREFIX, Keys, SigningKey
from wuxing.proof.refusals import MALFORMED, SIGNATURE, UNKNOWN_KEY

MOST_CHARACTERS = 4296  # what the largest QR code holds
MOST_BYTES = 4096

_ADDRESS = re.compile(r"(?:(HTTPS?)://([A-Z0-9.:-]{1,260})/C/)?([A-Z2-7]{16,4296})")
_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TAIL = {0: 0, 2: 2, 4: 4, 5: 1, 7: 3}  # characters over a group of eight: bits that must be zero
_ALGORITHMS = {one.cose: one.name for one in ALGORITHMS.values()}
_HEAD = b"\xd2\x84"  # tag 18, a list of four


def code(content: dict[str, Any], *, key: SigningKey, base: str, signed_at: datetime) -> str:
    """Return what the QR code of `content` says; `base` is the public address of the installation.

    Raises:
        BadContent: the content cannot be signed as it is.
    """
    payload = gists.written(gists.gist(content, int(signed_at.timestamp())))
    protected = _protected(key.algorithm, key.public.thumbprint[:PREFIX])
    message = _HEAD + _bytes(protected) + b"\xa0" + _bytes(payload) + _bytes(key.sign(_to_sign(protected, payload)))
    packed = zlib.compress(message, 9)
    return f"{base.upper()}/C/{base32(packed if len(packed) < len(message) else message)}"


def opened(text: str, keys: Keys) -> Code:
    """Return what a code says when one of `keys` signed it: its whole address, or the part after /C/.

    Raises:
        BadCode: `malformed`, `unknown_key`, `signature` or `content`.
    """
    host, message = _message(text)
    protected, payload, signature = _parts(message)
    algorithm, prefix = protected
    signed = _to_sign(_protected(algorithm, prefix), payload)
    candidates = [key for key in keys.by_prefix(prefix) if key.algorithm == algorithm]
    if not candidates:
        raise BadCode(UNKNOWN_KEY, f"no key {prefix.hex()}… is known")
    for key in candidates:
        if key.verify(signature, signed):
            return gists.read(payload, host, key)
    raise BadCode(SIGNATURE, "the signature is false")


def unverified(text: str) -> Code:
    """Return what a code claims, its signature not looked at; to say whose it would be.

    Raises:
        BadCode: `malformed` or `content`.
    """
    host, message = _message(text)
    return gists.read(_parts(message)[1], host, None)


def is_of(found: Code, content: dict[str, Any]) -> bool:
    """Say whether a code is one of exactly this content."""
    return gists.gist(content, int(found.signed_at.timestamp())) == dict(found.gist)


def base32(data: bytes) -> str:
    """Return RFC 4648 base32 without padding."""
    bits = len(data) * 8
    count = -(-bits // 5)
    value = int.from_bytes(data) << (count * 5 - bits)
    return "".join(_LETTERS[value >> 5 * place & 31] for place in range(count - 1, -1, -1))


def _message(text: str) -> tuple[str, bytes]:
    """Return the host of an address and the bytes of its code, unpacked where they are packed."""
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS + 300:
        raise BadCode(MALFORMED, "too long for a code")
    found = _ADDRESS.fullmatch(text.strip().removesuffix("/").upper())
    if found is None:
        raise BadCode(MALFORMED, "not the address of a certificate's code")
    data = _from_base32(found[3])
    if data[:1] == b"\x78":
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(data, MOST_BYTES + 1)
        except zlib.error:
            raise BadCode(MALFORMED, "the code cannot be unpacked") from None
        if not unpacker.eof or unpacker.unused_data:
            raise BadCode(MALFORMED, "the code is cut off, or too large")
    if len(data) > MOST_BYTES:
        raise BadCode(MALFORMED, "the code is too large")
    return (found[2] or "").lower(), data


def _from_base32(text: str) -> bytes:
    over = _TAIL.get(len(text) % 8)
    value = int(text.translate(_DIGITS), 32)
    if over is None or value & ((1 << over) - 1):
        raise BadCode(MALFORMED, "not base32 in its one form")
    return (value >> over).to_bytes(len(text) * 5 // 8)


def _parts(message: bytes) -> tuple[tuple[str, bytes], bytes, bytes]:
    """Return ((algorithm, start of the thumbprint), payload, signature) of a COSE_Sign1 in its one form."""
    if not message.startswith(_HEAD):
        raise BadCode(MALFORMED, "not a COSE_Sign1")
    protected, place = _take(message, len(_HEAD))
    if message[place : place + 1] != b"\xa0":
        raise BadCode(MALFORMED, "unprotected headers are not taken")
    payload, place = _take(message, place + 1)
    signature, place = _take(message, place)
    if place != len(message):
        raise BadCode(MALFORMED, "something follows the code")
    for cose, name in _ALGORITHMS.items():
        prefix = protected[-PREFIX:]
        if protected == _protected(name, prefix) and len(prefix) == PREFIX and cose < 0:
            return (name, prefix), payload, signature
    raise BadCode(MALFORMED, "not the header of a code: an algorithm that is known and a key")


def _take(message: bytes, place: int) -> tuple[bytes, int]:
    """Return the CBOR byte string at `place`, its length in the shortest form, and where it ends."""
    first = message[place] if place < len(message) else 0
    if 0x40 <= first < 0x58:
        length, start = first - 0x40, place + 1
    elif first == 0x58:
        length, start = int.from_bytes(message[place + 1 : place + 2]), place + 2
    elif first == 0x59:
        length, start = int.from_bytes(message[place + 1 : place + 3]), place + 3
    else:
        raise BadCode(MALFORMED, "a byte string is missing")
    if start + length > len(message) or _bytes(b"\0" * length) != message[place:start] + b"\0" * length:
        raise BadCode(MALFORMED, "the code is cut off")
    return message[start : start + length], start + length


def _bytes(data: bytes) -> bytes:
    """Return a CBOR byte string."""
    if len(data) < 24:
        return bytes([0x40 + len(data)]) + data
    return (b"\x58" + len(data).to_bytes(1) if len(data) < 256 else b"\x59" + len(data).to_bytes(2)) + data


def _protected(algorithm: str, prefix: bytes) -> bytes:
    return bytes([0xA2, 0x01, 0x1F - ALGORITHMS[algorithm].cose, 0x04]) + _bytes(prefix)


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    return b"\x84\x6aSignature1" + _bytes(protected) + b"\x40" + _bytes(payload)
