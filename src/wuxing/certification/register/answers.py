"""What the register answers to machines: bytes and headers, the same from the fast front and from the pages. Pure.

Everything may be kept by any cache, and has to be asked for again before it is shown (`max-age=0, must-revalidate`): the question
is cheap by its ETag, and a suspension shows in the very next answer. The ETag holds the day, since time alone changes states.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from wuxing.certification.register import badges, rules

FRESH = "public, max-age=0, must-revalidate"
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
SHARED = {
    "Cache-Control": FRESH,
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Language": "zh-Hans",
}
JSON, SVG, JWT = "application/json; charset=utf-8", "image/svg+xml; charset=utf-8", "application/vc+jwt"
KINDS = ("json", "svg", "jwt")
READS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the register, as an answer needs it. `credential`: the sealed one, asked for where it is wanted."""

    shown: Mapping[str, Any]
    etag: str
    credential: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)


def answer(
    kind: str, entry: Entry | None, day: date, *, method: str = "GET", match: str = "", query: str = ""
) -> Answer:
    """Answer a question for a certificate by number: `kind` is what follows the dot; `match` is If-None-Match."""
    if method == "OPTIONS":
        return preflight()
    if method not in READS:
        return Answer(405, SHARED | {"Allow": "GET, HEAD, OPTIONS", "Content-Length": "0"})
    if entry is None or (kind == "jwt" and not entry.credential):
        return missing("no such certificate" if entry is None else "this certificate is not sealed")
    if kind == "jwt":
        return tagged(f'"{short(entry.credential)}"', JWT, entry.credential.encode, match)
    if kind == "svg":
        language = badges.language_of(query)
        state = rules.span_on(entry.shown["course"], day)["state"]
        return tagged(
            f'"{entry.etag}-{day:%Y%m%d}-{language}"',
            SVG,
            lambda: badges.badge(entry.shown, state, day.isoformat(), language).encode(),
            match,
            {"Content-Language": language},
        )
    return tagged(f'"{entry.etag}-{day:%Y%m%d}"', JSON, lambda: dumped(rules.public_on(entry.shown, day)), match)


def tagged(etag: str, media: str, body: Any, match: str, more: Mapping[str, str] | None = None) -> Answer:
    """Answer with an ETag; 304 without a body where the asker has it already. `body()` is called only when needed."""
    headers = {**SHARED, **(more or {}), "ETag": etag}
    if has(match, etag):
        return Answer(304, headers)
    content = body()
    return Answer(200, headers | {"Content-Type": media, "Content-Length": str(len(content))}, content)


def missing(why: str) -> Answer:
    """Answer that there is no such thing; a cache asks again."""
    content = dumped({"error": why})
    return Answer(404, SHARED | {"Content-Type": JSON, "Content-Length": str(len(content))}, content)


def preflight() -> Answer:
    """Let a page of any site ask with the header that saves it the answer."""
    allowed = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Allow-Headers": "If-None-Match"}
    return Answer(200, SHARED | allowed | {"Access-Control-Max-Age": "86400", "Content-Length": "0"})


def has(match: str, etag: str) -> bool:
    """Say whether If-None-Match names an ETag; weak ones are as good (RFC 9110 13.1.2)."""
    if not match:
        return False
    return match.strip() == "*" or etag in {one.strip().removeprefix("W/") for one in match.split(",")}


def dumped(value: Any) -> bytes:
    """Return a value as JSON, signs as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def short(text: str) -> str:
    """Return a short name for a text, another for another text."""
    return sha256(text.encode()).hexdigest()[:32]
