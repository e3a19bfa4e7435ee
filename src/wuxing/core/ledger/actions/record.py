"""Record: one entry, or many, in the transaction of the action that did the thing."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import connection, models

from wuxing.core import clock, prepared
from wuxing.core.actors import Actor
from wuxing.core.ledger.rules import kind_of, plain
from wuxing.proof.canonical import canonical
from wuxing.proof.envelopes import SALT_BYTES

Case = tuple[str, int]
BATCH = 5_000

_RECORD = """
WITH fresh AS (
    INSERT INTO core_entry (tenant_id, event, target_type, target_id, case_type, case_id, actor_id, channel, source,
                            occurred_at, recorded_at, payload, salt, commitment)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)
    RETURNING tenant_id, id
)
INSERT INTO core_pending (tenant_id, entry_id) SELECT tenant_id, id FROM fresh RETURNING entry_id
"""

_RECORD_MANY = """
WITH fresh AS (
    INSERT INTO core_entry (tenant_id, event, target_type, target_id, case_type, case_id, actor_id, channel, source,
                            occurred_at, recorded_at, payload, salt, commitment)
    SELECT %s, d.event, d.target_type, d.target_id, d.case_type, d.case_id, %s, %s, %s, coalesce(d.occurred_at, %s), %s,
           d.payload, decode(d.salt, 'hex'), decode(d.commitment, 'hex')
    FROM ROWS FROM (jsonb_to_recordset(%s::jsonb) AS (
        event text, target_type text, target_id bigint, case_type text, case_id bigint, occurred_at timestamptz,
        payload jsonb, salt text, commitment text)) WITH ORDINALITY AS d (
        event, target_type, target_id, case_type, case_id, occurred_at, payload, salt, commitment, place)
    ORDER BY d.place
    RETURNING tenant_id, id
)
INSERT INTO core_pending (tenant_id, entry_id) SELECT tenant_id, id FROM fresh RETURNING entry_id
"""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry to be recorded with many others; `target` and `case` as (kind, number)."""

    event: str
    target: tuple[str, int]
    case: Case | None = None
    occurred_at: datetime | None = None
    payload: Mapping[str, object] = field(default_factory=dict)


def record(
    event: str,
    /,
    *,
    by: Actor,
    target: models.Model,
    case: Case | None = None,
    occurred_at: datetime | None = None,
    **payload: object,
) -> int:
    """记录: record that `by` did `event` to `target`, in the caller's transaction; return the entry's number.

    `case` groups the entries of one timeline, as ("service_request", 7). What may name a person belongs in the payload,
    which can be erased; event, target and case are sealed for ever.
    """
    now = clock.now()
    text, salt, digest = _sealed(payload)
    case_type, case_id = case or (None, None)
    rows = prepared.fetch(
        _RECORD,
        [
            by.tenant_id,
            event,
            kind_of(type(target)),
            target.pk,
            case_type,
            case_id,
            by.user_id,
            by.channel.value,
            by.source,
            occurred_at or clock.happening(),
            now,
            text,
            salt,
            digest,
        ],
    )
    return int(rows[0][0])


def record_many(drafts: Sequence[EntryDraft], *, by: Actor) -> list[int]:
    """记录: record many entries at once, in the caller's transaction; return their numbers in the order of `drafts`."""
    now = clock.now()
    numbers: list[int] = []
    for start in range(0, len(drafts), BATCH):
        rows = [_row(draft) for draft in drafts[start : start + BATCH]]
        with connection.cursor() as cursor:
            cursor.execute(
                _RECORD_MANY,
                [by.tenant_id, by.user_id, by.channel.value, by.source, now, now, f"[{','.join(rows)}]"],
            )
            numbers.extend(sorted(number for (number,) in cursor.fetchall()))
    return numbers


def _sealed(payload: Mapping[str, object]) -> tuple[str, bytes, bytes]:
    body = canonical(plain(dict(payload)))
    salt = os.urandom(SALT_BYTES)
    return body.decode(), salt, sha256(salt + body).digest()


def _row(draft: EntryDraft) -> str:
    text, salt, digest = _sealed(draft.payload)
    case_type, case_id = draft.case or (None, None)
    head = json.dumps(
        {
            "event": draft.event,
            "target_type": draft.target[0],
            "target_id": draft.target[1],
            "case_type": case_type,
            "case_id": case_id,
            "occurred_at": draft.occurred_at.isoformat() if draft.occurred_at else None,
            "salt": salt.hex(),
            "commitment": digest.hex(),
        }
    )
    return f'{head[:-1]},"payload":{text}}}'
