"""did:web of a body: where its keys stand, as a document that anybody can fetch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from wuxing.proof.keys import PublicKey

CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1")


@dataclass(frozen=True, slots=True)
class KeyOfBody:
    """A key as its body tells the world of it. A retired key stays in the document: what it signed stays good."""

    key: PublicKey
    purpose: str
    since: datetime
    retired: datetime | None = None
    revoked_from: datetime | None = None


def did_of(host: str, slug: str) -> str:
    """Return the did of the body `slug` at `host`, which may have a port."""
    return f"did:web:{host.lower().replace(':', '%3A')}:bodies:{slug}"


def host_of(did: str) -> str:
    """Return the host that a did names, with its port where it has one."""
    return did.removeprefix("did:web:").partition(":")[0].replace("%3A", ":")


def document(did: str, keys: Iterable[KeyOfBody], services: Sequence[tuple[str, str, str]] = ()) -> dict[str, Any]:
    """Return the did document; `services` are (name, type, address).

    A revoked key stands in it with its date and asserts nothing; one of no body's purpose is not listed.
    """
    methods, asserting = [], []
    for one in keys:
        name = f"{did}#{one.key.kid()}"
        method: dict[str, Any] = {
            "id": name,
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": one.key.jwk(),
        }
        if one.revoked_from is None:
            asserting.append(name)
        else:
            method["revoked"] = one.revoked_from.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        methods.append(method)
    return {
        "@context": list(CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": asserting,
        "service": [{"id": f"{did}#{name}", "type": kind, "serviceEndpoint": url} for name, kind, url in services],
    }


def trusted_key(one: KeyOfBody) -> dict[str, Any]:
    """Return the key as an entry of a trust file: whole seconds, and what was signed in that of retirement is good."""
    return {
        "kid": one.key.kid(),
        "alg": one.key.algorithm,
        "jwk": one.key.jwk(),
        "from": _instant(one.since),
        "retired": one.retired and _instant(one.retired + timedelta(microseconds=999_999)),
        "revoked_from": one.revoked_from and _instant(one.revoked_from),
        "purpose": one.purpose,
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
