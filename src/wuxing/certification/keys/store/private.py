"""Private keys in use: one shape (proof.keys.SigningKey) for every algorithm and place."""

from typing import Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

from wuxing.certification.keys.store import files
from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import say
from wuxing.proof.keys import BadKey, PublicKey

ED25519 = "Ed25519"
ES256 = "ES256"
Raw = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey


class Private(Protocol):
    """What signs; it never shows itself."""

    @property
    def algorithm(self) -> str:
        """Return the JOSE name of the algorithm."""

    @property
    def kid(self) -> str:
        """Return the thumbprint of the public side (RFC 7638)."""

    @property
    def public(self) -> PublicKey:
        """Return the public side."""

    def sign(self, data: bytes, /) -> bytes:
        """Return the signature of `data` in its JOSE form."""


class Soft:
    """A key in memory."""

    def __init__(self, key: Raw) -> None:
        self._key = key
        self.public = public_of(key.public_key())
        self.algorithm = self.public.algorithm
        self.kid = self.public.kid()

    def __repr__(self) -> str:
        return f"Soft({self.algorithm} {self.kid})"

    def sign(self, data: bytes, /) -> bytes:
        """Return the signature of `data` in its JOSE form."""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(data)
        r, s = utils.decode_dss_signature(self._key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def authority(self) -> ec.EllipticCurvePrivateKey:
        """Return the P-256 key itself, to sign certificates with."""
        assert isinstance(self._key, ec.EllipticCurvePrivateKey)
        return self._key

    def secret(self) -> bytes:
        """Return the key as it is kept, inside its encryption. Never show or log it."""
        return self._key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def fresh(algorithm: str) -> Soft:
    """Return a new key."""
    if algorithm == ED25519:
        return Soft(ed25519.Ed25519PrivateKey.generate())
    if algorithm == ES256:
        return Soft(ec.generate_private_key(ec.SECP256R1()))
    raise ValueError(f"no keys of {algorithm} are made here")


def keep(slug: str, key: Soft) -> None:
    """Keep a key in the data folder, encrypted."""
    files.put(slug, key.kid, key.algorithm, key.secret())


def opened(slug: str, kid: str, algorithm: str) -> Soft:
    """Return a key as it was kept.

    Raises:
        RuleBroken: it is not here, or was tampered with.
    """
    found = serialization.load_der_private_key(files.taken(slug, kid, algorithm), None)
    if not isinstance(found, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise RuleBroken(say("the private key %(kid)s is of a kind that is not used here", kid=kid))
    key = Soft(found)
    if key.kid != kid:
        raise RuleBroken(
            say("the file of the private key %(kid)s holds another key; restore it from a backup", kid=kid)
        )
    return key


def der_of(signature: bytes) -> bytes:
    """Return an ECDSA signature in its JOSE form as X.509 and CMS write it."""
    half = len(signature) // 2
    return utils.encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))


def public_of(key: ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey) -> PublicKey:
    """Return a public key as proofs hold it. Raises BadKey for a curve that is not used."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return PublicKey(ED25519, key.public_bytes_raw())
    if not isinstance(key.curve, ec.SECP256R1):
        raise BadKey(f"the curve {key.curve.name} is not used here")
    point = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return PublicKey(ES256, point)
