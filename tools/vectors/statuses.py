"""Vectors of status: what a list that is missing, stale, tampered or another's does to a good credential."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tools.vectors import credentials, world
from tools.vectors.vector import GOOD, File, Vector, changed_everywhere, joined, listed, parts, signed
from wuxing.proof.keys import base64url
from wuxing.proof.statuslists import BYTES, LASTS, MOST_CHARACTERS

REVOCATION, SUSPENSION = GOOD
BAD = "cannot_say:bad_status"


def vectors() -> Iterator[Vector]:
    """Yield all."""
    yield from _missing_and_stale()
    yield from _of_others()
    yield from _tampered()
    yield from _signed_but_wrong()


def _vector(name: str, expected: str, says: str, *status: File, **more: Any) -> Vector:
    return Vector(f"status-{name}", "credential", credentials.VALID, expected, says, status=status, **more)


def _missing_and_stale() -> Iterator[Vector]:
    yield _vector("none", "cannot_say:no_status", "no list was given")
    yield _vector("no-suspension", "cannot_say:no_status", "the list of suspensions is missing", REVOCATION)
    yield _vector("no-revocation", "cannot_say:no_status", "the list of revocations is missing", SUSPENSION)
    yield _vector("order", "in_force", "the lists the other way round", SUSPENSION, REVOCATION)
    ends = world.LISTED + LASTS
    yield _vector("last-second", "in_force", "the last second of the lists", *GOOD, at=ends - timedelta(seconds=1))
    yield _vector("stale", "cannot_say:stale_status", "the lists are over", *GOOD, at=ends)
    old = listed("suspension-old", "suspension", at=world.NOW - timedelta(days=8))
    yield _vector("stale-one", "cannot_say:stale_status", "one of the lists is over", REVOCATION, old)
    yield _vector("newest", "in_force", "an old list and a new one: the new one counts", REVOCATION, old, SUSPENSION)
    lifted = listed("suspension-old-set", "suspension", world.INDEX, at=world.NOW - timedelta(days=3))
    yield _vector(
        "suspension-lifted", "in_force", "suspended three days ago, and no more", REVOCATION, lifted, SUSPENSION
    )
    again = listed("suspension-set", "suspension", world.INDEX)
    yield _vector("suspended", "not_valid:suspended", "suspended", REVOCATION, again)
    alone = listed("revocation-set", "revocation", world.INDEX)
    yield _vector("withdrawn", "not_valid:withdrawn", "withdrawn", alone, SUSPENSION)
    yield _vector("withdrawn-and-suspended", "not_valid:withdrawn", "both", alone, again)
    yield _vector("withdrawn-alone", "not_valid:withdrawn", "withdrawn, the other list is missing", alone)
    stale = listed("revocation-old-set", "revocation", world.INDEX, at=world.NOW - timedelta(days=100))
    yield _vector("withdrawn-stale", "not_valid:withdrawn", "withdrawn as an old list says", stale, SUSPENSION)
    stale = listed("suspension-older-set", "suspension", world.INDEX, at=world.NOW - timedelta(days=30))
    yield _vector(
        "suspended-stale", "not_valid:suspended", "suspended as an old list says, and no newer one", REVOCATION, stale
    )
    neighbours = listed("suspension-neighbours", "suspension", *(world.INDEX + n for n in (-9, -8, -7, -1, 1, 2, 7, 8)))
    yield _vector("neighbours", "in_force", "the bits around it are set", REVOCATION, neighbours)
    future = listed("suspension-future", "suspension", at=world.NOW + timedelta(minutes=6))
    yield _vector("future", "cannot_say:stale_status", "signed six minutes after now", REVOCATION, future)
    ahead = listed("suspension-ahead", "suspension", at=world.NOW + timedelta(minutes=4))
    yield _vector("clock-ahead", "in_force", "signed four minutes after now: clocks differ", REVOCATION, ahead)


def _of_others() -> Iterator[Vector]:
    def bad(name: str, says: str, **more: Any) -> Vector:
        return _vector(name, BAD, says, REVOCATION, listed(f"suspension-{name}", "suspension", **more))

    yield bad("other-number", "the list with another number", base=f"{world.BASE}/status/huaxin/r2")
    yield bad("of-exercises", "the list of exercises", base=world.REHEARSAL_LIST, key=world.REHEARSING)
    yield bad("rehearsal-key", "signed by the rehearsal key", key=world.REHEARSING)
    yield bad("foreign-key", "signed by a key that the body does not have", key=world.FOREIGN)
    yield bad("other-body", "signed by another body", key=world.OTHERS, did=world.OTHER_DID)
    yield bad("retired-key", "signed by a key that was retired before", key=world.RETIRED)
    yield bad("revoked-key", "signed by a key that is revoked", key=world.REVOKED, at=world.NOW - timedelta(days=200))
    yield _vector(
        "twice",
        BAD,
        "a good list and one that does not hold, of the other purpose",
        REVOCATION,
        File("status/text.jwt", "not a list"),
    )
    broken = File("status/suspension-truncated.jwt", SUSPENSION.text[:-300])
    yield _vector("truncated", BAD, "cut off", REVOCATION, broken)
    yield _vector(
        "good-beside-broken", "in_force", "one that does not hold beside a good one", REVOCATION, broken, SUSPENSION
    )
    wrong = File("status/credential.jwt", credentials.VALID)
    yield _vector("not-a-list", BAD, "a certificate in the place of a list", REVOCATION, wrong)


def _tampered() -> Iterator[Vector]:
    head, payload, signature = parts(SUSPENSION.text)
    for path, copy in changed_everywhere(payload):
        file = File(f"status/tampered-{path.lower()}.jwt", joined(head, copy, signature))
        yield _vector(f"tampered-{path.lower()}", BAD, f"{path} of the list changed after signing", REVOCATION, file)
    for name, value in {
        "alg": "none",
        "typ": "JWT",
        "cty": "json",
        "kid": f"{world.OTHER_DID}#{world.OTHERS.kid}",
    }.items():
        file = File(f"status/header-{name}.jwt", joined(head | {name: value}, payload, signature))
        yield _vector(f"header-{name}", BAD, f"{name} of the list's header changed", REVOCATION, file)
    text, _, sealed = SUSPENSION.text.rpartition(".")
    file = File("status/tampered-signature.jwt", f"{text}.{'B' if sealed[0] != 'B' else 'C'}{sealed[1:]}")
    yield _vector("tampered-signature", BAD, "the list's signature changed", REVOCATION, file)


def _signed_but_wrong() -> Iterator[Vector]:
    head, payload, _ = parts(SUSPENSION.text)

    def wrong(name: str, claims: dict[str, Any], says: str) -> Vector:
        return _vector(
            f"signed-{name}",
            BAD,
            says,
            REVOCATION,
            File(f"status/signed-{name}.jwt", signed(head, claims, world.CURRENT)),
        )

    def packed(data: bytes) -> dict[str, Any]:
        text = "u" + base64url(gzip.compress(data, 9, mtime=0))
        return payload | {"credentialSubject": payload["credentialSubject"] | {"encodedList": text}}

    yield wrong("bomb", packed(bytes(20_000_000)), "20 MB of bits")
    yield wrong("short", packed(bytes(BYTES - 1)), "a bit too few")
    yield wrong("long", packed(bytes(BYTES + 1)), "a bit too many")
    yield wrong(
        "not-packed",
        payload | {"credentialSubject": payload["credentialSubject"] | {"encodedList": "uAAAA"}},
        "not gzip",
    )
    yield wrong(
        "cut",
        packed(bytes(BYTES))
        | {
            "credentialSubject": payload["credentialSubject"]
            | {"encodedList": payload["credentialSubject"]["encodedList"][:-8]}
        },
        "gzip that is cut off",
    )
    yield wrong("too-long", payload | {"note": "x" * MOST_CHARACTERS}, "more than 65,536 characters")
    yield wrong("longer-life", payload | {"validUntil": "2030-01-01T00:00:00Z"}, "good for longer than seven days")
    yield wrong("ttl", payload | {"ttl": 1}, "a member that the format does not have")
