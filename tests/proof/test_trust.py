"""A trust file says exactly who is believed, and nothing doubtful gets in."""

import json
from copy import deepcopy
from datetime import UTC, datetime

import pytest

from tools.vectors import world
from wuxing.proof.cosignatures import cosigner_of
from wuxing.proof.notes import new_signer
from wuxing.proof.trust import BadTrust, merged, trust_from


def trusted(change=lambda data: None):
    data = deepcopy(world.trust())
    change(data)
    return trust_from(json.dumps(data))


def test_bodies_are_found_by_did_and_by_name():
    trust = trusted()
    body = trust.bodies[world.DID]
    assert (body.slug, [key.name for key in body.logs], len(body.roots)) == ("huaxin", [world.LOG], 1)
    assert trust.by_slug("anhua") == [trust.bodies[world.OTHER_DID]]
    assert trust.by_slug("nobody") == []


def test_keys_for_documents_do_not_sign_certificates():
    body = trusted().bodies[world.DID]
    assert body.certifying.by_kid(world.CURRENT.kid) == world.CURRENT.public
    assert body.certifying.by_kid(world.DOCUMENT.kid) is None


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        ("2024-12-31T23:59:59+00:00", "key_not_yet"),
        ("2025-01-01T00:00:00+00:00", ""),
        ("2026-08-31T23:59:59+00:00", ""),
        ("2026-09-01T00:00:00+00:00", "key_revoked"),
    ],
)
def test_a_revoked_key_stands_for_a_time(moment, word):
    key = trusted().bodies[world.DID].keys[world.REVOKED.kid]
    assert key.why_not(datetime.fromisoformat(moment)) == word


def test_of_two_files_the_shorter_life_counts():
    def retire(data):
        data["bodies"][0]["keys"][0]["retired"] = "2026-10-01T00:00:00Z"

    for trusts in ([trusted(), trusted(retire)], [trusted(retire), trusted()]):
        key = merged(trusts).bodies[world.DID].keys[world.CURRENT.kid]
        assert key.retired == datetime(2026, 10, 1, tzinfo=UTC)


def test_witnesses_are_taken():
    witness = cosigner_of(new_signer("witness.example"))
    assert trusted(lambda data: data["witnesses"].append(witness.text())).witnesses == (witness,)


def _key(name, value):
    return lambda data: data["bodies"][0]["keys"][0].update({name: value})


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("bodies"),
        lambda data: data["bodies"].append(7),
        lambda data: data["bodies"][0].pop("logs"),
        lambda data: data["bodies"][0]["logs"].append("log+00000000+AAAA"),
        lambda data: data["bodies"][0]["keys"].append(data["bodies"][0]["keys"][0]),
        lambda data: data["witnesses"].append("no key"),
        lambda data: data["bodies"][0].update(name=7),
        _key("purpose", "anything"),
        _key("kid", "other"),
        _key("alg", "ES256"),
        _key("from", "2026-06-01"),
        _key("from", "yesterday"),
        _key("jwk", {}),
    ],
)
def test_what_is_doubtful_is_refused(change):
    with pytest.raises(BadTrust):
        trusted(change)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, " " * (5 << 20)])
def test_what_is_no_trust_file_is_refused(text):
    with pytest.raises(BadTrust):
        trust_from(text)


def test_one_key_for_two_purposes_is_refused():
    with pytest.raises(BadTrust, match="two purposes"):
        merged([trusted(), trusted(_key("purpose", "rehearsal"))])
