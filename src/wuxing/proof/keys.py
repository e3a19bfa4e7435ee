"""Keys that sign certificates. The algorithm is a field: another one is another row of ALGORITHMS."""

from base64 import urlsafe_b64encode
from binascii import a2b_base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any, Protocol

from wuxing.proof.canonical import canonical

Verify = Callable[[bytes, bytes], None]
PREFIX = 8
"""How many bytes of the thumbprint name a key where room is short."""

_TO_STANDARD = bytes.maketrans(b"-_+/", b"+/!!")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_ENDS = {0: _ALPHABET, 2: _ALPHABET[::16], 3: _ALPHABET[::4]}  # the last sign, whose loose bits are zero


class BadKey(ValueError):
    """This is no key, or of no algorithm that is known."""


@dataclass(frozen=True, slots=True)
class Algorithm:
    """What can be done with the public keys of one algorithm. `load` gives the check, or raises ValueError."""

    name: str  # in JOSE (RFC 9864)
    cose: int
    signature_bytes: int
    to_jwk: Callable[[bytes], dict[str, str]]  # only the members that the thumbprint needs
    from_jwk: Callable[[Mapping[str, Any]], bytes]
    load: Callable[[bytes], Verify]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: 32 bytes for Ed25519, the uncompressed point (65 bytes) for ES256."""

    algorithm: str
    raw: bytes
    thumbprint: bytes = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        members = algorithm_of(self.algorithm).to_jwk(self.raw)
        object.__setattr__(self, "thumbprint", sha256(canonical(members)).digest())

    def kid(self) -> str:
        """Return the key's thumbprint (RFC 7638)."""
        return base64url(self.thumbprint)

    def jwk(self) -> dict[str, str]:
        """Return the key as a JWK with `alg` and `kid`."""
        return {**algorithm_of(self.algorithm).to_jwk(self.raw), "alg": self.algorithm, "kid": self.kid()}

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Say whether `signature` is this key's over `data`."""
        return _loaded(self.algorithm, self.raw)(signature, data)


class SigningKey(Protocol):
    """Whatever can sign: a key in a file, or one in a hardware module that never leaves it."""

    @property
    def algorithm(self) -> str:
        """Return the name of the algorithm."""

    @property
    def kid(self) -> str:
        """Return the thumbprint of the public side."""

    @property
    def public(self) -> PublicKey:
        """Return the public side."""

    def sign(self, data: bytes, /) -> bytes:
        """Return the signature over `data` in its JOSE form."""


@dataclass(frozen=True, slots=True)
class Ed25519Key:
    """A private Ed25519 key of 32 bytes; it never shows itself."""

    private: bytes = field(repr=False)
    public: PublicKey = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "public", PublicKey("Ed25519", _ed25519(self.private).public_key().public_bytes_raw()))

    @property
    def algorithm(self) -> str:
        """Return the name of the algorithm."""
        return self.public.algorithm

    @property
    def kid(self) -> str:
        """Return the thumbprint of the public side."""
        return self.public.kid()

    def sign(self, data: bytes, /) -> bytes:
        """Return the signature over `data`."""
        return bytes(_ed25519(self.private).sign(data))


class Keys:
    """Public keys to find by their name, whole or short."""

    def __init__(self, keys: Iterable[PublicKey]) -> None:
        self._by_kid = {key.kid(): key for key in keys}
        self._by_prefix: dict[bytes, list[PublicKey]] = {}
        for key in self._by_kid.values():
            self._by_prefix.setdefault(key.thumbprint[:PREFIX], []).append(key)

    def __iter__(self) -> Iterator[PublicKey]:
        return iter(self._by_kid.values())

    def by_kid(self, kid: str) -> PublicKey | None:
        """Return the key with this thumbprint."""
        return self._by_kid.get(kid)

    def by_prefix(self, prefix: bytes) -> list[PublicKey]:
        """Return the keys whose thumbprint begins so: none or one, more only by somebody's effort."""
        return self._by_prefix.get(prefix, [])


def algorithm_of(name: str) -> Algorithm:
    """Return the algorithm of that name, or raise BadKey."""
    found = ALGORITHMS.get(name) if isinstance(name, str) else None
    if found is None:
        raise BadKey(f"no algorithm {name!r:.40}: known are {', '.join(ALGORITHMS)}")
    return found


def public_key_from(jwk: Mapping[str, Any]) -> PublicKey:
    """Return the key in a JWK that names its algorithm.

    Raises:
        BadKey: a member is missing or false, or its `kid` is not its thumbprint.
    """
    name = jwk.get("alg")
    algorithm = algorithm_of(name if isinstance(name, str) else "")
    key = PublicKey(algorithm.name, algorithm.from_jwk(jwk))
    if any(jwk.get(member) != value for member, value in algorithm.to_jwk(key.raw).items()):
        raise BadKey("not a key of that algorithm")
    if jwk.get("kid", key.kid()) != key.kid():
        raise BadKey("the key's id is not its thumbprint")
    try:
        algorithm.load(key.raw)
    except ValueError as error:
        raise BadKey(f"not a key: {error}") from None
    return key


def new_key() -> Ed25519Key:
    """Return a fresh Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519Key(Ed25519PrivateKey.generate().private_bytes_raw())


def base64url(data: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: object) -> bytes:
    """Return the bytes of base64url without padding, in its one form, or raise BadKey."""
    if not isinstance(text, str) or len(text) % 4 == 1 or text[-1:] not in _ENDS[len(text) % 4]:
        raise BadKey("not base64url in its one form")
    try:
        return a2b_base64(text.encode("ascii").translate(_TO_STANDARD) + b"=" * (-len(text) % 4), strict_mode=True)
    except ValueError:
        raise BadKey("not base64url in its one form") from None


@lru_cache(maxsize=256)
def _loaded(algorithm: str, raw: bytes) -> Callable[[bytes, bytes], bool]:
    from cryptography.exceptions import InvalidSignature

    size, check = algorithm_of(algorithm).signature_bytes, algorithm_of(algorithm).load(raw)

    def verify(signature: bytes, data: bytes) -> bool:
        try:
            check(signature, data)
        except InvalidSignature:
            return False
        return True

    return lambda signature, data: len(signature) == size and verify(signature, data)


@lru_cache(maxsize=16)
def _ed25519(private: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private)


def _load_ed25519(raw: bytes) -> Verify:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(raw).verify


def _load_es256(raw: bytes) -> Verify:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    key, scheme = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw), ec.ECDSA(SHA256())

    def verify(signature: bytes, data: bytes) -> None:
        both = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
        key.verify(both, data, scheme)

    return verify


def _point(jwk: Mapping[str, Any]) -> bytes:
    return b"\x04" + from_base64url(jwk.get("x")) + from_base64url(jwk.get("y"))


ALGORITHMS: dict[str, Algorithm] = {
    one.name: one
    for one in (
        Algorithm(
            "Ed25519",
            -19,
            64,
            lambda raw: {"crv": "Ed25519", "kty": "OKP", "x": base64url(raw)},
            lambda jwk: from_base64url(jwk.get("x")),
            _load_ed25519,
        ),
        Algorithm(
            "ES256",
            -9,
            64,
            lambda raw: {"crv": "P-256", "kty": "EC", "x": base64url(raw[1:33]), "y": base64url(raw[33:])},
            _point,
            _load_es256,
        ),
    )
}
