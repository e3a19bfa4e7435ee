"""What a verifier believes: bodies with their keys and logs, and witnesses, from trust files."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from wuxing.proof.cosignatures import Cosigner, cosigner_from
from wuxing.proof.keys import BadKey, Keys, PublicKey, public_key_from
from wuxing.proof.notes import BadNote, Verifier, verifier_from

MOST_BYTES = 4 << 20
MOST_BODIES = 10_000
CERTIFICATE, REHEARSAL, DOCUMENT, REHEARSAL_DOCUMENT = "certificate", "rehearsal", "document", "rehearsal_document"
PURPOSES = (CERTIFICATE, REHEARSAL, DOCUMENT, REHEARSAL_DOCUMENT)


class BadTrust(ValueError):
    """This is no trust file; says where and why."""


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key of a body: for what, and from when to when."""

    public: PublicKey
    purpose: str
    since: datetime
    retired: datetime | None = None
    revoked_from: datetime | None = None

    def why_not(self, signed_at: datetime) -> str:
        """Return why the key does not stand for what was signed then (the word of a verdict), or nothing."""
        if signed_at < self.since:
            return "key_not_yet"
        if self.retired is not None and signed_at >= self.retired:
            return "key_retired"
        if self.revoked_from is not None and signed_at >= self.revoked_from:
            return "key_revoked"
        return ""


@dataclass(frozen=True, eq=False)
class TrustedBody:
    """A certification body as a verifier knows it."""

    did: str
    slug: str
    name: str
    keys: Mapping[str, TrustedKey]
    roots: tuple[str, ...]
    logs: tuple[Verifier, ...]
    certifying: Keys = field(init=False)

    def __post_init__(self) -> None:
        found = Keys(key.public for key in self.keys.values() if key.purpose in (CERTIFICATE, REHEARSAL))
        object.__setattr__(self, "certifying", found)

    def key(self, public: PublicKey) -> TrustedKey:
        """Return what is known of one of the body's keys. Raises KeyError."""
        return self.keys[public.kid()]


@dataclass(frozen=True, eq=False)
class Trust:
    """All that is believed."""

    bodies: Mapping[str, TrustedBody]
    witnesses: tuple[Cosigner, ...] = ()

    def by_slug(self, slug: str) -> list[TrustedBody]:
        """Return the bodies of that name in addresses; more than one only from several installations."""
        return [body for body in self.bodies.values() if body.slug == slug]


NOBODY = Trust({})


def trust_from(text: str | bytes) -> Trust:
    """Return what a trust file says.

    Raises:
        BadTrust: it is none.
    """
    if len(text) > MOST_BYTES:
        raise BadTrust("too large for a trust file")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadTrust("a trust file is JSON") from None
    if not isinstance(data, dict) or not isinstance(data.get("bodies"), list) or len(data["bodies"]) > MOST_BODIES:
        raise BadTrust("a trust file names bodies")
    try:
        bodies = [_body(one) for one in data["bodies"]]
        witnesses = tuple(cosigner_from(key) for key in data.get("witnesses", ()))
    except (BadKey, BadNote, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadTrust(f"a trust file that cannot be understood: {error}"[:300]) from None
    return merged([Trust({body.did: body}, witnesses) for body in bodies] or [Trust({}, witnesses)])


def merged(trusts: Iterable[Trust]) -> Trust:
    """Return one trust of several. Of a key that two of them name, the shorter life counts."""
    bodies: dict[str, TrustedBody] = {}
    witnesses: dict[Cosigner, None] = {}
    for trust in trusts:
        witnesses |= dict.fromkeys(trust.witnesses)
        for did, body in trust.bodies.items():
            bodies[did] = _joined(bodies[did], body) if did in bodies else body
    return Trust(bodies, tuple(witnesses))


def _joined(one: TrustedBody, other: TrustedBody) -> TrustedBody:
    keys = dict(one.keys)
    for kid, key in other.keys.items():
        known = keys.get(kid)
        if known is not None and known.purpose != key.purpose:
            raise BadTrust(f"the key {kid} is named for two purposes")
        keys[kid] = key if known is None else _shorter(known, key)
    return TrustedBody(
        other.did,
        other.slug,
        other.name,
        keys,
        tuple(dict.fromkeys((*one.roots, *other.roots))),
        tuple(dict.fromkeys((*one.logs, *other.logs))),
    )


def _shorter(one: TrustedKey, other: TrustedKey) -> TrustedKey:
    return replace(
        one,
        since=max(one.since, other.since),
        retired=_earlier(one.retired, other.retired),
        revoked_from=_earlier(one.revoked_from, other.revoked_from),
    )


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    given = [moment for moment in (one, other) if moment is not None]
    return min(given) if given else None


def _body(data: Mapping[str, Any]) -> TrustedBody:
    keys: dict[str, TrustedKey] = {}
    for one in data["keys"]:
        key = _key(one)
        if key.public.kid() in keys:
            raise BadTrust(f"the key {key.public.kid()} is named twice")
        keys[key.public.kid()] = key
    return TrustedBody(
        _text(data["did"]),
        _text(data["slug"]),
        _text(data["name"]),
        keys,
        tuple(_text(pem) for pem in data["x509"]),
        tuple(verifier_from(key) for key in data["logs"]),
    )


def _key(data: Mapping[str, Any]) -> TrustedKey:
    public = public_key_from(data["jwk"])
    if data["kid"] != public.kid() or data["alg"] != public.algorithm:
        raise BadTrust(f"the key {data['kid']!s:.60} is another than its id says")
    if data["purpose"] not in PURPOSES:
        raise BadTrust(f"the key {data['kid']!s:.60} is for no purpose that is known")
    return TrustedKey(
        public, data["purpose"], _moment(data["from"]), _or_none(data["retired"]), _or_none(data["revoked_from"])
    )


def _or_none(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise BadTrust(f"{text!s:.40} has no zone")
    return found.astimezone(UTC)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 65_536:
        raise BadTrust(f"{value!r:.40} is no text")
    return value
