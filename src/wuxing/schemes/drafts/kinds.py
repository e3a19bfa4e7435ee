"""What one cell may hold, told by the JSON Schemas of packs; text to value and back. Pure.

A cell is text, as typed and as Excel keeps it. `value` and `text` undo one another for every value that `text` can write.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wuxing.core.reasons import Reason, say

LONGEST = 10_000
NONE = "-"
"""Written for a list that is there and empty."""
YES, NO = "yes", "no"
_BETWEEN = re.compile(r"[,，、;；\n]+")
_PARTED = re.compile(r"[=＝:：→]")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,8}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ABSENT_WORDS = {"-", "–", "—", "－"}


class Form(StrEnum):
    """How a cell is written and drawn."""

    TEXT = "text"  # words of a language
    LINE = "line"  # a text of one kind: condition, reference
    NUMBER = "number"  # decimal as text: 2.50 stays 2.50
    CODE = "code"  # identifiers, durations
    WHOLE = "whole"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"
    PAIRS = "pairs"  # the steps of a ladder
    SOME = "some"  # one code, or a list of several
    JSON = "json"  # what the table has no column for


@dataclass(frozen=True, slots=True)
class Kind:
    """What a cell may hold."""

    form: Form
    pattern: str = ""
    options: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int = LONGEST
    nullable: bool = False
    fixed: bool = False
    """The schema allows one value only; nobody needs to see it."""
    item: "Kind | None" = None
    names: tuple[str, ...] = ()
    """Of a pair: the names of its halves."""


class BadCell(ValueError):
    """A text that the cell cannot hold; `reason` says what to write."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


_FORMS = {"decimal": Form.NUMBER, "ratio": Form.NUMBER, "condition": Form.LINE}


def kind_of(schema: dict[str, Any], name: str = "") -> Kind | None:
    """Return the kind of cell for a node of a schema (its $ref resolved, `name` the one it was defined under).

    None for what needs a table of its own, or has no place in any.
    """
    types = schema.get("type")
    many = set(types) if isinstance(types, list) else {types}
    if {"string", "array"} <= many:
        return Kind(Form.SOME, item=Kind(Form.CODE, schema["pattern"]))
    nullable = "null" in many
    if "const" in schema:
        form = Form.WHOLE if isinstance(schema["const"], int) else Form.CHOICE
        return Kind(form, options=(str(schema["const"]),), fixed=True)
    if "enum" in schema:
        return Kind(Form.CHOICE, options=tuple(schema["enum"]), nullable=nullable)
    if "boolean" in many:
        return Kind(Form.FLAG, options=(YES, NO))
    if "integer" in many:
        return Kind(Form.WHOLE, least=schema.get("minimum"), most=schema.get("maximum"), nullable=nullable)
    return _string(schema, name, nullable=nullable) if "string" in many else None


def _string(schema: dict[str, Any], name: str, *, nullable: bool) -> Kind:
    pattern, longest = schema.get("pattern", ""), min(schema.get("maxLength", LONGEST), LONGEST)
    form = _FORMS.get(name) or (Form.CODE if pattern else Form.LINE)
    if form is Form.CODE and re.fullmatch(pattern, "0.5") and not re.fullmatch(pattern, "5.2.4"):
        form = Form.NUMBER  # a decimal that may be missing is written out where it stands
    return Kind(form, pattern, longest=longest, nullable=nullable)


def value(kind: Kind, text: str) -> Any:
    """Return the value that `text` (not empty) writes. Raises BadCell with what to write instead."""
    return _READERS[kind.form](kind, text)


def text(kind: Kind, found: Any) -> str | None:
    """Return how a value is written in a cell, or None when this kind of cell cannot hold it."""
    written = _WRITERS[kind.form](kind, found)
    if not written:
        return None
    try:
        again = value(kind, written)
    except BadCell:
        return None
    return written if again == found and type(again) is type(found) else None


def lines(typed: str) -> str:
    """Return a text with the ends of lines that are kept; browsers send their own."""
    return typed.replace("\r\n", "\n").replace("\r", "\n")


def _plain(kind: Kind, typed: str) -> str:
    """Codes and numbers are typed in any width and with any space around."""
    return unicodedata.normalize("NFKC", typed).strip()


def _words(kind: Kind, typed: str) -> str:
    typed = lines(typed)
    if found := _FORBIDDEN.search(typed):
        raise BadCell(
            say("holds the character U+%(code)s, which no text may have; take it out", code=f"{ord(found[0]):04X}")
        )
    if len(typed) > kind.longest:
        raise BadCell(say("has %(count)s characters; shorten it to %(most)s", count=len(typed), most=kind.longest))
    return typed


def _code(kind: Kind, typed: str) -> str:
    typed = _plain(kind, typed)
    if not re.fullmatch(kind.pattern, typed):
        raise BadCell(_about_code(kind, typed))
    return typed


_EXAMPLES: tuple[tuple[set[str], Reason], ...] = (  # what a pattern takes tells what it is for
    ({"P12M", "now"}, say("%(typed)s is no period; write P12M, P30D, PT48H, or now for what stands on the day")),
    ({"P12M"}, say("%(typed)s is no duration; write P12M, P30D, P3Y or PT48H")),
    ({"P30D"}, say("%(typed)s is no duration; write P30D, P2W or PT48H")),
    ({"kept_in_time"}, say("%(typed)s is no name; write small letters, digits and _, a letter first")),
    ({"5.2.4-b"}, say("%(typed)s is no clause; write it like 5.2.4 or 5.2.4-b")),
    ({"2011.2"}, say("%(typed)s is no edition; write year, dot, number: 2011.2")),
)


