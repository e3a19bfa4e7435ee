"""Public keys, their names and their algorithms."""

import pytest

from tools.vectors import world
from wuxing.proof.keys import (
    ALGORITHMS,
    BadKey,
    Ed25519Key,
    Keys,
    PublicKey,
    algorithm_of,
    base64url,
    from_base64url,
    new_key,
    public_key_from,
)

RFC8037 = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
RFC8037_PRIVATE = from_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")


def test_thumbprint_is_that_of_rfc_8037():
    assert Ed25519Key(RFC8037_PRIVATE).kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_signature_is_that_of_rfc_8037():
    signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    assert base64url(Ed25519Key(RFC8037_PRIVATE).sign(signed)) == (
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )


@pytest.mark.parametrize("key", [world.CURRENT, world.ES256], ids=["Ed25519", "ES256"])
def test_a_key_is_read_from_its_jwk_and_verifies(key):
    read = public_key_from(key.public.jwk())
    assert read == key.public
    assert read.kid() == key.kid
    assert read.verify(key.sign(b"text"), b"text")
    assert not read.verify(key.sign(b"text"), b"texd")
    assert not read.verify(key.sign(b"text")[:63], b"text")
    assert not read.verify(b"", b"text")


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"alg": "none"},
        {"alg": ["Ed25519"]},
        {**RFC8037, "alg": "HS256"},
        {**RFC8037, "alg": "Ed25519", "kty": "EC"},
        {**RFC8037, "alg": "Ed25519", "kid": "another"},
        {**RFC8037, "alg": "Ed25519", "x": RFC8037["x"][:-1]},
        {**RFC8037, "alg": "Ed25519", "x": "AAAA"},
        {**RFC8037, "alg": "Ed25519", "x": 7},
        {**RFC8037, "alg": "ES256"},
        {**world.ES256.public.jwk(), "y": world.ES256.public.jwk()["x"]},
        {**world.ES256.public.jwk(), "kid": None},
    ],
)
def test_what_is_no_key_is_refused(jwk):
    with pytest.raises(BadKey):
        public_key_from(jwk)


def test_keys_are_found_whole_and_by_their_beginning():
    keys = Keys([world.CURRENT.public, world.ES256.public])
    assert keys.by_kid(world.CURRENT.kid) == world.CURRENT.public
    assert keys.by_prefix(world.ES256.public.thumbprint[:8]) == [world.ES256.public]
    assert keys.by_kid(world.FOREIGN.kid) is None
    assert keys.by_prefix(world.FOREIGN.public.thumbprint[:8]) == []
    assert [key.kid() for key in keys] == [world.CURRENT.kid, world.ES256.kid]


def test_a_private_key_does_not_show_itself():
    key = new_key()
    assert key.private.hex() not in repr(key)
    assert repr(key.private) not in repr(key)


def test_base64url_has_one_form():
    assert [from_base64url(text) for text in ("", "AA", "AAA", "AAAA", "-_8")] == [
        b"",
        b"\0",
        b"\0\0",
        b"\0\0\0",
        b"\xfb\xff",
    ]
    for text in ("A", "AB", "AAB", "AA==", "AA\n", "+/8", "A A", "AAAAA", "ÄA", None, b"AA"):
        with pytest.raises(BadKey):
            from_base64url(text)


def test_algorithms_have_their_numbers_of_rfc_9864():
    assert {name: one.cose for name, one in ALGORITHMS.items()} == {"Ed25519": -19, "ES256": -9}
    with pytest.raises(BadKey):
        algorithm_of("SM2")


def test_a_key_of_no_known_algorithm_is_none():
    with pytest.raises(BadKey):
        PublicKey("SM2", bytes(65))
