"""Verify what stands alone: a status list, the proof of an entry, a checkpoint."""

from collections.abc import Sequence
from datetime import datetime

from wuxing.proof import checkpoints, cosignatures, statuslists
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.content import ENTRIES
from wuxing.proof.envelopes import commitment
from wuxing.proof.notes import BadNote, Verifier
from wuxing.proof.refusals import NotProved
from wuxing.proof.trust import CERTIFICATE, REHEARSAL, Trust
from wuxing.proof.verifying import logs
from wuxing.proof.verifying.opinion import CHINA
from wuxing.proof.verifying.statuses import AHEAD
from wuxing.proof.verifying.verdicts import Verdict


def of_status_list(text: str, trust: Trust, at: datetime) -> Verdict:
    """Return whether a status list is one of a body that is known, and how old it is."""
    verdict = Verdict("statuslist")
    for body in trust.bodies.values():
        try:
            found = statuslists.opened(text, body.certifying)
        except NotProved as error:
            if error.code != "unknown_key":
                verdict.fails("signature", str(error))
                return verdict
            continue
        key = body.key(found.key)
        if found.did != body.did or key.purpose not in (CERTIFICATE, REHEARSAL) or key.why_not(found.signed_at):
            verdict.fails("key", f"the key is one of {body.name}, but did not stand for this list")
            return verdict
        verdict.holds(
            "signature", f"signed by {body.name} on {found.signed_at.astimezone(CHINA):%Y-%m-%d %H:%M} (UTC+8)"
        )
        if key.revoked_from is not None:
            verdict.unknown("key", "its key is revoked since")
        if at >= found.valid_until or found.signed_at > at + AHEAD:
            verdict.unknown("age", f"it was good until {found.valid_until.astimezone(CHINA):%Y-%m-%d %H:%M} (UTC+8)")
        marked = bytes(found.bits)
        verdict.facts |= {
            "list": found.url,
            "purpose": found.purpose,
            "signed_at": found.signed_at.isoformat(),
            "valid_until": found.valid_until.isoformat(),
            "set": sum(byte.bit_count() for byte in marked),
            "entries": ENTRIES,
        }
        return verdict
    raise ValueError("nobody whose trust file was given signed this list: give the trust file with --trust")


def of_proof(data: bytes, opening: bytes | None, keys: Sequence[Verifier], trust: Trust) -> Verdict:
    """Return whether the proof of an entry holds; without a key there is no telling whose log it is."""
    proof = logs.proof_from(data)
    head = checkpoints.unverified(proof.note)
    verdict = Verdict("proof", facts={"origin": head.origin, "index": proof.index})
    believed = _believed(head, keys, trust)
    try:
        envelope = logs.envelope_of(proof, head)
        if not logs.signed(proof.note, believed):
            raise BadNote(f"no key that you gave for {head.origin} signed the checkpoint")
    except ValueError as error:
        verdict.fails("proof", str(error))
        return verdict
    verdict.holds("proof", f"entry {proof.index} of {head.origin}, {head.size:,} entries, signed")
    verdict.facts["entry"] = envelope
    if opening is not None:
        salt, payload = logs.opening_from(opening)
        if envelope["payload_commit"] == commitment(salt, payload).hex():
            verdict.holds("opening", f"the entry says {payload}")
        else:
            verdict.fails("opening", "the entry says something else")
    _witnessed(verdict, proof.note, trust)
    return verdict


def of_checkpoint(note: str, keys: Sequence[Verifier], trust: Trust) -> Verdict:
    """Return whether a checkpoint is signed by a log that is known, and by which witnesses."""
    head = checkpoints.unverified(note)
    verdict = Verdict("checkpoint", facts={"origin": head.origin, "size": head.size, "root": head.root.hex()})
    try:
        if not logs.signed(note, _believed(head, keys, trust)):
            raise BadNote(f"no key that you gave for {head.origin} signed it")
    except BadNote as error:
        verdict.fails("signature", str(error))
        return verdict
    verdict.holds("signature", f"{head.origin} at {head.size:,} entries")
    _witnessed(verdict, note, trust)
    return verdict


def _believed(head: Checkpoint, keys: Sequence[Verifier], trust: Trust) -> list[Verifier]:
    found = [*keys, *(key for body in trust.bodies.values() for key in body.logs)]
    if not found:
        raise BadNote(f"give the key of {head.origin} with --key, or a trust file: without one this proves nothing")
    return [key for key in found if key.name == head.origin]


def _witnessed(verdict: Verdict, note: str, trust: Trust) -> None:
    try:
        found = cosignatures.cosigned(note, trust.witnesses)
    except BadNote as error:
        verdict.fails("witnesses", str(error))
        return
    names = ", ".join(one.cosigner.name for one in found)
    verdict.facts["cosignatures"] = [{"name": one.cosigner.name, "at": one.at} for one in found]
    if found:
        verdict.holds("witnesses", f"cosigned by {names}")
    else:
        verdict.unknown("witnesses", "no witness that is trusted cosigned it")
