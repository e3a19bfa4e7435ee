"""Private keys as files in the data folder, each encrypted (AES-256-GCM) under the installation's key secret.

The secret is WUXING_KEY_SECRET, or a file that only its owner reads. Nothing here logs, and no error tells a secret.
"""

import contextlib
import json
import os
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from wuxing.config.secrets import kept
from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import say
from wuxing.proof.canonical import canonical

VERSION = 1
LEAST_SECRET = 32
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")


def folder() -> Path:
    """Return the folder of all bodies' key files."""
    return Path(settings.DATA) / "secrets" / "keys"


def path_of(slug: str, kid: str) -> Path:
    """Return where the private side of a key is kept."""
    if not (_NAME.fullmatch(slug) and _NAME.fullmatch(kid)):
        raise ValueError("this cannot name a key file")
    return folder() / slug / f"{kid}.key"


def put(slug: str, kid: str, algorithm: str, private: bytes) -> None:
    """Keep a private key, encrypted; a file that is there already stays."""
    salt, nonce = os.urandom(16), os.urandom(12)
    body = AESGCM(_cipher_key(_secret(may_make=True), salt)).encrypt(nonce, private, _about(slug, kid, algorithm))
    text = json.dumps({"version": VERSION, "salt": salt.hex(), "nonce": nonce.hex(), "sealed": body.hex()})
    path = path_of(slug, kid)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def taken(slug: str, kid: str, algorithm: str) -> bytes:
    """Return a private key as it was put.

    Raises:
        RuleBroken: the file or the secret is missing, or one of them is not the one the key was kept under.
    """
    path = path_of(slug, kid)
    try:
        stamp = path.stat()
    except OSError as error:
        raise RuleBroken(
            say("the private key %(kid)s is not on this machine; restore it from a backup", kid=kid)
        ) from error
    return _opened(path, slug, kid, algorithm, _secret(may_make=False), (stamp.st_mtime_ns, stamp.st_size))


@lru_cache(maxsize=256)
def _opened(path: Path, slug: str, kid: str, algorithm: str, secret: bytes, stamp: tuple[int, int]) -> bytes:
    try:
        kept_as = json.loads(path.read_text())
        salt, nonce, body = (bytes.fromhex(kept_as[name]) for name in ("salt", "nonce", "sealed"))
        if kept_as["version"] != VERSION:
            raise ValueError("another version")
        return AESGCM(_cipher_key(secret, salt)).decrypt(nonce, body, _about(slug, kid, algorithm))
    except (InvalidTag, OSError, ValueError, KeyError, TypeError) as error:
        raise RuleBroken(
            say(
                "the file of the private key %(kid)s was changed, or the secret of this installation is another one;"
                " restore both from a backup",
                kid=kid,
            )
        ) from error


def _secret(*, may_make: bool) -> bytes:
    given = str(getattr(settings, "KEY_SECRET", ""))
    if given:
        if len(given) < LEAST_SECRET:
            raise RuleBroken(say("WUXING_KEY_SECRET needs at least %(count)s characters", count=LEAST_SECRET))
        return sha256(given.encode()).digest()
    path = Path(settings.DATA) / "secrets" / "keys.secret"
    if not path.exists() and (not may_make or any(folder().glob("*/*.key"))):
        raise RuleBroken(say("the secret of the signing keys is missing; restore secrets/keys.secret from a backup"))
    return sha256(kept(path).encode()).digest()


def _cipher_key(secret: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"wuxing signing key 1").derive(secret)


def _about(slug: str, kid: str, algorithm: str) -> bytes:
    """Return what the encryption is bound to, so that no file stands in for another."""
    return canonical({"version": VERSION, "body": slug, "kid": kid, "algorithm": algorithm})
