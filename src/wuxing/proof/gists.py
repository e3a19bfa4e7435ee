"""What a code says: the content in short, as a flat CBOR map with small names."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from wuxing.proof import content as contents
from wuxing.proof.content import ENTRIES, REHEARSAL
from wuxing.proof.keys import PublicKey
from wuxing.proof.refusals import CONTENT, NotProved

VERSION = 1
MARK = "…"
LONGEST_HOLDER, LONGEST_SCOPE = 180, 120  # bytes of UTF-8, the mark included
LAST_DAY, LAST_SECOND = 376_199, 32_503_679_999  # 2999-12-31

_EPOCH = date(1970, 1, 1)


class BadCode(NotProved):
    """This is no code of ours that holds; says why."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says. `host` is where its address leads and is not signed."""

    host: str
    rehearsal: bool
    slug: str
    number: str
    revision: int
    holder: str
    credit_code: str
    scheme: str
    scheme_digest: bytes
    level: str
    stars: int
    score: Decimal | None
    issued_on: date
    valid_until: date
    surveillance_due_on: date | None
    scope: str
    status_number: int
    status_index: int
    digest: bytes
    signed_at: datetime
    key: PublicKey | None
    gist: Mapping[int, Any] = field(repr=False, compare=False)


def gist(content: dict[str, Any], signed: int) -> dict[int, Any]:
    """Return the content in short, as the table of the format says it."""
    contents.check(content)
    scheme, _, sha256 = content["scheme"]["id"].partition("#sha256:")
    found = {
        1: VERSION,
        2: 2 if content["type"] == REHEARSAL else 1,
        3: contents.slug_of(content),
        4: content["number"],
        5: content["revision"],
        6: _cut(content["holder"]["name"], LONGEST_HOLDER),
        7: content["holder"]["credit_code"] or None,
        8: scheme,
        9: bytes.fromhex(sha256[:32]),
        10: content["level"]["id"],
        11: content["level"]["stars"],
        12: int(content["score"].replace(".", "")) if content["score"] else None,
        13: _day(content["issued_on"]),
        14: _day(content["valid_until"]),
        15: _day(content["surveillance_due_on"]) if content["surveillance_due_on"] else None,
        16: _cut(content["scope"], LONGEST_SCOPE) or None,
        17: contents.status_place(content)[2],
        18: content["status"]["index"],
        19: contents.digest(content),
        20: signed,
    }
    return {name: value for name, value in found.items() if value is not None}


def written(found: Mapping[int, Any]) -> bytes:
    """Return the map in its one form (RFC 8949, 4.2.1)."""
    import cbor2

    return cbor2.dumps(found, canonical=True)


def read(payload: bytes, host: str, key: PublicKey | None) -> Code:
    """Return the code that a payload describes.

    Raises:
        BadCode: `content`.
    """
    import cbor2

    try:
        found = cbor2.loads(payload, max_depth=1, allow_indefinite=False, allow_duplicate_keys=False)
    except (cbor2.CBORError, ValueError, OverflowError):
        raise BadCode(CONTENT, "the payload is not a flat CBOR map") from None
    if type(found) is not dict or not all(type(name) is int for name in found) or written(found) != payload:
        raise BadCode(CONTENT, "the payload is not a CBOR map in its one form")
    for name, (optional, check) in _TABLE.items():
        if not check(found[name]) if name in found else not optional:
            raise BadCode(CONTENT, f"entry {name} is missing or false")
    if not found.keys() <= _TABLE.keys():
        raise BadCode(CONTENT, "an entry that is not known")
    return _code(found, host, key)


def _code(found: dict[int, Any], host: str, key: PublicKey | None) -> Code:
    score, due = found.get(12), found.get(15)
    return Code(
        host=host,
        rehearsal=found[2] == 2,
        slug=found[3],
        number=found[4],
        revision=found[5],
        holder=found[6],
        credit_code=found.get(7, ""),
        scheme=found[8],
        scheme_digest=found[9],
        level=found[10],
        stars=found[11],
        score=None if score is None else Decimal(score).scaleb(-2),
        issued_on=_EPOCH + timedelta(found[13]),
        valid_until=_EPOCH + timedelta(found[14]),
        surveillance_due_on=None if due is None else _EPOCH + timedelta(due),
        scope=found.get(16, ""),
        status_number=found[17],
        status_index=found[18],
        digest=found[19],
        signed_at=datetime.fromtimestamp(found[20], UTC),
        key=key,
        gist=found,
    )


def _day(text: str) -> int:
    return (date.fromisoformat(text) - _EPOCH).days


def _cut(text: str, most: int) -> str:
    """Return `text` in at most `most` bytes; what is cut off ends in a mark."""
    data = text.encode()
    if len(data) <= most:
        return text
    return data[: most - len(MARK.encode())].decode(errors="ignore") + MARK


def _text(pattern: str) -> Callable[[Any], bool]:
    found = re.compile(pattern)
    return lambda v: type(v) is str and bool(found.fullmatch(v))


def _line(least: int, most: int) -> Callable[[Any], bool]:
    return lambda v: type(v) is str and least <= len(v.encode()) <= most and contents.is_shown(v)


def _whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda v: type(v) is int and least <= v <= most


def _digest(size: int) -> Callable[[Any], bool]:
    return lambda v: type(v) is bytes and len(v) == size


_TABLE: dict[int, tuple[bool, Callable[[Any], bool]]] = {  # whether it may be absent, and what it must be
    1: (False, _whole(VERSION, VERSION)),
    2: (False, _whole(1, 2)),
    3: (False, _text("[A-Za-z0-9_-]{1,50}")),
    4: (False, _text("[A-Za-z0-9._-]{1,60}")),
    5: (False, _whole(1, 9999)),
    6: (False, _line(1, LONGEST_HOLDER)),
    7: (True, _text("[0-9A-Z]{18}")),
    8: (False, _text("[A-Za-z0-9._-]{1,80}@[A-Za-z0-9._-]{1,20}")),
    9: (False, _digest(16)),
    10: (False, _text("[A-Za-z0-9._-]{1,40}")),
    11: (False, _whole(0, 12)),
    12: (True, _whole(0, 999_999)),
    13: (False, _whole(0, LAST_DAY)),
    14: (False, _whole(0, LAST_DAY)),
    15: (True, _whole(0, LAST_DAY)),
    16: (True, _line(1, LONGEST_SCOPE)),
    17: (False, _whole(1, 999_999)),
    18: (False, _whole(0, ENTRIES - 1)),
    19: (False, _digest(32)),
    20: (False, _whole(0, LAST_SECOND)),
}
