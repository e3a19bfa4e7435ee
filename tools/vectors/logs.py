"""Vectors of the log: a proof and an opening beside a credential or a code."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tools.vectors import codes, credentials, world
from tools.vectors.vector import File, Vector, changed, changed_everywhere
from tools.vectors.world import Logged, logged
from wuxing.proof.canonical import canonical

GOOD = logged(world.content())


def vectors() -> Iterator[Vector]:
    """Yield all."""
    yield from _good_and_others()
    yield from _tampered_proofs()
    yield from _tampered_openings()
    yield from _of_revoked_keys()


def _given(name: str, proof: str | None, opening: str | None) -> dict[str, Any]:
    return {
        "proof": None if proof is None else File(f"given/{name}.tlog-proof", proof),
        "opening": None if opening is None else File(f"given/{name}.opening.json", opening),
    }


def _vector(
    name: str, expected: str, says: str, given: Logged, data: str = credentials.VALID, kind: str = "credential"
) -> Vector:
    return Vector(f"log-{name}", kind, data, expected, says, **_given(name, given.proof.text(), given.opening()))


def _good_and_others() -> Iterator[Vector]:
    yield _vector("valid", "in_force", "in the log at index 3", GOOD)
    yield _vector("valid-code", "in_force", "the same for a code", GOOD, codes.VALID, "code")
    yield _vector(
        "unknown",
        "cannot_say:unknown_log",
        "signed by a log key that the trust file does not name",
        logged(world.content(), world.FALSE_LOG_KEY),
    )
    yield _vector("wrong", "not_valid:log", "the log of another body", logged(world.content(), world.OTHER_LOG_KEY))
    yield _vector(
        "other-kind", "not_valid:log", "an entry that seals nothing", logged(world.content(), kind="certificate.print")
    )
    other = world.content(number="2026HUAXIN00043", url=f"{world.BASE}/register/huaxin/2026HUAXIN00043/")
    yield _vector("other-certificate", "not_valid:mismatch", "the proof of another certificate", logged(other))
    yield _vector(
        "other-revision", "not_valid:mismatch", "the proof of another revision", logged(world.content(revision=2))
    )
    yield _vector(
        "other-certificate-code", "not_valid:mismatch", "the same for a code", logged(other), codes.VALID, "code"
    )
    numbered = replace(GOOD, payload=GOOD.payload | {"number": "2026HUAXIN00043"})
    yield _vector("opening-other-number", "not_valid:log", "the opening names another number", numbered)
    crossed = replace(logged(other), proof=GOOD.proof)
    yield _vector("crossed", "not_valid:log", "the opening is that of another entry", crossed)
    yield Vector(
        "log-no-opening",
        "credential",
        credentials.VALID,
        "not_valid:log",
        "a proof without its opening",
        **_given("no-opening", GOOD.proof.text(), None),
    )
    yield Vector(
        "log-no-proof",
        "credential",
        credentials.VALID,
        "not_valid:log",
        "an opening without its proof",
        **_given("no-proof", None, GOOD.opening()),
    )


def _tampered_proofs() -> Iterator[Vector]:
    proof = GOOD.proof
    cases: dict[str, tuple[str, str]] = {
        "index": (replace(proof, index=2).text(), "the index changed"),
        "index-huge": (replace(proof, index=10**18).text(), "an index beyond the log"),
        "envelope": (
            replace(proof, envelope=proof.envelope.replace(b'"id":103', b'"id":104')).text(),
            "the entry changed",
        ),
        "path-short": (replace(proof, path=proof.path[:-1]).text(), "a step of the path is missing"),
        "path-long": (replace(proof, path=(*proof.path, bytes(32))).text(), "a step too many"),
        "truncated": (proof.text()[:400], "cut off"),
        "head": (proof.text().replace("@v1", "@v2"), "a version that is not known"),
        "empty": ("", "nothing"),
    }
    for index in range(len(proof.path)):
        path = list(proof.path)
        path[index] = changed(path[index])
        cases[f"path-{index}"] = (replace(proof, path=tuple(path)).text(), f"step {index} of the path changed")
    lines = proof.note.split("\n")
    for name, place, value in (
        ("origin", 0, world.OTHER_LOG_KEY.name),
        ("size", 1, "8"),
        ("root", 2, b64encode(bytes(32)).decode()),
        ("signature", 4, lines[4][:-8] + "AAAAAA=="),
    ):
        note = "\n".join([*lines[:place], value, *lines[place + 1 :]])
        cases[f"checkpoint-{name}"] = (replace(proof, note=note).text(), f"the checkpoint's {name} changed")
    for name, (text, says) in cases.items():
        given = _given(f"tampered-{name}", text, None) | {"opening": File("given/valid.opening.json", GOOD.opening())}
        yield Vector(f"log-tampered-{name}", "credential", credentials.VALID, "not_valid:log", says, **given)


def _tampered_openings() -> Iterator[Vector]:
    opening = {"salt": GOOD.salt.hex(), "payload": GOOD.payload}
    cases = {path: (canonical(copy).decode(), f"{path} changed") for path, copy in changed_everywhere(opening)}
    cases["salt"] = (canonical(opening | {"salt": changed(GOOD.salt).hex()}).decode(), "salt changed")
    cases["salt-long"] = (canonical(opening | {"salt": GOOD.salt.hex() + "00"}).decode(), "a salt of 17 bytes")
    cases["more"] = (canonical(opening | {"note": 1}).decode(), "a member too many")
    cases["spaced"] = (GOOD.opening().replace(",", ", "), "not canonical")
    cases["not-json"] = ("{", "no JSON")
    for name, (text, says) in cases.items():
        given = {
            "proof": File("given/valid.tlog-proof", GOOD.proof.text()),
            "opening": File(f"given/opening-{name}.opening.json", text),
        }
        yield Vector(
            f"log-opening-{name}", "credential", credentials.VALID, "not_valid:log", f"the opening: {says}", **given
        )


def _of_revoked_keys() -> Iterator[Vector]:
    spring = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)
    content = world.content(issued_on="2026-02-01")
    token = credentials.issued(content, key=world.REVOKED, at=spring)
    yield _vector(
        "revoked-key-recorded-before",
        "in_force",
        "its key was revoked later, and the log had it before",
        logged(content, recorded=spring),
        token,
    )
    late = logged(content, recorded=world.REVOKED_FROM)
    yield _vector(
        "revoked-key-recorded-after",
        "cannot_say:key_revoked",
        "it says that it was signed before, and the log has it only since",
        late,
        token,
    )
    code = codes.coded(content, key=world.REVOKED, at=spring)
    yield _vector(
        "revoked-key-recorded-before-code",
        "in_force",
        "the same for a code",
        logged(content, recorded=spring),
        code,
        "code",
    )
    now = credentials.issued(world.content(), key=world.REVOKED)
    yield _vector("revoked-key", "not_valid:key_revoked", "in the log, but signed after its key was revoked", GOOD, now)
