"""One vector: something to verify, what is given with it, and the verdict that must come out."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tools.vectors import world
from wuxing.proof import statuslists
from wuxing.proof.canonical import canonical
from wuxing.proof.keys import SigningKey, base64url
from wuxing.proof.statuslists import Bits

SUFFIX = {"credential": "jwt", "code": "txt", "pdf": "pdf"}


@dataclass(frozen=True)
class File:
    """A file that is given with a vector."""

    name: str
    text: str


def listed(
    name: str,
    purpose: str,
    *set_bits: int,
    key: SigningKey = world.CURRENT,
    did: str = world.DID,
    base: str = world.LIST,
    at: datetime = world.LISTED,
) -> File:
    """Return a signed status list as a file."""
    bits = Bits()
    for index in set_bits:
        bits.set(index)
    url = f"{base}/{purpose}"
    text = statuslists.issue(bits, url=url, purpose=purpose, key=key, did=did, signed_at=at)
    return File(f"status/{name}.jwt", text)


GOOD = (
    listed("revocation", "revocation", world.WITHDRAWN_INDEX),
    listed("suspension", "suspension", world.SUSPENDED_INDEX),
)
GOOD_REHEARSAL = tuple(
    listed(f"rehearsal-{purpose}", purpose, key=world.REHEARSING, base=world.REHEARSAL_LIST)
    for purpose in ("revocation", "suspension")
)


@dataclass(frozen=True)
class Vector:
    """What to verify and what must come out."""

    name: str
    kind: str
    data: bytes | str
    expected: str
    says: str
    status: tuple[File, ...] = GOOD
    proof: File | None = None
    opening: File | None = None
    content: File | None = None
    at: datetime = field(default=world.NOW)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the vector: name and bytes."""
        yield self.file, self.data.encode() if isinstance(self.data, str) else self.data
        for one in (*self.status, self.proof, self.opening, self.content):
            if one is not None:
                yield one.name, one.text.encode()

    @property
    def file(self) -> str:
        return f"{self.kind}/{self.name}.{SUFFIX[self.kind]}"

    def row(self) -> dict[str, Any]:
        """Return the vector as index.json says it."""
        given = {name: getattr(self, name) for name in ("proof", "opening", "content")}
        return {
            "name": self.name,
            "kind": self.kind,
            "file": self.file,
            "status": [one.name for one in self.status],
            **{name: one and one.name for name, one in given.items()},
            "trust": "trust.json",
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "expected": self.expected,
            "says": self.says,
        }


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return header, payload and signature of a token."""
    header, payload, signature = token.split(".")
    return _json(header), _json(payload), signature


def joined(header: dict[str, Any], payload: dict[str, Any] | bytes, signature: str) -> str:
    """Return a token of these parts, whatever its signature says."""
    data = payload if isinstance(payload, bytes) else canonical(payload)
    return f"{base64url(canonical(header))}.{base64url(data)}.{signature}"


def signed(header: dict[str, Any], payload: dict[str, Any] | bytes, key: SigningKey) -> str:
    """Return a token of these parts, signed by `key`."""
    text = joined(header, payload, "").removesuffix(".")
    return f"{text}.{base64url(key.sign(text.encode()))}"


def changed_everywhere(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield (path, copy) for each leaf of a JSON value, the leaf changed in the copy."""
    for path in _leaves(value, ()):
        copy = deepcopy(value)
        place = copy
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = changed(place[path[-1]])
        yield "-".join(str(step).strip("@").lower() for step in path), copy


def changed(value: Any) -> Any:
    """Return a value of the same type that is another."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, str):
        last = value[-1:]
        return value[:-1] + ("8" if last != "8" and last.isdigit() else "7" if last == "8" else last + "x")
    return "X"


def _leaves(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for name in sorted(value):
            yield from _leaves(value[name], (*path, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(part, (*path, index))
    else:
        yield path


def _json(text: str) -> dict[str, Any]:
    return json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
