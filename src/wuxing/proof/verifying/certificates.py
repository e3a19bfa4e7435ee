"""Verify a credential or a code, with what is given beside it: the words of docs/reference/certificate-format.md."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from wuxing.proof import codes, credentials, tokens
from wuxing.proof import content as contents
from wuxing.proof.content import MOST_BYTES, BadContent
from wuxing.proof.credentials import Credential
from wuxing.proof.gists import Code
from wuxing.proof.keys import Keys
from wuxing.proof.refusals import CONTENT, UNKNOWN_KEY, NotProved
from wuxing.proof.trust import CERTIFICATE, REHEARSAL, Trust, TrustedBody, TrustedKey
from wuxing.proof.verifying import logs, statuses, words
from wuxing.proof.verifying.logs import Sealed
from wuxing.proof.verifying.opinion import CHINA, Opinion
from wuxing.proof.verifying.statuses import Wanted


@dataclass(frozen=True, slots=True)
class Beside:
    """What is given with a carrier."""

    status: Sequence[str] = ()
    proof: bytes | None = None
    opening: bytes | None = None
    content: bytes | None = None


NOTHING = Beside()


def of_credential(token: str, beside: Beside, trust: Trust, at: datetime, kind: str = "credential") -> Opinion:
    """Return the verdict on a credential at a time."""
    opinion = Opinion(kind)
    try:
        did, kid, _alg = tokens.header_of(token, credentials.MOST_CHARACTERS)
        body = trust.bodies.get(did)
        if body is None:
            _no_body(opinion, did, *_place_of(did))
            return opinion
        found = credentials.opened(token, body.certifying)
    except NotProved as error:
        _refused(opinion, error)
        return opinion
    _of(opinion, body, found, body.keys[kid])
    _content(opinion, beside.content, found.digest)
    said = found.content
    wanted = Wanted(
        body, said["status"]["list"].partition("://")[2], said["status"]["index"], said["type"] == contents.REHEARSAL
    )
    sealed = Sealed(said["number"], said["revision"], found.digest, said["log"])
    due = said["surveillance_due_on"]
    days = (date.fromisoformat(said["issued_on"]), date.fromisoformat(said["valid_until"]))
    opinion.surveillance_due_on = date.fromisoformat(due) if due else None
    opinion.told = said
    _rest(opinion, beside, wanted, sealed, days, (trust, at, body.keys[kid], found.signed_at))
    return opinion


def of_code(text: str, beside: Beside, trust: Trust, at: datetime) -> Opinion:
    """Return the verdict on a code at a time: its address, or the part after /C/."""
    opinion = Opinion("code")
    try:
        claimed = codes.unverified(text)
    except NotProved as error:
        _refused(opinion, _unread(text, trust, error))
        return opinion
    bodies = trust.by_slug(claimed.slug)
    if not bodies:
        _no_body(opinion, claimed.slug, claimed.host, claimed.slug)
        return opinion
    body, found = _opened(text, bodies, opinion)
    if found is None or found.key is None:
        return opinion
    _of(opinion, body, found, body.key(found.key))
    if beside.content is not None and (said := _content(opinion, beside.content, found.digest)) is not None:
        _same(opinion, codes.is_of(found, said))
    host = _host(body.did)
    kind = "x" if found.rehearsal else "r"
    wanted = Wanted(
        body, f"{host}/status/{found.slug}/{kind}{found.status_number}", found.status_index, found.rehearsal
    )
    sealed = Sealed(found.number, found.revision, found.digest, "")
    opinion.surveillance_due_on = found.surveillance_due_on
    opinion.told = told_by(found)
    if found.host and found.host != host:
        opinion.found("cannot_say:other_address", "address", f"its address leads to {found.host}, not to {host}")
    days = (found.issued_on, found.valid_until)
    _rest(opinion, beside, wanted, sealed, days, (trust, at, body.key(found.key), found.signed_at))
    return opinion


def told_by(found: Code) -> dict[str, Any]:
    """Return what a code says, in the names of the content."""
    return {
        "type": contents.REHEARSAL if found.rehearsal else contents.CERTIFICATE,
        "number": found.number,
        "revision": found.revision,
        "body": {"slug": found.slug},
        "holder": {"name": found.holder, "credit_code": found.credit_code},
        "scheme": {"id": f"{found.scheme}#sha256:{found.scheme_digest.hex()}…"},
        "level": {"id": found.level, "stars": found.stars},
        "score": "" if found.score is None else str(found.score),
        "scope": found.scope,
        "issued_on": found.issued_on.isoformat(),
        "valid_until": found.valid_until.isoformat(),
        "surveillance_due_on": found.surveillance_due_on.isoformat() if found.surveillance_due_on else "",
        "digest": found.digest.hex(),
    }


def _unread(text: str, trust: Trust, why: NotProved) -> NotProved:
    """Return why a code cannot be read: a false signature comes before what it says."""
    if why.code != CONTENT:
        return why
    try:
        codes.opened(text, Keys(key for body in trust.bodies.values() for key in body.certifying))
    except NotProved as error:
        return why if error.code == UNKNOWN_KEY else error
    return why


def _opened(text: str, bodies: list[TrustedBody], opinion: Opinion) -> tuple[TrustedBody, Code | None]:
    """Return the body whose key signed the code; what it is refused for when none did."""
    refusal: NotProved | None = None
    for body in bodies:
        try:
            return body, codes.opened(text, body.certifying)
        except NotProved as error:
            if refusal is None or refusal.code == UNKNOWN_KEY:
                refusal = error
    assert refusal is not None
    _refused(opinion, refusal)
    return bodies[0], None


def _of(opinion: Opinion, body: TrustedBody, found: Credential | Code, key: TrustedKey) -> None:
    """Note whose signature it is, and whether the key may sign this."""
    opinion.body, opinion.is_signed = body.name, True
    rehearsal = found.rehearsal if isinstance(found, Code) else found.content["type"] == contents.REHEARSAL
    opinion.facts["signed_at"] = found.signed_at.isoformat()
    opinion.facts["key"] = key.public.kid()
    if key.purpose != (REHEARSAL if rehearsal else CERTIFICATE):
        opinion.found("not_valid:wrong_key", "key", f"the key is one of {body.name}, but for another purpose")
    else:
        opinion.holds("signature", f"signed by {body.name} on {found.signed_at.astimezone(CHINA):%Y-%m-%d}")
    if rehearsal:
        opinion.found(words.EXERCISE, "type", "an exercise, no certificate")


def _rest(
    opinion: Opinion,
    beside: Beside,
    wanted: Wanted,
    sealed: Sealed,
    days: tuple[date, date],
    signing: tuple[Trust, datetime, TrustedKey, datetime],
) -> None:
    """Judge log, key, days and status."""
    opinion.facts["status_list"] = wanted.base
    trust, at, key, signed_at = signing
    logs.judge(opinion, beside.proof, beside.opening, sealed, wanted.body, trust)
    judge_key(opinion, key, signed_at)
    _days(opinion, *days, at.astimezone(CHINA).date())
    statuses.judge(opinion, beside.status, wanted, at)


def judge_key(opinion: Opinion, key: TrustedKey, signed_at: datetime) -> None:
    """Say whether the key stood for what was signed when it was; a log that had it in time settles a doubt."""
    if word := key.why_not(signed_at):
        opinion.found(f"not_valid:{word}", "key", KEY_WORDS[word])
        return
    place = opinion.place
    if key.revoked_from is not None and not (place and place.known and place.recorded_at < key.revoked_from):
        opinion.found(
            "cannot_say:key_revoked",
            "key",
            "its key is revoked since; it says it was signed before, and no log that is trusted shows that",
        )
    else:
        opinion.holds("key", f"{key.public.kid()} stood for it then")


KEY_WORDS = {
    "key_not_yet": "it was signed before its key was in use",
    "key_retired": "it was signed after its key was retired",
    "key_revoked": "it was signed after its key was revoked",
}


def _days(opinion: Opinion, issued_on: date, valid_until: date, today: date) -> None:
    if today < issued_on:
        opinion.found("not_valid:not_yet", "days", f"it is valid from {issued_on} on")
    elif today > valid_until:
        opinion.found("not_valid:expired", "days", f"it was valid until {valid_until}")
    else:
        opinion.holds("days", f"valid from {issued_on} until {valid_until}")
    due = opinion.surveillance_due_on
    if due is not None and today > due:
        opinion.found("cannot_say:surveillance_due", "surveillance", f"surveillance was due on {due}")


def _content(opinion: Opinion, data: bytes | None, digest: bytes) -> dict[str, Any] | None:
    """Hold the content beside a carrier against its digest."""
    if data is None:
        return None
    try:
        found = content_from(data)
    except ValueError as error:
        opinion.found("not_valid:content", "content", f"the content beside it is not in its one form: {error}")
        return None
    _same(opinion, sha256(data).digest() == digest)
    return found


def content_from(data: bytes) -> dict[str, Any]:
    """Return the content in a file, which is in its one form. Raises ValueError."""
    try:
        found = json.loads(data) if len(data) <= MOST_BYTES else None
    except RecursionError:
        found = None
    if not isinstance(found, dict) or contents.canonical(found) != data:
        raise ValueError("not canonical")
    return found


def _same(opinion: Opinion, good: bool) -> None:
    if good:
        opinion.holds("content", "the content beside it is the same")
    else:
        opinion.found("not_valid:mismatch", "content", "the content beside it is another")


def _no_body(opinion: Opinion, name: str, host: str, slug: str) -> None:
    opinion.found(words.UNKNOWN_ISSUER, "issuer", f"nothing is known of {name:.200}: its trust file was not given")
    opinion.facts |= {"issuer": name, "issuer_host": host, "issuer_slug": slug}


def _place_of(did: str) -> tuple[str, str]:
    """Return host and name in addresses of the body that a did names; both empty when it names none."""
    try:
        return _host(did), contents.slug_of_did(did)
    except BadContent:
        return "", ""


def _host(did: str) -> str:
    return unquote(did.split(":")[2]).lower()


def _refused(opinion: Opinion, error: NotProved) -> None:
    word = "wrong_key" if error.code == UNKNOWN_KEY else error.code
    opinion.found(f"not_valid:{word}", "signature", str(error))
