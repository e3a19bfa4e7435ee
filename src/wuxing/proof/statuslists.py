"""Status lists (W3C Bitstring Status List 1.0): one bit a certificate, signed with the time they were signed at."""

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard

from wuxing.proof import tokens
from wuxing.proof.canonical import canonical
from wuxing.proof.content import ENTRIES, URL
from wuxing.proof.credentials import CONTEXT, PURPOSES
from wuxing.proof.keys import BadKey, Keys, PublicKey, SigningKey, base64url, from_base64url
from wuxing.proof.refusals import CONTENT, NotProved

BYTES = ENTRIES // 8
LASTS = timedelta(days=7)
MOST_CHARACTERS = 64 << 10
_INSTANT = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_ENCODED = re.compile("u[A-Za-z0-9_-]+")
_GZIP = 31  # zlib's name for the gzip wrapper with the largest window


class BadStatusList(NotProved):
    """This is no status list that holds; says why."""


class Bits:
    """131,072 bits; the first is the most significant of the first byte."""

    def __init__(self, data: bytes = bytes(BYTES)) -> None:
        if len(data) != BYTES:
            raise BadStatusList(CONTENT, f"a status list has {BYTES} bytes")
        self._data = bytearray(data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bits) and self._data == other._data

    def __hash__(self) -> int:
        return hash(bytes(self._data))

    def __bytes__(self) -> bytes:
        return bytes(self._data)

    def get(self, index: int) -> bool:
        """Say whether the bit at `index` is set."""
        return bool(self._data[_place(index)] & (0x80 >> index % 8))

    def set(self, index: int, value: bool = True) -> None:
        """Set or clear the bit at `index`."""
        mask = 0x80 >> index % 8
        if value:
            self._data[_place(index)] |= mask
        else:
            self._data[_place(index)] &= ~mask

    def encode(self) -> str:
        """Return the list as `encodedList`: multibase base64url of gzip."""
        packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
        return "u" + base64url(packer.compress(bytes(self._data)) + packer.flush())

    @classmethod
    def decode(cls, text: object) -> "Bits":
        """Return the bits of an `encodedList`, never unpacking more than a list has.

        Raises:
            BadStatusList: `content`.
        """
        if not isinstance(text, str) or not text.startswith("u") or len(text) > MOST_CHARACTERS:
            raise BadStatusList(CONTENT, "not an encoded list")
        unpacker = zlib.decompressobj(_GZIP)
        try:
            data = unpacker.decompress(from_base64url(text[1:]), BYTES + 1)
        except (BadKey, zlib.error):
            raise BadStatusList(CONTENT, "the list cannot be unpacked") from None
        if len(data) != BYTES or not unpacker.eof or unpacker.unused_data:
            raise BadStatusList(CONTENT, f"not a list of exactly {BYTES} bytes")
        return cls(data)


@dataclass(frozen=True, slots=True)
class StatusListRead:
    """A status list as it was read, once its signature and its form hold."""

    bits: Bits
    url: str
    purpose: str
    did: str
    key: PublicKey
    signed_at: datetime
    valid_until: datetime


def issue(bits: Bits, *, url: str, purpose: str, key: SigningKey, did: str, signed_at: datetime) -> str:
    """Return the list at `url` as a signed credential that is good for seven days."""
    if purpose not in PURPOSES:
        raise ValueError(f"a status list is for {' or '.join(PURPOSES)}")
    return tokens.signed(canonical(_claims(bits.encode(), url, purpose, did, signed_at)), key, did)


def opened(token: str, keys: Keys) -> StatusListRead:
    """Return a status list when one of `keys` signed it. How old it may be is for the caller to judge.

    Raises:
        BadStatusList: `malformed`, `unknown_key`, `signature` or `content`.
    """
    try:
        payload, did, key = tokens.opened(token, keys, MOST_CHARACTERS)
        return _read(payload, did, key)
    except NotProved as error:
        raise BadStatusList(error.code, str(error)) from None


def _claims(encoded: str, url: str, purpose: str, did: str, signed_at: datetime) -> dict[str, Any]:
    return {
        "@context": [CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": _second(signed_at),
        "validUntil": _second(signed_at + LASTS),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded,
        },
    }


def _read(payload: bytes, did: str, key: PublicKey) -> StatusListRead:
    claimed = tokens.payload_from(payload, CONTENT)
    url, subject, since = claimed.get("id"), claimed.get("credentialSubject"), claimed.get("validFrom")
    if not _is(url, URL) or not isinstance(subject, dict) or not _is(since, _INSTANT):
        raise NotProved(CONTENT, "not a status list")
    purpose, encoded = subject.get("statusPurpose"), subject.get("encodedList")
    if purpose not in PURPOSES or not _is(encoded, _ENCODED):
        raise NotProved(CONTENT, "not a status list for revocation or suspension")
    try:
        signed_at = datetime.fromisoformat(since)
        ends = signed_at + LASTS
    except (ValueError, OverflowError):
        raise NotProved(CONTENT, "no time of signing") from None
    if canonical(_claims(encoded, url, purpose, did, signed_at)) != payload:
        raise NotProved(CONTENT, "the list says more, less or other things than a list does")
    return StatusListRead(Bits.decode(encoded), url, purpose, did, key, signed_at, ends)


def _is(value: object, pattern: re.Pattern[str]) -> TypeGuard[str]:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _place(index: int) -> int:
    if not 0 <= index < ENTRIES:
        raise IndexError(f"a status list has {ENTRIES} places")
    return index // 8


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
