"""Texts of notices: plain words with named holes, {number}. Nothing in them is ever run."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wuxing.core.reasons import Reason, say

LONGEST_SUBJECT, LONGEST_BODY = 200, 2000
LONGEST_FACT = 1000
SHORTENED = "…"
_HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BRACE = re.compile(r"[{}]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def holes_in(text: str) -> list[str]:
    """Return the names of the holes of a text, each once, in their order."""
    return list(dict.fromkeys(_HOLE.findall(text)))


def why_not_text(text: str, facts: Collection[str], *, most: int = LONGEST_BODY) -> Reason | None:
    """Return why a text cannot be kept: an unknown hole, a brace that is none, nothing in it, too long."""
    if not text.strip():
        return say("write the text")
    if len(text) > most:
        return say("at most %(limit)s characters", limit=most)
    known = ", ".join(f"{{{name}}}" for name in sorted(facts))
    if unknown := [name for name in holes_in(text) if name not in facts]:
        wrong = ", ".join(f"{{{name}}}" for name in unknown)
        return say("nothing can be put into %(holes)s; this message knows %(known)s", holes=wrong, known=known or "—")
    if _BRACE.search(_HOLE.sub("", text)):
        return say("a brace stands only around the name of a hole; this message knows %(known)s", known=known or "—")
    return None


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Put the facts into a text; a line whose holes all stay empty is left out."""
    lines = []
    for line in text.splitlines():
        names = holes_in(line)
        if names and not any(facts.get(name) for name in names):
            continue
        lines.append(_HOLE.sub(lambda hole: facts.get(hole.group(1), ""), line).rstrip())
    return "\n".join(lines).strip()


def one_line(text: str) -> str:
    """Return a subject: one line, whatever the facts held."""
    return " ".join(text.split())[:LONGEST_SUBJECT]


def plain_fact(value: object, zone: str) -> str:
    """Return a fact as it is read: times at `zone`, no signs that steer a terminal or turn the direction of writing."""
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, datetime) for end in value):
        begins, ends = (end.astimezone(ZoneInfo(zone)) for end in value)
        late = f"{ends:%H:%M}" if begins.date() == ends.date() else f"{ends:%Y-%m-%d %H:%M}"
        return f"{begins:%Y-%m-%d %H:%M}–{late}"
    return _CONTROL.sub(" ", "" if value is None else str(value)).strip()[:LONGEST_FACT]


def without_secrets(facts: Mapping[str, str], secret: Collection[str]) -> dict[str, str]:
    """Return the facts as they are kept once a notice is over: what opens a door is not kept."""
    return {name: SHORTENED if name in secret and value else value for name, value in facts.items()}
