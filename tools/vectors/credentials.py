"""Vectors of carrier (a): the credential."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.vectors import standing, world
from tools.vectors.vector import GOOD_REHEARSAL, File, Vector, changed_everywhere, joined, listed, parts, signed
from wuxing.proof import content as contents
from wuxing.proof import credentials
from wuxing.proof.canonical import canonical
from wuxing.proof.content import REHEARSAL
from wuxing.proof.keys import SigningKey


def issued(
    content: dict[str, Any], *, key: SigningKey = world.CURRENT, at: datetime = world.SIGNED, did: str = world.DID
) -> str:
    """Return the credential of a content."""
    return credentials.issue(content, key=key, did=did, base=world.BASE, signed_at=at)


VALID = issued(world.content())
ABSENT: dict[str, Any] = {"holder__name_en": "", "last_evaluated_on": "", "replaces": None, "sites": []}


def vectors() -> Iterator[Vector]:
    """Yield all."""
    yield from _good()
    yield from _by_time_and_key()
    yield from _rehearsals()
    yield from _tampered()
    yield from _malformed()
    yield from _signed_but_wrong()
    yield from _with_content()


def _vector(name: str, data: str, expected: str, says: str, **more: Any) -> Vector:
    return Vector(f"credential-{name}", "credential", data, expected, says, **more)


def _good() -> Iterator[Vector]:
    yield _vector("valid", VALID, "in_force", "signed, not revoked, not suspended")
    es256 = issued(world.content(), key=world.ES256)
    yield _vector("valid-es256", es256, "in_force", "the same with a P-256 key")
    bare = world.content(**ABSENT, surveillance_due_on="", scope="", score="", holder__credit_code="")
    yield _vector("valid-absent-values", issued(bare), "in_force", "everything that may be absent is")
    last = datetime(2029, 10, 31, 15, 59, 59, tzinfo=UTC)
    lists = tuple(listed(f"2029-{name}", name, at=last - timedelta(hours=1)) for name in credentials.PURPOSES)
    late = issued(world.content(surveillance_due_on="2029-10-31"))
    yield _vector(
        "valid-last-second", late, "in_force", "the last second of valid_until, in China", at=last, status=lists
    )
    yield _vector(
        "expired-by-a-second", late, "not_valid:expired", "a second later", at=last + timedelta(seconds=1), status=lists
    )
    first = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    early = tuple(listed(f"2026-10-31-{name}", name, at=first - timedelta(hours=1)) for name in credentials.PURPOSES)
    before = issued(world.content(), at=first - timedelta(hours=2))
    yield _vector(
        "valid-first-second", before, "in_force", "the first second of issued_on, in China", at=first, status=early
    )
    yield _vector(
        "not-yet-by-a-second",
        before,
        "not_valid:not_yet",
        "a second earlier",
        at=first - timedelta(seconds=1),
        status=early,
    )


def _by_time_and_key() -> Iterator[Vector]:
    yield from standing.by_time(_vector, issued)
    today = issued(world.content(surveillance_due_on="2026-12-01"))
    yield _vector("surveillance-due-today", today, "in_force", "surveillance is due today")
    yield from standing.by_key(_vector, issued)
    earlier = world.content(issued_on="2026-02-01")
    edge = issued(earlier, key=world.RETIRED, at=world.STARTED)
    yield _vector("key-retired-that-second", edge, "not_valid:key_retired", "signed in the second of retirement")
    yield _vector(
        "wrong-key-document",
        issued(world.content(), key=world.DOCUMENT),
        "not_valid:wrong_key",
        "signed by the key for PDFs",
    )
    head, payload, _ = parts(VALID)
    other = signed(head | {"kid": f"{world.DID}#{world.OTHERS.kid}"}, payload, world.OTHERS)
    yield _vector(
        "wrong-key-other-body", other, "not_valid:wrong_key", "signed by the key of another body that is known"
    )
    theirs = signed(head | {"kid": f"{world.OTHER_DID}#{world.OTHERS.kid}"}, payload, world.OTHERS)
    yield _vector("wrong-body", theirs, "not_valid:content", "another body signs a certificate in this one's name")
    place = {"body__did": world.UNKNOWN_DID, "status__list": f"{world.BASE}/status/wuming/r1"}
    unknown = issued(world.content(**place), key=world.FOREIGN, did=world.UNKNOWN_DID)
    yield _vector("unknown-issuer", unknown, "cannot_say:unknown_issuer", "a body that the trust file does not name")


def _rehearsals() -> Iterator[Vector]:
    yield from standing.exercises(_vector, issued)
    content = world.content(type=REHEARSAL, status__list=world.REHEARSAL_LIST)
    made = issued(content, key=world.REHEARSING)
    bits = (
        listed("rehearsal-revoked", "revocation", world.INDEX, key=world.REHEARSING, base=world.REHEARSAL_LIST),
        GOOD_REHEARSAL[1],
    )
    yield _vector("exercise-withdrawn", made, "not_valid:withdrawn", "an exercise that was withdrawn", status=bits)
    head, payload, signature = parts(made)
    payload["credentialSubject"]["type"] = payload["type"][1] = contents.CERTIFICATE
    yield _vector(
        "exercise-as-real",
        joined(head, payload, signature),
        "not_valid:signature",
        "an exercise retyped as a certificate",
    )
    yield _vector(
        "exercise-as-real-signed",
        signed(head, payload, world.REHEARSING),
        "not_valid:content",
        "the same, signed again: a certificate has no place in a list of exercises",
        status=GOOD_REHEARSAL,
    )


def _tampered() -> Iterator[Vector]:
    head, payload, signature = parts(VALID)
    for path, copy in changed_everywhere(payload):
        yield _vector(
            f"tampered-{path.lower()}",
            joined(head, copy, signature),
            "not_valid:signature",
            f"{path} changed after signing",
        )
    for name, value in {"alg": "none", "typ": "JWT", "cty": "json"}.items():
        yield _vector(
            f"header-{name}",
            joined(head | {name: value}, payload, signature),
            "not_valid:malformed",
            f"{name} is {value}",
        )
    yield _vector(
        "header-alg-hmac", joined(head | {"alg": "HS256"}, payload, signature), "not_valid:malformed", "alg is HS256"
    )
    yield _vector(
        "header-alg-of-another-key",
        joined(head | {"alg": "ES256"}, payload, signature),
        "not_valid:wrong_key",
        "alg is not that of the key",
    )
    yield _vector(
        "header-kid",
        joined(head | {"kid": f"{world.DID}#{world.FOREIGN.kid}"}, payload, signature),
        "not_valid:wrong_key",
        "kid names a key that the body does not have",
    )
    yield _vector(
        "header-kid-sibling",
        joined(head | {"kid": f"{world.DID}#{world.RETIRED.kid}"}, payload, signature),
        "not_valid:signature",
        "kid names another key of the body",
    )
    yield _vector(
        "header-crit",
        joined(head | {"crit": ["b64"], "b64": False}, payload, signature),
        "not_valid:malformed",
        "a header that is not known",
    )
    yield _vector(
        "header-jwk",
        joined(head | {"jwk": world.FOREIGN.public.jwk()}, payload, signature),
        "not_valid:malformed",
        "a key that it brings itself",
    )
    text, _, sealed = VALID.rpartition(".")
    yield _vector(
        "tampered-signature",
        f"{text}.{'B' if sealed[0] != 'B' else 'C'}{sealed[1:]}",
        "not_valid:signature",
        "the signature changed",
    )


def _malformed() -> Iterator[Vector]:
    head, payload, sealed = VALID.split(".")
    yield _vector("truncated", VALID[: len(VALID) // 2], "not_valid:malformed", "cut off in the payload")
    yield _vector(
        "truncated-signature",
        f"{head}.{payload}.{sealed[:84]}",
        "not_valid:signature",
        "two characters of the signature are missing",
    )
    yield _vector("truncated-unsigned", f"{head}.{payload}.", "not_valid:signature", "without its signature")
    yield _vector("padded", f"{VALID}==", "not_valid:malformed", "base64 with padding")
    yield _vector(
        "loose-bits",
        f"{head}.{payload}.{sealed[:-1]}{chr(ord(sealed[-1]) + 1)}",
        "not_valid:malformed",
        "bits behind the end of the signature",
    )
    yield _vector(
        "too-long",
        f"{head}.{payload}{'A' * (credentials.MOST_CHARACTERS - len(VALID) + 4)}.{sealed}",
        "not_valid:malformed",
        "more than 131,072 characters",
    )
    yield _vector("four-parts", f"{VALID}.", "not_valid:malformed", "a part too many")


def _signed_but_wrong() -> Iterator[Vector]:
    """What the body's own key signed, and yet is not the one form of a content."""
    head, payload, _ = parts(VALID)

    def resigned(name: str, claims: dict[str, Any] | bytes, says: str) -> Vector:
        return _vector(f"signed-{name}", signed(head, claims, world.CURRENT), "not_valid:content", says)

    yield resigned(
        "until-differs", payload | {"validUntil": "2039-11-01T00:00:00+08:00"}, "validUntil is not that of the content"
    )
    yield resigned(
        "from-differs", payload | {"validFrom": "2020-11-01T00:00:00+08:00"}, "validFrom is not that of the content"
    )
    yield resigned(
        "issuer-differs",
        payload | {"issuer": {"id": world.DID, "name": "国家认证中心"}},
        "the issuer's name is not that of the content",
    )
    yield resigned("extra-claim", payload | {"exp": 4102444800}, "a claim that the format does not have")
    yield resigned(
        "no-status", {k: v for k, v in payload.items() if k != "credentialStatus"}, "without its places in the lists"
    )
    yield resigned(
        "other-status",
        payload | {"credentialStatus": payload["credentialStatus"][:1] * 2},
        "revocation twice, no suspension",
    )
    yield resigned(
        "foreign-context",
        payload | {"@context": [credentials.CONTEXT, "https://elsewhere.example/v1"]},
        "a context that is not ours",
    )
    yield resigned("spaced", canonical(payload).replace(b'","', b'", "', 1), "JSON that is not canonical")
    yield resigned("twice", canonical(payload).replace(b'"iat"', b'"iat":1,"iat"'), "a name twice")
    yield resigned("not-json", b"\xff\xfe", "no JSON")
    subject = payload["credentialSubject"]
    for name, change, says in (
        ("extra-member", {"note": "best of all"}, "a member that the content does not have"),
        ("score-number", {"score": 96.3}, "a number where text belongs"),
        ("date-impossible", {"issued_on": "2026-02-30"}, "a day that does not exist"),
        ("ends-before-start", {"valid_until": "2026-10-01"}, "it ends before it begins"),
        ("turned-writing", {"scope": "家用电器\u202e维修"}, "a mark that turns the direction of writing"),
        ("foreign-subject", {"id": "urn:uscc:000000000000000000"}, "the subject's id is not its credit code"),
    ):  # fmt: skip
        yield resigned(name, payload | {"credentialSubject": subject | change}, says)


def _with_content() -> Iterator[Vector]:
    same = File("given/certificate.json", contents.canonical(world.content()).decode())
    yield _vector("with-content", VALID, "in_force", "the content beside it is the same", content=same)
    other = world.content(level__id="star4", level__stars=4)
    differs = File("given/certificate-other.json", contents.canonical(other).decode())
    yield _vector(
        "with-other-content", VALID, "not_valid:mismatch", "the content beside it is another", content=differs
    )
    spaced = replace(same, name="given/certificate-spaced.json", text=same.text.replace('","', '", "', 1))
    yield _vector(
        "with-spaced-content", VALID, "not_valid:content", "the content beside it is not canonical", content=spaced
    )
