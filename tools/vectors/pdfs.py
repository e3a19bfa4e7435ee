"""Vectors of carrier (b): the PDF. Each is made once and kept, for a signed PDF cannot be made twice alike.

To make one anew, delete it and run the tool.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tools.vectors import credentials, papers, world
from tools.vectors.papers import attached, drawn, plain, signed
from tools.vectors.vector import GOOD_REHEARSAL, Vector, listed
from wuxing.proof.canonical import canonical
from wuxing.proof.content import REHEARSAL

FOLDER = Path(__file__).resolve().parent.parent.parent / "vectors" / "pdf"
CONTENT = world.content()
EXERCISE = world.content(type=REHEARSAL, status__list=world.REHEARSAL_LIST)
Make = Callable[[], bytes]


def vectors() -> Iterator[Vector]:
    """Yield all."""
    yield from _good()
    yield from _by_state()
    yield from _tampered()
    yield from _by_key()
    yield from _disagreeing()
    yield from _malformed()
    yield from _exercises()


def _vector(name: str, make: Make, expected: str, says: str, **more: Any) -> Vector:
    path = FOLDER / f"pdf-{name}.pdf"
    return Vector(f"pdf-{name}", "pdf", path.read_bytes() if path.exists() else make(), expected, says, **more)


def _made(attachments: dict[str, bytes] | list[tuple[str, bytes]], **by: Any) -> Make:
    return lambda: signed(plain(attachments), **by)


def _of(**changes: Any) -> Make:
    return _made(attached(world.content(**changes)))


@cache
def _logged() -> dict[str, bytes]:
    return attached(CONTENT, None, world.logged(CONTENT))


@cache
def _whole() -> bytes:
    path = FOLDER / "pdf-valid.pdf"
    return path.read_bytes() if path.exists() else _made(_logged())()


def _good() -> Iterator[Vector]:
    yield _vector("valid", _whole, "in_force", "signed, every attachment, in the log")
    yield _vector("valid-no-log", _of(), "in_force", "without a proof of the log")
    archive = lambda: signed(drawn(attached(CONTENT)))  # noqa: E731
    yield _vector("valid-archive", archive, "in_force", "PDF/A-3b with object streams")
    more = _made(attached(CONTENT) | {"read-me.txt": b"nobody asks"})
    yield _vector("valid-more-attachments", more, "in_force", "an attachment that nobody asks for")


def _by_state() -> Iterator[Vector]:
    yield _vector("no-status", _whole, "cannot_say:no_status", "no status lists", status=())
    late = datetime(2029, 11, 1, tzinfo=UTC)
    lists = tuple(listed(f"2029-11-01-{name}", name, at=late) for name in ("revocation", "suspension"))
    yield _vector("expired", _whole, "not_valid:expired", "after its last day", at=late, status=lists)
    suspended, withdrawn = _of(status__index=world.SUSPENDED_INDEX), _of(status__index=world.WITHDRAWN_INDEX)
    yield _vector("suspended", suspended, "not_valid:suspended", "suspended since")
    yield _vector("withdrawn", withdrawn, "not_valid:withdrawn", "withdrawn since")
    revoked = _made(attached(CONTENT, credentials.issued(CONTENT, key=world.REVOKED)))
    yield _vector("key-revoked", revoked, "not_valid:key_revoked", "the key of its credential was revoked")
    early = _made(attached(CONTENT), at=datetime(2026, 5, 1, tzinfo=UTC))
    says = "signed before its document key was in use"
    yield _vector("document-key-not-yet", early, "not_valid:key_not_yet", says)
    for name, key, expected, says in (
        ("retired", world.DOCUMENT_RETIRED, "not_valid:key_retired", "signed after its document key was retired"),
        ("revoked", world.DOCUMENT_REVOKED, "not_valid:key_revoked", "signed after its document key was revoked"),
        ("revoked-later", world.DOCUMENT_REVOKED_LATER, "cannot_say:key_revoked", "its document key was revoked later"),
    ):
        yield _vector(f"document-key-{name}", _made(attached(CONTENT), key=key), expected, says)
    content = world.content(body__did=world.UNKNOWN_DID, status__list=f"{world.BASE}/status/wuming/r1")
    token = credentials.issued(content, key=world.FOREIGN, did=world.UNKNOWN_DID)
    unknown = _made(attached(content, token))
    yield _vector("unknown-issuer", unknown, "cannot_say:unknown_issuer", "a body that the trust file does not name")


def _tampered() -> Iterator[Vector]:
    """Changed after it was signed."""

    def changed(name: str, make: Make, says: str) -> Vector:
        return _vector(name, make, "not_valid:document", says)

    page = lambda: _whole().replace(b"HUAXIN00042)", b"HUAXIN00043)", 1)  # noqa: E731
    yield changed("tampered-page", page, "the number on the page changed")
    last = _with_digit(lambda start, _end: start + 2 * _size(start) - 1)
    yield changed("tampered-signature", last, "the signature changed")
    padding = _with_digit(lambda _start, end: end - 1)
    yield changed("tampered-padding", padding, "something behind the signature, in its room")
    yield changed("added-revision", lambda: papers.added_to(_whole()), "an incremental update after it was signed")
    yield changed("added-line", lambda: _whole() + b"\n", "a byte after the end")
    once = lambda: signed(plain(attached(CONTENT)), certify=False)  # noqa: E731
    yield changed("signed-twice", lambda: signed(once(), field="Second", certify=False), "a second signature")
    yield changed("unsigned", lambda: plain(attached(CONTENT)), "not signed")


def _with_digit(place: Callable[[int, int], int]) -> Make:
    def make() -> bytes:
        at = place(*papers.signature_in(_whole()))
        other = b"1" if _whole()[at : at + 1] != b"1" else b"2"
        return _whole()[:at] + other + _whole()[at + 1 :]

    return make


def _size(start: int) -> int:
    """Return how many bytes the signature has, its head of four included."""
    return int(_whole()[start + 4 : start + 8], 16) + 4


def _by_key() -> Iterator[Vector]:
    def wrong(name: str, says: str, **by: Any) -> Vector:
        return _vector(name, _made(attached(CONTENT), **by), "not_valid:document", says)

    foreign = {"key": papers.FOREIGN_DOCUMENT, "chain": papers.foreign()}
    yield wrong("foreign-root", "signed under a root of nobody, with the body's name", **foreign)
    says = "signed under the body's root by a key that the trust file does not name"
    yield wrong("document-key-unlisted", says, key=papers.UNLISTED)
    yield wrong("certificate-key", "signed by the key for credentials", key=world.ES256)
    chain = [papers.leaf(world.DOCUMENT), papers.root()]
    says = "the certificate of the document key, and a signature by another"
    yield wrong("certificate-of-another-key", says, key=papers.UNLISTED, chain=chain)
    yield wrong("not-pades", "signed, but not PAdES", subfilter=papers.PKCS7)


def _disagreeing() -> Iterator[Vector]:
    other = world.content(level__id="star4", level__stars=4)
    theirs = _made(attached(CONTENT, content=canonical(other)))
    yield _vector("other-content", theirs, "not_valid:mismatch", "certificate.json is another's")
    spaced = _made(attached(CONTENT, content=papers.pretty(CONTENT)))
    yield _vector("spaced-content", spaced, "not_valid:content", "certificate.json is not canonical")
    crossed = _made(attached(CONTENT, None, world.logged(other)))
    yield _vector("other-log", crossed, "not_valid:mismatch", "the proof is another's")
    for name, missing, says in (
        ("log-no-opening", "certificate.opening.json", "a proof, no opening"),
        ("log-no-proof", "certificate.tlog-proof", "an opening, no proof"),
    ):
        files = {file: data for file, data in _logged().items() if file != missing}
        yield _vector(name, _made(files), "not_valid:log", says)
    unknown = _made(attached(CONTENT, None, world.logged(CONTENT, world.FALSE_LOG_KEY)))
    yield _vector("log-unknown", unknown, "cannot_say:unknown_log", "the log is not one of the trust file")
    wrong = _made(attached(CONTENT, credentials.issued(CONTENT, key=world.FOREIGN)))
    yield _vector("wrong-key", wrong, "not_valid:wrong_key", "the credential is signed by a key of nobody")
    text, _, sealed = credentials.VALID.rpartition(".")
    false = _made(attached(CONTENT, f"{text}.{'B' if sealed[0] != 'B' else 'C'}{sealed[1:]}"))
    yield _vector("credential-signature", false, "not_valid:signature", "the signature of the credential is false")


def _malformed() -> Iterator[Vector]:
    def bad(name: str, make: Make, says: str) -> Vector:
        return _vector(name, make, "not_valid:malformed", says)

    yield bad("no-attachments", _made({}), "nothing attached")
    yield bad("no-credential", _made(attached(CONTENT, jwt=None)), "no certificate.jwt")
    yield bad("no-content", _made(attached(CONTENT, content=None)), "no certificate.json")
    pairs = list(attached(CONTENT).items())
    yield bad("attached-twice", _made([*pairs, pairs[0]]), "two attachments of one name")
    yield bad("bomb", _made(attached(CONTENT, content=b" " * 100_000_000)), "an attachment of 100 MB, packed")
    large = {"certificate.opening.json": b" " * 5000, "certificate.tlog-proof": b" "}
    yield bad("large-opening", _made(attached(CONTENT) | large), "an opening beyond its limit")
    broken = _made(attached(CONTENT, f"{credentials.VALID}\n"))
    yield bad("credential-line-break", broken, "a line break behind the credential")
    yield bad("encrypted", lambda: papers.encrypted(plain(attached(CONTENT))), "encrypted")
    yield bad("truncated", lambda: _whole()[: len(_whole()) // 2], "cut off")
    yield bad("empty", lambda: b"%PDF-1.7\n%%EOF\n", "nothing in it")


def _exercises() -> Iterator[Vector]:
    files = attached(EXERCISE, credentials.issued(EXERCISE, key=world.REHEARSING))
    made = _made(files, key=world.REHEARSAL_DOCUMENT)
    yield _vector("exercise", made, "exercise", "an exercise, never green", status=GOOD_REHEARSAL)
    says = "an exercise signed by the document key for certificates"
    yield _vector("exercise-by-real-key", _made(files), "not_valid:document", says, status=GOOD_REHEARSAL)
    real = _made(attached(CONTENT), key=world.REHEARSAL_DOCUMENT)
    yield _vector("real-by-exercise-key", real, "not_valid:document", "a certificate signed by the key for exercises")
