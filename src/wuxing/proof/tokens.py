"""Compact signed tokens (JWS, RFC 7515), in the one form that is written here and no other."""

import json
import re
from functools import lru_cache
from typing import Any

from wuxing.proof.canonical import canonical
from wuxing.proof.content import DID
from wuxing.proof.keys import ALGORITHMS, BadKey, Keys, PublicKey, SigningKey, base64url, from_base64url
from wuxing.proof.refusals import MALFORMED, SIGNATURE, UNKNOWN_KEY, NotProved

MEDIA = {"typ": "vc+jwt", "cty": "vc"}
HEADER = {"alg", "typ", "cty", "kid"}
MOST_HEADER = 1024
_KID = re.compile(f"{DID}#[A-Za-z0-9_-]{{43}}")


def signed(payload: bytes, key: SigningKey, did: str) -> str:
    """Return the payload as a token signed by a key of `did`."""
    header = {"alg": key.algorithm, **MEDIA, "kid": f"{did}#{key.kid}"}
    text = f"{base64url(canonical(header))}.{base64url(payload)}"
    return f"{text}.{base64url(key.sign(text.encode()))}"


def opened(token: str, keys: Keys, most: int) -> tuple[bytes, str, PublicKey]:
    """Return the payload of a token of at most `most` characters, the did it names, and the key that signed it.

    Raises:
        NotProved: `malformed`, `unknown_key` or `signature`.
    """
    did, kid, alg = header_of(token, most)
    text, _, signature = token.rpartition(".")
    key = keys.by_kid(kid)
    if key is None:
        raise NotProved(UNKNOWN_KEY, f"no key {kid:.60} is known")
    if key.algorithm != alg:
        raise NotProved(UNKNOWN_KEY, f"the key is one for {key.algorithm}, not {alg}")
    try:
        value, payload = from_base64url(signature), from_base64url(text.partition(".")[2])
    except BadKey as error:
        raise NotProved(MALFORMED, str(error)) from None
    if not key.verify(value, text.encode()):
        raise NotProved(SIGNATURE, "the signature is false")
    return payload, did, key


def header_of(token: str, most: int) -> tuple[str, str, str]:
    """Return did, key id and algorithm that a token names; nothing is checked but the form of its header.

    Raises:
        NotProved: `malformed`.
    """
    if not isinstance(token, str) or len(token) > most or token.count(".") != 2 or not token.isascii():
        raise NotProved(MALFORMED, f"not a token of at most {most} characters")
    return _header(token.partition(".")[0])


@lru_cache(maxsize=256)
def _header(first: str) -> tuple[str, str, str]:
    try:
        header = json.loads(from_base64url(first) if len(first) <= MOST_HEADER else b"")
    except (BadKey, ValueError, RecursionError):
        raise NotProved(MALFORMED, "the header cannot be read") from None
    if not _is_ours(header):
        raise NotProved(MALFORMED, "not the header of a credential: alg, typ, cty and kid, nothing else")
    did, _, kid = header["kid"].partition("#")
    return did, kid, header["alg"]


def _is_ours(header: object) -> bool:
    return (
        isinstance(header, dict)
        and header.keys() == HEADER
        and all(isinstance(value, str) for value in header.values())
        and {name: header[name] for name in MEDIA} == MEDIA
        and header["alg"] in ALGORITHMS
        and _KID.fullmatch(header["kid"]) is not None
    )


def payload_from(data: bytes, code: str) -> dict[str, Any]:
    """Return the JSON object in a payload that is signed; its form is for the caller to compare.

    Raises:
        NotProved: `code`.
    """
    try:
        value = json.loads(data.decode())
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise NotProved(code, "the payload is not a JSON object")
    return value
