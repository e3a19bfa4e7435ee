"""Keys in a hardware module (PKCS#11): they sign there and never leave it. Needs the extra `pkcs11`.

WUXING_PKCS11_MODULE is the module's library, WUXING_PKCS11_TOKEN the token's label, WUXING_PKCS11_PIN its PIN.
"""

import threading
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeVar

from django.conf import settings

from wuxing.certification.keys.store.private import ED25519, ES256
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.proof.keys import PublicKey

T = TypeVar("T")
P256 = bytes.fromhex("06082a8648ce3d030107")  # its object identifier
_one_at_a_time = threading.Lock()


class Hard:
    """A key in the module."""

    def __init__(self, label: str, public: PublicKey) -> None:
        self.label = label
        self.public = public
        self.algorithm = public.algorithm
        self.kid = public.kid()

    def __repr__(self) -> str:
        return f"Hard({self.algorithm} {self.kid})"

    def sign(self, data: bytes, /) -> bytes:
        """Return the signature of `data` in its JOSE form. Raises RuleBroken when the module does not answer."""
        import pkcs11

        def signed(session: Any) -> bytes:
            key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self.label)
            if self.algorithm == ED25519:
                return bytes(key.sign(data, mechanism=pkcs11.Mechanism.EDDSA))
            return bytes(key.sign(sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA))

        return _asked(signed)


def opened(label: str) -> Hard:
    """Return the key under a label.

    Raises:
        RuleBroken: no module is set up on this machine, or it does not answer.
        BadInput: it has no such key, or one of a kind that is not used.
    """
    import_module()
    import pkcs11

    def found(session: Any) -> tuple[Any, bytes, bytes]:
        key = session.get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, label=label)
        if key.key_type not in {pkcs11.KeyType.EC, pkcs11.KeyType.EC_EDWARDS}:
            return key.key_type, b"", b""
        return key.key_type, bytes(key[pkcs11.Attribute.EC_PARAMS]), bytes(key[pkcs11.Attribute.EC_POINT])

    try:
        kind, parameters, point = _asked(found)
    except pkcs11.NoSuchKey as error:
        raise BadInput({"label": say("the module has no key under this label")}) from error
    point = point[2:] if len(point) in {34, 67} else point  # some modules give it wrapped as an octet string
    if kind == pkcs11.KeyType.EC and parameters == P256 and len(point) == 65:
        return Hard(label, PublicKey(ES256, point))
    if kind == pkcs11.KeyType.EC_EDWARDS and len(point) == 32:
        return Hard(label, PublicKey(ED25519, point))
    raise BadInput({"label": say("only Ed25519 and P-256 keys are used here")})


def import_module() -> None:
    """Raise RuleBroken unless a module can be asked on this machine."""
    if not settings.PKCS11_MODULE:
        raise RuleBroken(say("no hardware module is set up on this machine (WUXING_PKCS11_MODULE)"))
    try:
        import pkcs11  # noqa: F401
    except ImportError as error:
        raise RuleBroken(say("hardware modules need the extra “pkcs11” of the package")) from error


def _asked(question: Callable[[Any], T]) -> T:
    import pkcs11

    import_module()
    try:
        with _one_at_a_time, _token().open(user_pin=settings.PKCS11_PIN) as session:
            return question(session)
    except pkcs11.NoSuchKey:
        raise
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        raise RuleBroken(say("the hardware module does not answer: %(kind)s", kind=type(error).__name__)) from error


@lru_cache(maxsize=1)
def _library(path: str) -> Any:
    import pkcs11

    return pkcs11.lib(path)


def _token() -> Any:
    return _library(settings.PKCS11_MODULE).get_token(token_label=settings.PKCS11_TOKEN)