def _about_code(kind: Kind, typed: str) -> Reason:
    shown = typed[:60]
    if kind.form is Form.NUMBER:
        if re.fullmatch(kind.pattern, "2"):
            return say("%(typed)s is no number; write digits with a dot, like 2.5", typed=shown)
        return say("%(typed)s is no ratio; write a number from 0 to 1, like 0.9", typed=shown)
    for examples, reason in _EXAMPLES:
        if all(re.fullmatch(kind.pattern, one) for one in examples):
            return say(reason.message, typed=shown)
    return say("%(typed)s does not fit; it must match %(pattern)s", typed=shown, pattern=kind.pattern)


def _whole(kind: Kind, typed: str) -> int:
    typed = _plain(kind, typed)
    if not _WHOLE.fullmatch(typed):
        raise BadCell(say("%(typed)s is no whole number; write digits only", typed=typed[:60]))
    number = int(typed)
    if kind.fixed and typed not in kind.options:
        raise BadCell(say("%(typed)s is not allowed; it must be %(only)s", typed=typed, only=kind.options[0]))
    if kind.least is not None and number < kind.least:
        raise BadCell(say("%(typed)s is too low; write %(least)s or more", typed=typed, least=kind.least))
    if kind.most is not None and number > kind.most:
        raise BadCell(say("%(typed)s is too high; write %(most)s or less", typed=typed, most=kind.most))
    return number


def _flag(kind: Kind, typed: str) -> bool:
    word = _plain(kind, typed).lower()
    if word in {YES, "true", "是"}:
        return True
    if word in {NO, "false", "否"}:
        return False
    raise BadCell(say("%(typed)s is neither yes nor no", typed=typed[:60]))


def _choice(kind: Kind, typed: str) -> str:
    typed = _plain(kind, typed)
    if typed not in kind.options:
        raise BadCell(
            say("%(typed)s is unknown; choose one of %(options)s", typed=typed[:60], options=", ".join(kind.options))
        )
    return typed


def _list(kind: Kind, typed: str) -> list[Any]:
    assert kind.item is not None
    if typed.strip() in _ABSENT_WORDS:
        return []
    return [value(kind.item, part) for part in _BETWEEN.split(typed) if part.strip()]


def _pairs(kind: Kind, typed: str) -> list[dict[str, Any]]:
    assert kind.item is not None
    if typed.strip() in _ABSENT_WORDS:
        return []
    found = []
    for part in filter(str.strip, _BETWEEN.split(typed)):
        halves = _PARTED.split(part)
        if len(halves) != 2:
            raise BadCell(say("%(typed)s is no step; write 0.9=1; 0.5=0.5", typed=part.strip()[:60]))
        found.append({name: value(kind.item, half) for name, half in zip(kind.names, halves, strict=True)})
    return found


def _some(kind: Kind, typed: str) -> Any:
    found = _list(kind, typed)
    return found[0] if len(found) == 1 else found


def _json(kind: Kind, typed: str) -> Any:
    import json

    try:
        found = json.loads(typed)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadCell(say("is no JSON object; leave this cell as it was exported"))
    return found


def _write_list(kind: Kind, found: Any) -> str | None:
    if found == []:
        return NONE
    parts = [text(kind.item, one) for one in found] if isinstance(found, list) and kind.item else [None]
    return None if None in parts else ", ".join(map(str, parts))


def _write_some(kind: Kind, found: Any) -> str | None:
    return _write_list(kind, [found] if isinstance(found, str) else found)


def _write_pairs(kind: Kind, found: Any) -> str | None:
    if found == []:
        return NONE
    if not isinstance(found, list) or not all(isinstance(one, dict) and set(one) == set(kind.names) for one in found):
        return None
    assert kind.item is not None
    halves = [[text(kind.item, one[name]) for name in kind.names] for one in found]
    return None if any(None in pair for pair in halves) else "; ".join("=".join(map(str, pair)) for pair in halves)


def _write_json(kind: Kind, found: Any) -> str:
    import json

    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _as_is(kind: Kind, found: Any) -> str | None:
    return found if isinstance(found, str) else None


_READERS: dict[Form, Any] = {
    Form.TEXT: _words, Form.LINE: _words, Form.NUMBER: _code, Form.CODE: _code, Form.WHOLE: _whole, Form.FLAG: _flag,
    Form.CHOICE: _choice, Form.LIST: _list, Form.PAIRS: _pairs, Form.SOME: _some, Form.JSON: _json,
}  # fmt: skip
_WRITERS: dict[Form, Any] = {
    Form.TEXT: _as_is, Form.LINE: _as_is, Form.NUMBER: _as_is, Form.CODE: _as_is, Form.CHOICE: _as_is,
    Form.WHOLE: lambda kind, found: str(found) if type(found) is int else None,
    Form.FLAG: lambda kind, found: {True: YES, False: NO}.get(found) if type(found) is bool else None,
    Form.LIST: _write_list, Form.PAIRS: _write_pairs, Form.SOME: _write_some, Form.JSON: _write_json,
}  # fmt: skip
