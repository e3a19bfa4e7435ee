"""The proof of one entry: five questions, each with its own answer, from two queries."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from wuxing.core.errors import NotFound
from wuxing.core.ledger.queries import files, nodes
from wuxing.core.ledger.queries.nodes import Head
from wuxing.core.ledger.rules import SEALED, Sealed, envelope_of
from wuxing.proof import checkpoints, merkle, proofs
from wuxing.proof.envelopes import commitment
from wuxing.proof.notes import BadNote

_ENTRY = f"""
SELECT {SEALED}, e.payload, e.salt, e.erased_at, u.name, t.slug, l.index, l.hash, c.size, c.root,
       c.note || {nodes.COSIGNED.format("c.tenant_id", "c.size")}, c.signed_at
FROM core_entry e
JOIN core_tenant t ON t.id = e.tenant_id
LEFT JOIN core_user u ON u.id = e.actor_id
LEFT JOIN core_leaf l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
LEFT JOIN LATERAL (
    SELECT * FROM core_checkpoint c WHERE c.tenant_id = e.tenant_id ORDER BY c.size DESC LIMIT 1) c ON true
WHERE e.tenant_id = %s AND e.id = %s
"""  # noqa: S608  # column names of our own


class Answer(StrEnum):
    """What a step of a proof found."""

    HOLDS = "holds"
    FAILS = "fails"
    WAITING = "waiting"  # not yet sealed; a matter of seconds
    ERASED = "erased"  # the payload was erased by law; the entry is still in the log
    UNKNOWN = "unknown"  # the signing key is not on this machine


class Step(StrEnum):
    """The five questions of a proof."""

    PAYLOAD = "payload"  # is the content the one that was recorded?
    ENVELOPE = "envelope"  # are time, actor and target those that were sealed?
    TREE = "tree"  # does the path from the leaf lead to the root?
    SIGNATURE = "signature"  # did the organisation's key sign that root?
    FILES = "files"  # does the published log agree, which the database cannot rewrite?


@dataclass(frozen=True, slots=True)
class EntryProof:
    """Everything the proof panel shows. `steps` in order; `intact` sums them up: no step fails."""

    entry: Sealed
    actor_name: str | None
    payload: dict[str, Any] | None
    erased_at: datetime | None
    index: int | None  # the place in the log, from 0; None while it waits
    head: Head | None
    path: tuple[bytes, ...]
    steps: dict[Step, Answer]
    origin: str

    @property
    def verdict(self) -> Answer:
        """Return FAILS when any step fails, else WAITING until it is sealed, else HOLDS."""
        answers = set(self.steps.values())
        return next((answer for answer in (Answer.FAILS, Answer.WAITING) if answer in answers), Answer.HOLDS)

    def file(self) -> str | None:
        """Return the proof as a file (c2sp.org/tlog-proof), or None while the entry waits."""
        if self.index is None or self.head is None or self.head.size <= self.index:
            return None
        return proofs.Proof(envelope_of(self.entry).canonical(), self.index, self.path, self.head.note).text()


def proof_of(tenant_id: int, entry_id: int) -> EntryProof:
    """Return the proof of an entry against the newest checkpoint.

    Raises:
        NotFound: the tenant has no such entry.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ENTRY, [tenant_id, entry_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(_("there is no entry %s in the ledger") % entry_id)
    width = len(Sealed._fields)
    entry = Sealed._make(row[:width])
    payload, salt, erased_at, actor_name, slug, index, leaf, size, root, note, signed_at = row[width:]
    head = None if size is None else Head(size, bytes(root), note, signed_at)
    computed = merkle.leaf_hash(envelope_of(entry).canonical())
    steps = {Step.PAYLOAD: _payload_answer(entry, payload, salt, erased_at)}
    path: tuple[bytes, ...] = ()
    if index is None or head is None or head.size <= index:
        steps[Step.ENVELOPE] = Answer.WAITING if leaf is None else _answer(bytes(leaf) == computed)
        steps |= dict.fromkeys((Step.TREE, Step.SIGNATURE, Step.FILES), Answer.WAITING)
    else:
        steps[Step.ENVELOPE] = _answer(bytes(leaf) == computed)
        steps[Step.TREE], path = _tree_answer(tenant_id, index, head, bytes(leaf))
        steps[Step.SIGNATURE] = _signature_answer(slug, head)
        steps[Step.FILES] = _files_answer(slug, head)
    origin = checkpoints.unverified(note).origin if note else ""
    shown = None if payload is None else json.loads(payload)
    return EntryProof(entry, actor_name, shown, erased_at, index, head, path, steps, origin)


def file_of(tenant_id: int, entry_id: int) -> str | None:
    """Return an entry's proof as a file (c2sp.org/tlog-proof), to the newest checkpoint that was cosigned.

    Before any witness cosigned one that holds the entry, to the newest; None while the entry waits.

    Raises:
        NotFound: the tenant has no such entry.
    """
    proof = proof_of(tenant_id, entry_id)
    text = proof.file()
    if text is None or proof.index is None:
        return text
    head = nodes.cosigned_head(tenant_id, proof.index)
    if head is None or proof.head is None or head.size == proof.head.size:
        return text
    path = merkle.inclusion_proof(proof.index, head.size, nodes.reader(tenant_id))
    return proofs.Proof(envelope_of(proof.entry).canonical(), proof.index, tuple(path), head.note).text()


def _payload_answer(entry: Sealed, payload: Any, salt: Any, erased_at: datetime | None) -> Answer:
    if erased_at is not None:
        return _answer(payload is None and salt is None, Answer.ERASED)
    if payload is None or salt is None:
        return Answer.FAILS
    try:
        return _answer(commitment(bytes(salt), json.loads(payload)) == bytes(entry.commitment))
    except ValueError:  # a value that record() would never have written
        return Answer.FAILS


def _tree_answer(tenant_id: int, index: int, head: Head, leaf: bytes) -> tuple[Answer, tuple[bytes, ...]]:
    try:
        path = tuple(merkle.inclusion_proof(index, head.size, nodes.reader(tenant_id)))
    except KeyError:  # a node is gone
        return Answer.FAILS, ()
    return _answer(merkle.is_included(index, head.size, leaf, path, head.root)), path


def _signature_answer(slug: str, head: Head) -> Answer:
    verifier = files.verifier_of(slug)
    if verifier is None:
        return Answer.UNKNOWN
    try:
        signed = checkpoints.verified(head.note, [verifier], verifier.name)
    except BadNote:
        return Answer.FAILS
    return _answer((signed.size, signed.root) == (head.size, head.root))


def _files_answer(slug: str, head: Head) -> Answer:
    try:
        public = files.published(slug)
    except BadNote:
        return Answer.FAILS
    if public is None or public.size < head.size:
        return Answer.UNKNOWN if public is None else Answer.WAITING
    return _answer((public.size, public.root) == (head.size, head.root))


def _answer(is_so: bool, positive: Answer = Answer.HOLDS) -> Answer:
    return positive if is_so else Answer.FAILS
