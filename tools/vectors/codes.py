"""Vectors of carrier (c): the QR code, as the text that a reader of QR codes gives."""

import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import cbor2

from tools.vectors import standing, world
from tools.vectors.vector import File, Vector, changed
from wuxing.proof import codes, gists
from wuxing.proof import content as contents
from wuxing.proof.content import REHEARSAL
from wuxing.proof.keys import SigningKey

AT = int(world.SIGNED.timestamp())
HEAD = "HTTPS://CERTIFY.EXAMPLE/C/"


def coded(content: dict[str, Any], *, key: SigningKey = world.CURRENT, at: datetime = world.SIGNED) -> str:
    """Return the code of a content."""
    return codes.code(content, key=key, base=world.BASE, signed_at=at)


VALID = coded(world.content())
GIST = gists.gist(world.content(), AT)


def vectors() -> Iterator[Vector]:
    """Yield all."""
    yield from _good()
    yield from _by_time_and_key()
    yield from _tampered()
    yield from _malformed()
    yield from _signed_but_wrong()


def message(
    gist: dict[Any, Any] | bytes,
    key: SigningKey = world.CURRENT,
    *,
    protected: bytes | None = None,
    unprotected: object = None,
    signature: bytes | None = None,
) -> bytes:
    """Return a COSE_Sign1 as a library makes it, whatever it says."""
    payload = gist if isinstance(gist, bytes) else cbor2.dumps(gist, canonical=True)
    if protected is None:
        protected = cbor2.dumps(
            {1: -19 if key.algorithm == "Ed25519" else -9, 4: key.public.thumbprint[:8]}, canonical=True
        )
    if signature is None:
        signature = key.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    return cbor2.dumps(cbor2.CBORTag(18, [protected, unprotected or {}, payload, signature]))


def address(data: bytes, *, packed: bool = False) -> str:
    """Return bytes as the address of a code."""
    return HEAD + codes.base32(zlib.compress(data, 9) if packed else data)


def _vector(name: str, data: str, expected: str, says: str, **more: Any) -> Vector:
    return Vector(f"code-{name}", "code", data, expected, says, **more)


def _good() -> Iterator[Vector]:
    yield _vector("valid", VALID, "in_force", "signed, not revoked, not suspended")
    yield _vector("valid-plain", address(message(GIST)), "in_force", "not packed")
    yield _vector("valid-packed", address(message(GIST), packed=True), "in_force", "packed by zlib")
    yield _vector("valid-es256", coded(world.content(), key=world.ES256), "in_force", "signed by a P-256 key")
    yield _vector("valid-lower-case", VALID.lower(), "in_force", "as a browser may show the address")
    yield _vector("valid-without-address", VALID.removeprefix(HEAD), "in_force", "only what follows /C/")
    long = world.content(holder__name="盛达家电服务" * 20, scope="家用电器的安装、维修" * 40)
    yield _vector("valid-cut", coded(long), "in_force", "a long name and scope are cut and marked")
    bare = world.content(holder__credit_code="", score="", surveillance_due_on="", scope="")
    yield _vector("valid-absent-values", coded(bare), "in_force", "everything that may be absent is")
    same = File("given/certificate.json", contents.canonical(world.content()).decode())
    yield _vector("with-content", VALID, "in_force", "the content beside it has its digest", content=same)
    other = world.content(level__id="star4", level__stars=4)
    differs = File("given/certificate-other.json", contents.canonical(other).decode())
    yield _vector(
        "with-other-content", VALID, "not_valid:mismatch", "the content beside it has another digest", content=differs
    )
    lying = address(message(GIST | {11: 7}))
    yield _vector(
        "with-content-lying",
        lying,
        "not_valid:mismatch",
        "the digest is right, and the stars are not those of the content",
        content=same,
    )
    elsewhere = VALID.replace("CERTIFY.EXAMPLE", "CERTIFY.EXAMPLE.ELSEWHERE.EXAMPLE")
    yield _vector("other-address", elsewhere, "cannot_say:other_address", "its address leads to another host")


