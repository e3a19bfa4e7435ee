"""Who may read a log, who vouches for it, and the keys with which we vouch."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from wuxing.core import places, prepared
from wuxing.core.ledger.queries import files
from wuxing.core.witnessing.models import LogChoice, Witness, WitnessedLog
from wuxing.proof.cosignatures import Cosigner, cosigner_of
from wuxing.proof.notes import Signer, new_signer, signer_from

MOST_WITNESSES = 15  # of one log: readers of notes take at least 16 signatures


@dataclass(frozen=True, slots=True)
class Vouching:
    """What an organisation's page of its log shows."""

    witnesses: list[Witness]
    logs: list[WitnessedLog]
    chosen: LogChoice | None


def is_public(slug: str) -> bool:
    """Say whether anybody may read the log of the organisation `slug`; a certification body's always."""
    found = prepared.fetch("SELECT log_is_public(%s)", [slug])
    return bool(found and found[0][0])


def vouching() -> Vouching:
    """Return what the organisation of the running block chose, who vouches for its log, and for whom it vouches."""
    return Vouching(
        chosen=LogChoice.objects.select_related("chosen_by").first(),
        witnesses=list(Witness.objects.select_related("peer").filter(ended_at=None).order_by("pk")),
        logs=list(WitnessedLog.objects.select_related("peer").filter(ended_at=None).order_by("pk")),
    )


def witness_name(slug: str) -> str:
    """Return the name under which an organisation would cosign, from its first time on."""
    return f"{places.public_host()}/witness/{slug}"


def signer_of(slug: str) -> Signer:
    """Return the private key with which an organisation cosigns, making it on first use; two makers at once agree."""
    path = key_path(slug)
    with contextlib.suppress(FileNotFoundError):
        return signer_from(path.read_text())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(new_signer(witness_name(slug)).secret())
        file.flush()
        os.fsync(handle)
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    return signer_from(path.read_text())


def kept_cosigner(slug: str) -> Cosigner | None:
    """Return the public key with which an organisation cosigns, or None before its first use."""
    try:
        return cosigner_of(signer_from(key_path(slug).read_text()))
    except (FileNotFoundError, PermissionError):
        return None


def cosigner(slug: str) -> Cosigner:
    """Return the public key with which an organisation cosigns, making it on first use."""
    return cosigner_of(signer_of(slug))


def key_path(slug: str) -> Path:
    """Return where the private key with which an organisation cosigns is kept."""
    return Path(settings.DATA) / "secrets" / "witness" / files.key_path(slug).name
