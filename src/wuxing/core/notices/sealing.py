"""Secrets of channels at rest: AES-256-GCM under the installation's secret, bound to the channel they belong to.

The secret is WUXING_KEY_SECRET, or a file of its own (`secrets/notices.secret`) that only its owner reads.
"""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from wuxing.config.secrets import kept
from wuxing.core.errors import RuleBroken
from wuxing.core.notices.models import NoticeChannel
from wuxing.core.reasons import say

VERSION = b"\x01"
SALT, NONCE = 16, 12


def sealed(content: dict[str, Any], *, tenant_id: int, channel_id: int) -> bytes:
    """Return what is kept of a channel's secrets."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    body = AESGCM(_key(salt)).encrypt(nonce, json.dumps(content).encode(), _about(tenant_id, channel_id))
    return VERSION + salt + nonce + body


def opened(kept_as: bytes | memoryview | None, *, tenant_id: int, channel_id: int) -> dict[str, Any]:
    """Return a channel's secrets. Raises RuleBroken: they were kept under another secret, or for another channel."""
    content = bytes(kept_as or b"")
    salt, nonce = content[1 : 1 + SALT], content[1 + SALT : 1 + SALT + NONCE]
    try:
        if content[:1] != VERSION:
            raise ValueError("another version")
        plain = AESGCM(_key(salt)).decrypt(nonce, content[1 + SALT + NONCE :], _about(tenant_id, channel_id))
    except (InvalidTag, ValueError) as error:
        raise RuleBroken(
            say("the channel's secrets cannot be opened with the secret of this installation; enter them again")
        ) from error
    found: dict[str, Any] = json.loads(plain)
    return found


def opened_of(channel: NoticeChannel) -> dict[str, Any]:
    """Return the secrets of a channel; one that has none gives nothing. Raises RuleBroken."""
    if channel.sealed is None:
        return {}
    return opened(channel.sealed, tenant_id=channel.tenant_id, channel_id=channel.pk)


def _key(salt: bytes) -> bytes:
    given = str(settings.KEY_SECRET) or kept(Path(settings.DATA) / "secrets" / "notices.secret")
    secret = sha256(given.encode()).digest()
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"wuxing notice channel 1").derive(secret)


def _about(tenant_id: int, channel_id: int) -> bytes:
    return f"{tenant_id}:{channel_id}".encode()