def _by_time_and_key() -> Iterator[Vector]:
    yield from standing.by_time(_vector, coded)
    yield _vector("no-status", VALID, "cannot_say:no_status", "no list was given", status=())
    yield from standing.by_key(_vector, coded)
    yield _vector(
        "wrong-key-other-body",
        coded(world.content(), key=world.OTHERS),
        "not_valid:wrong_key",
        "signed by the key of another body",
    )
    yield _vector(
        "unknown-issuer",
        address(message(GIST | {3: "wuming"}, world.FOREIGN)),
        "cannot_say:unknown_issuer",
        "a body that the trust file does not name",
    )
    yield from standing.exercises(_vector, coded)
    exercise = world.content(type=REHEARSAL, status__list=world.REHEARSAL_LIST)
    real = gists.gist(exercise, AT) | {2: 1}
    yield _vector(
        "exercise-as-real",
        address(message(real, world.REHEARSING)),
        "not_valid:wrong_key",
        "an exercise retyped as a certificate and signed again",
    )


def _tampered() -> Iterator[Vector]:
    sealed = world.CURRENT.sign(_to_sign(cbor2.dumps(GIST, canonical=True)))
    for name, value in GIST.items():
        if name in (1, 2, 3):
            continue
        changed_one = address(message(GIST | {name: changed(value)}, signature=sealed))
        yield _vector(f"tampered-{name:02}", changed_one, "not_valid:signature", f"entry {name} changed after signing")
    yield _vector(
        "tampered-03",
        address(message(GIST | {3: "anhua"}, signature=sealed)),
        "not_valid:wrong_key",
        "the body changed to another that is known",
    )
    real = gists.gist(world.content(type=REHEARSAL, status__list=world.REHEARSAL_LIST), AT)
    rehearsed = world.REHEARSING.sign(_to_sign(cbor2.dumps(real, canonical=True), world.REHEARSING))
    retyped = address(message(real | {2: 1}, world.REHEARSING, signature=rehearsed))
    yield _vector("tampered-02", retyped, "not_valid:signature", "an exercise retyped as a certificate")
    yield _vector(
        "tampered-signature",
        address(message(GIST, signature=changed(sealed))),
        "not_valid:signature",
        "the signature changed",
    )
    foreign = cbor2.dumps({1: -19, 4: world.FOREIGN.public.thumbprint[:8]}, canonical=True)
    yield _vector(
        "tampered-kid",
        address(message(GIST, protected=foreign, signature=sealed)),
        "not_valid:wrong_key",
        "the key named is not one of the body",
    )
    retired = cbor2.dumps({1: -19, 4: world.RETIRED.public.thumbprint[:8]}, canonical=True)
    yield _vector(
        "tampered-kid-sibling",
        address(message(GIST, protected=retired, signature=sealed)),
        "not_valid:signature",
        "the key named is another one of the body",
    )
    other = cbor2.dumps({1: -9, 4: world.CURRENT.public.thumbprint[:8]}, canonical=True)
    yield _vector(
        "tampered-alg",
        address(message(GIST, protected=other, signature=sealed)),
        "not_valid:wrong_key",
        "the algorithm is not that of the key",
    )


