"""How a payload becomes plain JSON that means the same after a stay in the database."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from wuxing.proof.envelopes import Envelope, instant

_SAFE = 2**53
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps neither NUL nor halves of a pair
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Sealed(NamedTuple):
    """The columns of an entry that its envelope is made of, in the order of SEALED."""

    id: int
    tenant_id: int
    event: str
    occurred_at: datetime
    recorded_at: datetime
    source: str
    actor_id: int | None
    channel: str
    target_type: str
    target_id: int
    case_type: str | None
    case_id: int | None
    commitment: bytes


SEALED = ", ".join(f"e.{name}" for name in Sealed._fields)


def envelope_of(entry: Sealed) -> Envelope:
    """Return what the log says about an entry."""
    return Envelope(
        id=entry.id,
        type=entry.event,
        tenant=entry.tenant_id,
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        source=entry.source,
        actor=entry.actor_id,
        channel=entry.channel,
        target=f"{entry.target_type}:{entry.target_id}",
        case=None if entry.case_type is None else f"{entry.case_type}:{entry.case_id}",
        payload_commit=bytes(entry.commitment),
    )


@cache
def kind_of(model: type) -> str:
    """Return the name under which the ledger knows a model: its class name in snake_case."""
    return _HUMP.sub("_", model.__name__).lower()


def plain(value: Any) -> Any:
    """Return `value` as JSON values; numbers that JSON or the database would bend become text.

    Raises:
        ValueError: a number that is not finite, or a datetime without zone.
    """
    kind = type(value)
    if kind is str:
        return value if value.isascii() and "\x00" not in value else _UNSTORABLE.sub("\ufffd", value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if -_SAFE < value < _SAFE else str(value)
    if kind is dict:
        return {_name(key): plain(part) for key, part in value.items()}
    if kind is list or kind is tuple:
        return [plain(part) for part in value]
    return _plain_other(value)


def _plain_other(value: Any) -> Any:
    if isinstance(value, float):
        return _plain_float(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return instant(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_name(key): plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(part) for part in value), key=str)
    return _plain_text(value)


def _plain_text(value: Any) -> Any:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is not a finite number")
        return format(value, "f")
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.6f}"
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, int):
        return plain(int(value))
    if isinstance(value, UUID):
        return str(value)
    return plain(str(value))  # lazy texts, StrEnums


def _plain_float(value: float) -> Any:
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a finite number")
    if value.is_integer():
        return plain(int(value))
    return float(value)


def _name(key: Any) -> str:
    text = plain(key)
    return text if isinstance(text, str) else str(text)
