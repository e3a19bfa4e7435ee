"""What a leaf commits to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from wuxing.proof.envelopes import Envelope, commitment

MOMENT = datetime(2026, 11, 21, 8, 0, 0, 5, UTC)
ENVELOPE = Envelope(
    id=7,
    type="repair.arrive",
    tenant=1,
    occurred_at=MOMENT,
    recorded_at=MOMENT + timedelta(seconds=1),
    source="",
    actor=3,
    channel="web",
    target="work_order:9",
    case="service_request:4",
    payload_commit=bytes(32),
)


def test_envelope_is_written_in_one_way():
    assert ENVELOPE.canonical().decode() == (
        '{"actor":3,"case":"service_request:4","channel":"web","id":7,"occurred_at":"2026-11-21T08:00:00.000005Z",'
        f'"payload_commit":"{"0" * 64}","recorded_at":"2026-11-21T08:00:01.000005Z","schema":"wuxing/entry/1",'
        '"source":"","target":"work_order:9","tenant":1,"type":"repair.arrive"}'
    )


def test_the_zone_of_an_instant_does_not_matter():
    shanghai = MOMENT.astimezone(timezone(timedelta(hours=8)))
    assert replace(ENVELOPE, occurred_at=shanghai).canonical() == ENVELOPE.canonical()


def test_commitment_is_the_hash_of_salt_and_canonical_payload():
    assert commitment(bytes(16), {"b": 1, "a": "五"}) == sha256(bytes(16) + '{"a":"五","b":1}'.encode()).digest()


def test_a_salt_of_another_length_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        commitment(b"short", {})
