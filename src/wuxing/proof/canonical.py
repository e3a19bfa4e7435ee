"""Canonical JSON (RFC 8785, JCS): one value has one text, so it has one hash."""

import json
from typing import Any

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode
_LIMIT = 2**53


def canonical(value: Any) -> bytes:
    """Return `value` as canonical JSON.

    Raises:
        ValueError: the value has no canonical form (a number out of range, a lone surrogate, a foreign type).
    """
    if _is_simple(value):
        return plain(value)
    import rfc8785

    return rfc8785.dumps(value)


def plain(value: Any) -> bytes:
    """Return a value as canonical JSON that is known to be plain: no float, no large number, ASCII names."""
    return _encode(value).encode()


def _is_simple(value: Any) -> bool:
    """Say whether the standard encoder writes what RFC 8785 demands: no float, no large number, ASCII names."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-_LIMIT < value < _LIMIT)
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_simple(part) for key, part in value.items())
    if kind is list:
        return all(_is_simple(part) for part in value)
    return False
