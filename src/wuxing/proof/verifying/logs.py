"""Where a certificate stands in its body's log: proof, opening, and that both are of this certificate."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wuxing.proof import checkpoints, cosignatures, merkle, proofs
from wuxing.proof.canonical import canonical
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.envelopes import SALT_BYTES, commitment
from wuxing.proof.notes import BadNote, Verifier, parts_of
from wuxing.proof.proofs import Proof
from wuxing.proof.trust import Trust, TrustedBody
from wuxing.proof.verifying.opinion import Opinion, Place

EVENT = "certificate.seal"
MOST_PROOF, MOST_OPENING = 64 << 10, 4 << 10
_PAYLOAD = {"digest", "number", "revision"}


@dataclass(frozen=True, slots=True)
class Sealed:
    """What must stand in the log: a content by its number, revision and digest. `origin` is "" where it is not told."""

    number: str
    revision: int
    digest: bytes
    origin: str


class _False(ValueError):
    """The proof is false."""


def judge(
    opinion: Opinion, proof: bytes | None, opening: bytes | None, sealed: Sealed, body: TrustedBody, trust: Trust
) -> None:
    """Say what proof and opening show; without either, the log is not shown."""
    if proof is None and opening is None:
        return
    try:
        place, payload = _place(proof, opening, sealed.origin, body, trust)
    except (BadNote, _False) as error:
        opinion.found("not_valid:log", "log", f"the proof of the log is false: {error}")
        return
    opinion.place = place
    if payload != {"digest": sealed.digest.hex(), "number": sealed.number, "revision": sealed.revision}:
        opinion.found("not_valid:mismatch", "log", "the proof of the log is that of another certificate")
    elif not place.known:
        opinion.found("cannot_say:unknown_log", "log", f"the log {place.origin} is not one that is trusted")
    else:
        opinion.holds("log", place.said())


def _place(
    data: bytes | None, opening: bytes | None, origin: str, body: TrustedBody, trust: Trust
) -> tuple[Place, dict[str, Any]]:
    if data is None or opening is None:
        raise _False("proof and opening belong together")
    salt, payload = opening_from(opening)
    proof = proof_from(data)
    head = checkpoints.unverified(proof.note)
    if origin and head.origin != origin:
        raise _False(f"it is of the log {head.origin}, not of {origin}")
    envelope = envelope_of(proof, head)
    if envelope["type"] != EVENT or envelope["payload_commit"] != commitment(salt, payload).hex():
        raise _False("the entry seals something else")
    known = signed(proof.note, [key for key in body.logs if key.name == head.origin])
    cosigned = len(cosignatures.cosigned(proof.note, trust.witnesses)) if known else 0
    recorded_at = datetime.fromisoformat(envelope["recorded_at"])
    return Place(head.origin, proof.index, head.size, recorded_at, cosigned, known), payload


def opening_from(data: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return salt and payload of an opening in its one form. Raises ValueError."""
    try:
        found = json.loads(data) if len(data) <= MOST_OPENING else None
        if not isinstance(found, dict) or found.keys() != {"payload", "salt"} or canonical(found) != data:
            raise _False("the opening is not in its form")
        payload, salt = found["payload"], bytes.fromhex(found["salt"])
    except (ValueError, TypeError, RecursionError):
        raise _False("the opening cannot be read") from None
    if not isinstance(payload, dict) or payload.keys() != _PAYLOAD:
        raise _False("the opening is not that of a seal")
    if len(salt) != SALT_BYTES or salt.hex() != found["salt"]:
        raise _False(f"the salt of an opening has {SALT_BYTES} bytes")
    return salt, payload


def proof_from(data: bytes) -> Proof:
    """Return the proof in a file. Raises ValueError (BadNote among them)."""
    if len(data) > MOST_PROOF:
        raise _False("it is too large")
    try:
        return proofs.proof_from(data.decode())
    except UnicodeDecodeError:
        raise _False("it is no text") from None


def envelope_of(proof: Proof, head: Checkpoint) -> dict[str, Any]:
    """Return the entry that the path leads from, to the root of the checkpoint. Raises ValueError."""
    leaf = merkle.leaf_hash(proof.envelope)
    if not merkle.is_included(proof.index, head.size, leaf, proof.path, head.root):
        raise _False("the path does not lead to the root")
    try:
        envelope = json.loads(proof.envelope)
        if not isinstance(envelope, dict) or canonical(envelope) != proof.envelope:
            raise _False("the entry is not in its one form")
        if datetime.fromisoformat(envelope["recorded_at"]).tzinfo is None or not isinstance(envelope["type"], str):
            raise _False("the entry has no time")
        bytes.fromhex(envelope["payload_commit"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise error if isinstance(error, _False) else _False("the entry cannot be read") from None
    return envelope


def signed(note: str, keys: list[Verifier]) -> bool:
    """Say whether one of these keys signed a checkpoint; False when none of them is named.

    Raises:
        BadNote: one of them is named, and its signature is false.
    """
    named = {(one.name, one.key_id) for one in parts_of(note)[1]}
    known = [key for key in keys if (key.name, key.key_id) in named]
    if not known:
        return False
    checkpoints.verified(note, known, checkpoints.unverified(note).origin)
    return True