def _malformed() -> Iterator[Vector]:
    def malformed(name: str, text: str, says: str) -> Vector:
        return _vector(name, text, "not_valid:malformed", says)

    good = message(GIST)
    for name, protected, says in (
        ("alg-unknown", {1: -8, 4: world.CURRENT.public.thumbprint[:8]}, "the old name of the algorithm, EdDSA"),
        ("kid-long", {1: -19, 4: world.CURRENT.public.thumbprint}, "the whole thumbprint"),
        ("no-kid", {1: -19}, "no key is named"),
        ("header-crit", {1: -19, 2: [1], 4: world.CURRENT.public.thumbprint[:8]}, "a header that is not known"),
    ):  # fmt: skip
        yield malformed(name, address(message(GIST, protected=cbor2.dumps(protected, canonical=True))), says)
    yield malformed("unprotected", address(message(GIST, unprotected={4: b"x"})), "an unprotected header")
    yield malformed("truncated", address(good[: len(good) // 2]), "cut off in the payload")
    yield malformed("truncated-packed", address(zlib.compress(good, 9)[:-40]), "cut off while packed")
    yield malformed("trailing", address(good + b"\0"), "a byte too many")
    yield malformed("trailing-packed", address(zlib.compress(good, 9) + b"\0"), "a byte too many behind what is packed")
    yield malformed(
        "bomb", address(b"\xd2\x84\x59\xff\xff" + bytes(65_000), packed=True), "more than 4,096 bytes when unpacked"
    )
    yield malformed("no-tag", address(good[1:]), "without the tag")
    yield malformed("tag-mac", address(b"\xd1" + good[1:]), "a COSE_Mac0")
    yield malformed("indefinite", address(b"\xd2\x9f" + good[2:] + b"\xff"), "a list of indefinite length")
    yield malformed("length-long", address(good[:2] + b"\x58\x0e" + good[3:]), "a length in a longer form than needed")
    yield malformed(
        "length-huge", address(good[:2] + b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff"), "a length beyond everything"
    )
    yield malformed("base32-loose-bits", address(good)[:-1] + "7", "bits behind the end of base32")
    yield malformed("base32-digits", VALID.replace("A", "0"), "signs that base32 does not have")
    yield malformed("too-long", VALID + "A" * 4296, "more than 4,296 characters")
    yield malformed("empty", HEAD, "nothing after /C/")
    short = message(GIST, signature=bytes(63))
    yield _vector("signature-short", address(short), "not_valid:signature", "a signature of 63 bytes")


def _signed_but_wrong() -> Iterator[Vector]:
    def wrong(name: str, gist: dict[Any, Any] | bytes, says: str) -> Vector:
        return _vector(f"signed-{name}", address(message(gist)), "not_valid:content", says)

    for name in GIST:
        if name not in (3, 7, 12, 15, 16):
            yield wrong(
                f"without-{name:02}",
                {key: value for key, value in GIST.items() if key != name},
                f"entry {name} is missing",
            )
    yield wrong("version-2", GIST | {1: 2}, "a version that is not known")
    yield wrong("type-3", GIST | {2: 3}, "a type that is not known")
    yield wrong("more", GIST | {21: 1}, "an entry that the table does not have")
    yield wrong("text-key", GIST | {"a": 1}, "a key that is text")
    yield wrong(
        "true-as-one",
        cbor2.dumps({True: 1, **{name: GIST[name] for name in GIST if name > 1}}, canonical=True),
        "true in the place of key 1",
    )
    yield wrong("nested", GIST | {16: ["家"]}, "a list where text belongs")
    yield wrong("tagged", GIST | {20: cbor2.CBORTag(1, AT)}, "a tag")
    yield wrong("float", GIST | {12: 96.3}, "a fraction")
    yield wrong("negative", GIST | {18: -1}, "a negative index")
    yield wrong("index-too-large", GIST | {18: 131_072}, "an index that no list has")
    yield wrong("digest-short", GIST | {19: bytes(31)}, "a digest of 31 bytes")
    yield wrong("turned-writing", GIST | {16: "\u202e维修"}, "a mark that turns the direction of writing")
    yield wrong("time-without-end", GIST | {20: 2**63}, "a time of signing after the year 2999")
    canonical = cbor2.dumps(GIST, canonical=True)
    yield wrong("unsorted", cbor2.dumps(dict(reversed(GIST.items()))), "keys in another order")
    yield wrong("twice", b"\xb4\x01\x01" + canonical[1:], "a key twice")
    yield wrong("trailing", canonical + b"\0", "a byte behind the map")
    yield wrong(
        "long-number", canonical.replace(b"\x01\x01", b"\x01\x18\x01", 1), "a number in a longer form than needed"
    )
    yield wrong("not-a-map", cbor2.dumps(list(GIST.values())[:23], canonical=True), "a list")
    yield wrong("not-utf8", canonical.replace("盛".encode(), b"\xff\xff\xff", 1), "text that is not UTF-8")


def _to_sign(payload: bytes, key: SigningKey = world.CURRENT) -> bytes:
    protected = cbor2.dumps({1: -19, 4: key.public.thumbprint[:8]}, canonical=True)
    return cbor2.dumps(["Signature1", protected, b"", payload])
