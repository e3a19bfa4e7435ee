"""The did document of a body, and its keys as a trust file tells them."""

from datetime import UTC, datetime, timedelta

import pytest

from tools.vectors import world
from wuxing.proof import didweb
from wuxing.proof.content import slug_of_did
from wuxing.proof.didweb import KeyOfBody

AT = datetime(2026, 6, 1, 12, 0, 0, 400_000, UTC)


@pytest.mark.parametrize(
    ("host", "did"),
    [
        ("Certify.example", "did:web:certify.example:bodies:hua-xin"),
        ("localhost:8000", "did:web:localhost%3A8000:bodies:hua-xin"),
    ],
)
def test_a_did_names_host_and_body(host, did):
    assert didweb.did_of(host, "hua-xin") == did
    assert (didweb.host_of(did), slug_of_did(did)) == (host.lower(), "hua-xin")


def test_a_revoked_key_is_told_and_asserts_nothing():
    keys = [
        KeyOfBody(world.CURRENT.public, "certificate", AT),
        KeyOfBody(world.RETIRED.public, "certificate", AT, retired=AT + timedelta(days=1)),
        KeyOfBody(world.REVOKED.public, "certificate", AT, revoked_from=AT + timedelta(days=2)),
    ]
    found = didweb.document(world.DID, keys, [("register", "CertificateRegister", "https://certify.example/register/")])
    names = [f"{world.DID}#{key.key.kid()}" for key in keys]
    assert found == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": world.DID,
        "verificationMethod": [
            {"id": names[0], "type": "JsonWebKey", "controller": world.DID, "publicKeyJwk": world.CURRENT.public.jwk()},
            {"id": names[1], "type": "JsonWebKey", "controller": world.DID, "publicKeyJwk": world.RETIRED.public.jwk()},
            {
                "id": names[2],
                "type": "JsonWebKey",
                "controller": world.DID,
                "publicKeyJwk": world.REVOKED.public.jwk(),
                "revoked": "2026-06-03T12:00:00Z",
            },
        ],
        "assertionMethod": names[:2],
        "service": [
            {
                "id": f"{world.DID}#register",
                "type": "CertificateRegister",
                "serviceEndpoint": "https://certify.example/register/",
            }
        ],
    }


def test_a_trusted_key_is_told_in_whole_seconds_in_favour_of_what_it_signed():
    told = didweb.trusted_key(KeyOfBody(world.CURRENT.public, "certificate", AT, retired=AT, revoked_from=AT))
    assert told == {
        "kid": world.CURRENT.kid,
        "alg": "Ed25519",
        "jwk": world.CURRENT.public.jwk(),
        "from": "2026-06-01T12:00:00Z",
        "retired": "2026-06-01T12:00:01Z",
        "revoked_from": "2026-06-01T12:00:00Z",
        "purpose": "certificate",
    }
