"""Vectors of carrier (b): the PDF. Each is made once and kept, for a signed PDF cannot be made twice alike.

To make one anew, delete it and run the tool.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tools.vectors import credentials, papers, statuses, world
from tools.vectors.papers import attached, drawn
from tools.vectors.vector import GOOD_REHEARSAL, Vector, joined, parts
from wuxing.proof import content as contents
from wuxing.proof.content import REHEARSAL

FOLDER = Path(__file__).resolve().parent.parent.parent / "vectors" / "pdf"
CONTENT = world.content()
LOGGED = world.logged(CONTENT)
SIGNED = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)


def vectors() -> Iterator[Vector]:
    """Yield all."""
    yield from _by_key()
    yield from _by_attachments()
    yield from _tampered()
    yield from _by_state()


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    path = FOLDER / f"pdf-{name}.pdf"
    return path.read_bytes() if path.is_file() else make()


def _vector(name: str, make: Callable[[], bytes], expected: str, says: str, **more: Any) -> Vector:
    return Vector(f"pdf-{name}", "pdf", _kept(name, make), expected, says, **more)


def _signed(
    files: dict[str, bytes], key: world.Es256Key = world.DOCUMENT, root: world.Es256Key = world.ROOT
) -> Callable[[], bytes]:
    """Return what makes a PDF/A-3b with these files, signed by a document key."""
    return lambda: papers.signed(drawn(files), key=key, chain=world.chain_of(key, root), at=SIGNED)


@cache
def _good() -> dict[str, bytes]:
    return attached(CONTENT, credentials.VALID, LOGGED)


@cache
def _valid() -> bytes:
    return _kept("valid", _signed(_good()))


def _by_key() -> Iterator[Vector]:
    def document(name: str, says: str, **by: world.Es256Key) -> Vector:
        return _vector(name, _signed(_good(), **by), "not_valid:document", says)

    yield _vector("valid", _valid, "in_force", "signed, all four files attached")
    unlogged = attached(CONTENT, credentials.VALID)
    yield _vector("valid-no-log", _signed(unlogged), "in_force", "signed, content and credential attached")
    yield _vector("unsigned", lambda: drawn(_good()), "not_valid:document", "not signed")
    yield document("foreign-root", "the body's key under a root that is not the body's", root=world.FOREIGN_ROOT)
    yield document(
        "unlisted-key", "a key under the body's root that the trust file does not name", key=world.DOCUMENT_UNLISTED
    )
    yield document("certificate-key", "signed by a key for certificates", key=world.ES256)
    yield document("rehearsal-key", "signed by the key for PDFs of exercises", key=world.DOCUMENT_REHEARSING)
    for name, key, expected, says in (
        ("key-retired", world.DOCUMENT_RETIRED, "not_valid:key_retired", "signed after its key was retired"),
        ("key-revoked", world.DOCUMENT_REVOKED, "not_valid:key_revoked", "signed after its key was revoked"),
        ("key-revoked-later", world.DOCUMENT_REVOKED_LATER, "cannot_say:key_revoked", "its key was revoked later"),
    ):
        yield _vector(name, _signed(_good(), key=key), expected, says)
    exercise = world.content(type=REHEARSAL, status__list=world.REHEARSAL_LIST)
    files = attached(exercise, credentials.issued(exercise, key=world.REHEARSING))
    rehearsed = _signed(files, key=world.DOCUMENT_REHEARSING)
    yield _vector("exercise", rehearsed, "exercise", "an exercise, never green", status=GOOD_REHEARSAL)
    says = "an exercise signed by the real key for PDFs"
    yield _vector("exercise-by-real-key", _signed(files), "not_valid:document", says, status=GOOD_REHEARSAL)


def _by_attachments() -> Iterator[Vector]:
    other = world.content(level__id="star4", level__stars=4)
    theirs = contents.canonical(other)
    spaced = contents.canonical(CONTENT).replace(b'","', b'", "', 1)
    head, payload, sealed = parts(credentials.VALID)
    payload["credentialSubject"]["level"]["stars"] = 7
    tampered = joined(head, payload, sealed).encode()
    false = LOGGED.proof.text().replace("index 3", "index 2").encode()
    for name, changes, expected, says in (
        ("other-content", {"content": theirs}, "mismatch", "content and credential differ"),
        ("spaced-content", {"content": spaced}, "content", "the content is not canonical"),
        ("no-content", {"content": None}, "malformed", "without the content"),
        ("no-credential", {"jwt": None}, "malformed", "without the credential"),
        ("no-opening", {"opening": None}, "log", "a proof without its opening"),
        ("false-proof", {"proof": false}, "log", "the index of the proof changed"),
        ("tampered-credential", {"jwt": tampered}, "signature", "the credential changed before the PDF was signed"),
    ):
        files = attached(CONTENT, credentials.VALID, LOGGED, **changes)
        yield _vector(name, _signed(files), f"not_valid:{expected}", says)
    yield _vector("nothing-attached", _signed({}), "not_valid:malformed", "nothing is attached")
    crossed = attached(CONTENT, credentials.VALID, world.logged(other))
    yield _vector("other-proof", _signed(crossed), "not_valid:mismatch", "the proof of another content")


def _tampered() -> Iterator[Vector]:
    """Changed after signing."""

    def changed(name: str, data: bytes, expected: str, says: str) -> Vector:
        return _vector(name, lambda: data, f"not_valid:{expected}", says)

    whole = _valid()
    title = whole.index(b">Certificate<") + 1
    yield changed("tampered-title", whole[:title] + b"Diploma" + whole[title + 7 :], "document", "its title changed")
    box = whole.index(b"]", whole.index(b"/MediaBox")) - 1
    yield changed("tampered-page", _with_digit(whole, box), "document", "the size of its page changed")
    yield changed("appended", whole + b"\n% more\n", "document", "a line behind its end")
    yield changed("truncated", whole[: len(whole) // 2], "malformed", "cut off")
    yield changed("not-a-pdf", b"%PDF-1.7\n" + bytes(range(256)) * 4, "malformed", "no PDF")
    start, _end = papers.signature_in(whole)
    size = int(whole[start + 4 : start + 8], 16) + 4
    yield changed("tampered-signature", _with_digit(whole, start + 2 * size - 1), "document", "the signature changed")


def _with_digit(whole: bytes, place: int) -> bytes:
    other = b"1" if whole[place : place + 1] != b"1" else b"2"
    return whole[:place] + other + whole[place + 1 :]


def _by_state() -> Iterator[Vector]:
    for name, expected, says, changes in (
        ("expired", "not_valid:expired", "ended yesterday", {"issued_on": "2026-07-01", "valid_until": "2026-11-30"}),
        ("suspended", "not_valid:suspended", "its bit says suspended", {"status__index": world.SUSPENDED_INDEX}),
        ("withdrawn", "not_valid:withdrawn", "its bit says withdrawn", {"status__index": world.WITHDRAWN_INDEX}),
        ("surveillance-past-due", "cannot_say:surveillance_due", "surveillance was due yesterday", {"surveillance_due_on": "2026-11-30"}),
    ):  # fmt: skip
        yield _vector(name, _signed(attached(world.content(**changes))), expected, says)
    yield _vector("no-status", _valid, "cannot_say:no_status", "no list was given", status=())
    stale = next(one for one in statuses.vectors() if one.name == "status-stale-one")
    yield _vector("stale-status", _valid, "cannot_say:stale_status", "one of the lists is over", status=stale.status)
    unknown = world.content(body__did=world.UNKNOWN_DID, status__list=f"{world.BASE}/status/wuming/r1")
    token = credentials.issued(unknown, key=world.FOREIGN, did=world.UNKNOWN_DID)
    says = "a body that the trust file does not name"
    yield _vector("unknown-issuer", _signed(attached(unknown, token)), "cannot_say:unknown_issuer", says)
