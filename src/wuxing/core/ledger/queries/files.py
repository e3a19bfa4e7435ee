"""Where a log lies as files, which key signs it, and what its published checkpoint says."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from wuxing.proof import checkpoints, tiles
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.notes import Signer, Verifier, signer_from, verifier_from

KEY = "vkey"
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}")


def folder_of(slug: str) -> Path:
    """Return the folder that a static host may serve as the tenant's log."""
    return Path(settings.DATA) / "log" / _safe(slug)


def key_path(slug: str) -> Path:
    """Return where the private key of the tenant's log is kept."""
    return Path(settings.DATA) / "secrets" / "ledger" / f"{_safe(slug)}.key"


def kept_signer(slug: str) -> Signer | None:
    """Return the private key of the tenant's log, or None before its first use and on other machines."""
    try:
        return signer_from(key_path(slug).read_text())
    except (FileNotFoundError, PermissionError):
        return None


def verifier_of(slug: str) -> Verifier | None:
    """Return the public key of the tenant's log: from the private one, else as published; None when neither is here."""
    for path in (key_path(slug), folder_of(slug) / KEY):
        try:
            return _verifier_in(path, path.stat().st_mtime_ns)
        except (FileNotFoundError, PermissionError):
            continue
    return None


def published(slug: str) -> Checkpoint | None:
    """Return the checkpoint the files claim, its signature not looked at; None when nothing is published.

    Raises:
        BadNote: the file is no checkpoint.
    """
    note = published_note(slug)
    return None if note is None else checkpoints.unverified(note)


def published_note(slug: str) -> str | None:
    """Return the published checkpoint file as it is, or None."""
    try:
        return (folder_of(slug) / tiles.CHECKPOINT).read_text()
    except FileNotFoundError:
        return None


@lru_cache(maxsize=256)
def _verifier_in(path: Path, changed: int) -> Verifier:
    text = path.read_text()
    return verifier_from(text) if path.name == KEY else signer_from(text).verifier()


def _safe(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        raise ValueError(f"{slug!r} cannot name a folder")
    return slug
