"""The envelope: what the log says about an entry. It commits to the payload and holds nothing of it.

Erase payload and salt, and the commitment tells nothing; the envelope, its leaf and the tree still verify.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from wuxing.proof.canonical import canonical

SCHEMA = "wuxing/entry/1"
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Envelope:
    """One entry as the log knows it. No personal data: people and things are named by number."""

    id: int
    type: str
    tenant: int
    occurred_at: datetime
    recorded_at: datetime
    source: str
    actor: int | None
    channel: str
    target: str
    case: str | None
    payload_commit: bytes
    schema: str = SCHEMA

    def canonical(self) -> bytes:
        """Return the canonical JSON of the envelope: the bytes that are hashed and published."""
        return canonical(
            {
                "actor": self.actor,
                "case": self.case,
                "channel": self.channel,
                "id": self.id,
                "occurred_at": instant(self.occurred_at),
                "payload_commit": self.payload_commit.hex(),
                "recorded_at": instant(self.recorded_at),
                "schema": self.schema,
                "source": self.source,
                "target": self.target,
                "tenant": self.tenant,
                "type": self.type,
            }
        )


def commitment(salt: bytes, payload: Any) -> bytes:
    """Return SHA-256(salt || JCS(payload)); the salt has a fixed length, so the two cannot be confused."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return sha256(salt + canonical(payload)).digest()


def instant(moment: datetime) -> str:
    """Return an instant in its one written form: UTC, microseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"
