"""Carrier (a): the content as a W3C Verifiable Credential 2.0, secured as vc+jwt."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from wuxing.proof import content as contents
from wuxing.proof import tokens
from wuxing.proof.canonical import plain
from wuxing.proof.content import BadContent
from wuxing.proof.keys import Keys, PublicKey, SigningKey, from_base64url
from wuxing.proof.refusals import CONTENT, NotProved

CONTEXT = "https://www.w3.org/ns/credentials/v2"
OWN_CONTEXT = "/contexts/certificate/v1"
PURPOSES = ("revocation", "suspension")
MOST_CHARACTERS = 128 << 10
LAST_SECOND = 32_503_679_999  # 2999-12-31

_MIDNIGHT = "T00:00:00+08:00"
_ENTRY = (
    '{{"id":"{list}/{purpose}#{index}","statusListCredential":"{list}/{purpose}","statusListIndex":"{index}",'
    '"statusPurpose":"{purpose}","type":"BitstringStatusListEntry"}}'
)


class BadCredential(NotProved):
    """This is no credential of ours that holds; says why."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a credential says, once its signature and its form hold."""

    content: dict[str, Any]
    did: str
    key: PublicKey
    signed_at: datetime
    digest: bytes


def issue(content: dict[str, Any], *, key: SigningKey, did: str, base: str, signed_at: datetime) -> str:
    """Return the credential of `content`, signed by a key of `did`; `base` is the public address of the installation.

    Raises:
        BadContent: the content cannot be signed as it is.
    """
    data = contents.canonical(content)
    if content["body"]["did"] != did:
        raise BadContent("body.did: not the body that signs")
    if not contents.URL.fullmatch(base):
        raise ValueError(f"not the address of an installation: {base}")
    return tokens.signed(claims(content, data, base=base, iat=int(signed_at.timestamp())), key, did)


def opened(token: str, keys: Keys) -> Credential:
    """Return what a credential says when one of `keys` signed it and it is exactly what its content makes it.

    Raises:
        BadCredential: `malformed`, `unknown_key`, `signature` or `content`.
    """
    try:
        payload, did, key = tokens.opened(token, keys, MOST_CHARACTERS)
        return _read(payload, did, key)
    except NotProved as error:
        raise BadCredential(error.code, str(error)) from None


def unverified(token: str) -> Credential | None:
    """Return what a credential claims, its signature not looked at, or None: to say whose it would be."""
    try:
        did, _kid, _alg = tokens.header_of(token, MOST_CHARACTERS)
        payload = from_base64url(token.split(".")[1])
        return _read(payload, did, _NOBODY)
    except ValueError:
        return None


def claims(content: dict[str, Any], data: bytes, *, base: str, iat: int) -> bytes:
    """Return all that a credential says of a content whose canonical form is `data`, in canonical form itself.

    Nothing in it has a second source. What stands here without quotes of its own was checked to need none.
    """
    status, code = content["status"], content["holder"]["credit_code"]
    until = date.fromisoformat(content["valid_until"]) + timedelta(days=1)
    if code:  # outside of strings a comma and a quotation mark begin a name, so there is one such place
        data = data.replace(b',"issued_on":', b',"id":"urn:uscc:%b","issued_on":' % code.encode(), 1)
    entries = ",".join([_ENTRY.format(list=status["list"], index=status["index"], purpose=one) for one in PURPOSES])
    before = f'{{"@context":["{CONTEXT}","{base}{OWN_CONTEXT}"],"credentialStatus":[{entries}],"credentialSubject":'
    after = (
        f',"iat":{iat},"id":"{content["url"]}",'
        f'"issuer":{{"id":"{content["body"]["did"]}","name":{plain(content["body"]["name"]).decode()}}},'
        f'"type":["VerifiableCredential","{content["type"]}"],'
        f'"validFrom":"{content["issued_on"]}{_MIDNIGHT}","validUntil":"{until.isoformat()}{_MIDNIGHT}"}}'
    )
    return before.encode() + data + after.encode()


def _read(payload: bytes, did: str, key: PublicKey) -> Credential:
    claimed = tokens.payload_from(payload, CONTENT)
    subject, context, iat = claimed.get("credentialSubject"), claimed.get("@context"), claimed.get("iat")
    base = context[1] if isinstance(context, list) and len(context) == 2 else None
    if not isinstance(subject, dict) or not isinstance(base, str):
        raise NotProved(CONTENT, "not a certificate")
    content = {name: value for name, value in subject.items() if name != "id"}
    data = contents.canonical(content)
    base = base.removesuffix(OWN_CONTEXT)
    if type(iat) is not int or not 0 <= iat <= LAST_SECOND or not contents.URL.fullmatch(base):
        raise NotProved(CONTENT, "no time of signing, or a foreign context")
    if content["body"]["did"] != did:
        raise NotProved(CONTENT, "the key is not one of the body named")
    if claims(content, data, base=base, iat=iat) != payload:
        raise NotProved(CONTENT, "the credential says other things than its content")
    return Credential(content, did, key, datetime.fromtimestamp(iat, UTC), sha256(data).digest())


_NOBODY = PublicKey("Ed25519", bytes(32))
