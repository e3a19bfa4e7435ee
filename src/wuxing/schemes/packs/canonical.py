"""The canonical form of a pack (RFC 8785) and its sha256: the same content has the same name in any layout."""

import hashlib
import json
from typing import Any

import rfc8785


def canonical(data: dict[str, Any]) -> bytes:
    """Return the one byte string that stands for this content."""
    return rfc8785.dumps(data)


def digest(form: bytes) -> str:
    """Return the sha256 of a canonical form, in hexadecimal."""
    return hashlib.sha256(form).hexdigest()


def content(form: bytes | str) -> dict[str, Any]:
    """Return the data of a canonical form."""
    data: dict[str, Any] = json.loads(form)
    return data
