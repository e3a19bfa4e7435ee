"""Read a mapping: small YAML, checked against its schema; every fault says its line."""

import hashlib
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wuxing.evidence.foreign.mapping.structure import EVENT_COLUMNS, FIELDS, TIMES, Kind, Mapping, Meaning, Promise
from wuxing.evidence.foreign.refusals import BadMapping
from wuxing.evidence.foreign.times import Order
from wuxing.schemes.packs.structure import Text

LARGEST = 200_000
SHIPPED = ("helpdesk", "generic")
Place = tuple[str | int, ...]


def shipped(name: str) -> Mapping:
    """Return a mapping that comes with the product."""
    return parse(shipped_text(name))


def shipped_text(name: str) -> str:
    """Return the YAML of a shipped mapping."""
    assert name in SHIPPED, name
    return resources.files("wuxing.evidence.foreign").joinpath("mappings", f"{name}.yaml").read_text("utf-8")


def named(name: str) -> Mapping:
    """Return the mapping that `--mapping` names: a shipped one, or a file.

    Raises:
        BadMapping: there is none, or it is wrong.
    """
    if name in SHIPPED:
        return shipped(name)
    path = Path(name)
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b"\0"
    except OSError as error:
        raise BadMapping(
            _("There is no mapping %(name)s; name a file or one of: %(known)s.")
            % {"name": name, "known": ", ".join(SHIPPED)}
        ) from error
    try:
        return parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadMapping(_("The mapping %(name)s is not UTF-8 text; save it as UTF-8.") % {"name": name}) from error


def parse(text: str) -> Mapping:
    """Return the mapping that a YAML text describes.

    Raises:
        BadMapping: no YAML, not of the schema's shape, or without sense; with the line.
    """
    if len(text) > LARGEST:
        raise BadMapping(
            _("The mapping is larger than %(size)s kB; it is a page, not a book.") % {"size": LARGEST // 1000}
        )
    data, lines = _read(text)
    _check_shape(data, lines)
    _check_sense(data, lines)
    return _built(data, text)


def _wrong(lines: dict[Place, int], place: Place, why: str) -> BadMapping:
    while place and place not in lines:
        place = place[:-1]
    line = lines.get(place, 1)
    return BadMapping(_("Mapping, line %(line)s: %(why)s") % {"line": line, "why": why}, line)


def _read(text: str) -> tuple[Any, dict[Place, int]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    lines: dict[Place, int] = {}
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadMapping(_("Mapping, line %(line)s: %(why)s") % {"line": line, "why": error.problem}, line) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise BadMapping(_("The mapping is no YAML; start from a shipped one.")) from error
    return (None if node is None else _plain(node, (), lines, set())), lines


def _plain(node: Any, place: Place, lines: dict[Place, int], seen: set[int]) -> Any:
    """Turn nodes into data; texts stay texts, so that headings such as `1` or `no` need no quotes."""
    from ruamel.yaml.nodes import MappingNode, ScalarNode

    lines[place] = node.start_mark.line + 1
    if id(node) in seen or len(place) > 8:
        raise _wrong(lines, place, _("uses an alias (*) or is nested too deep; write the value out"))
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        text = str(node.value)
        whole = node.style is None and text.isascii() and text.isdecimal() and len(text) < 9
        return int(text) if whole and place[-1:] in {("minutes",), ("mapping",)} else text
    if isinstance(node, MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                raise _wrong(
                    {(): key_node.start_mark.line + 1}, (), _("“%(name)s” is written twice; keep one") % {"name": key}
                )
            found[key] = _plain(value_node, (*place, key), lines, seen)
        return found
    return [_plain(item, (*place, number), lines, seen) for number, item in enumerate(node.value)]


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    text = resources.files("wuxing.evidence.foreign.mapping").joinpath("schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def _check_shape(data: Any, lines: dict[Place, int]) -> None:
    errors = sorted(_validator().iter_errors(data), key=lambda error: (len(error.absolute_path), str(error.message)))
    if not errors:
        return
    error = errors[0]
    place = tuple(error.absolute_path)
    name = ".".join(map(str, place)) or "mapping"
    allowed = error.schema.get("enum") if isinstance(error.schema, dict) else None
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        extra = [key for key in error.instance if repr(key) in error.message]
        place = (*place, extra[0]) if extra else place
        why = _("“%(name)s” is not known here; see docs/guides/assess-foreign-records.md") % {"name": ", ".join(extra)}
    elif error.validator == "required":
        why = _("“%(name)s” lacks an entry: %(what)s") % {"name": name, "what": str(error.message).split("'")[1]}
    elif allowed:
        why = _("“%(name)s” must be one of: %(allowed)s") % {"name": name, "allowed": ", ".join(map(str, allowed))}
    else:
        why = _("“%(name)s” is not of the right form: %(value)s") % {"name": name, "value": str(error.instance)[:60]}
    raise _wrong(lines, place, why)


def _check_sense(data: dict[str, Any], lines: dict[Place, int]) -> None:
    events = data["kind"] == Kind.EVENTS
    _check_columns(data["columns"], events, lines)
    if not events and "activities" in data:
        why = _("a table of orders has no activities; leave them out or write kind: events")
        raise _wrong(lines, ("activities",), why)
    for name in data.get("values", {}):
        if name not in FIELDS:
            raise _wrong(lines, ("values", name), _not_known(name, FIELDS))
    if "zone" in data:
        try:
            ZoneInfo(data["zone"])
        except Exception as error:  # whatever the zone database says
            why = _("there is no time zone “%(name)s”; write for example Asia/Shanghai") % {"name": data["zone"]}
            raise _wrong(lines, ("zone",), why) from error


def _check_columns(columns: dict[str, Any], events: bool, lines: dict[Place, int]) -> None:
    known = (*EVENT_COLUMNS, *FIELDS) if events else ("number", *TIMES, *FIELDS)
    for name in columns:
        if name not in known:
            raise _wrong(lines, ("columns", name), _not_known(name, known))
    for name in EVENT_COLUMNS[:3] if events else ("number", "received_at"):
        if name not in columns:
            raise _wrong(lines, ("columns",), _("the column “%(name)s” is needed") % {"name": name})


def _not_known(name: str, known: tuple[str, ...]) -> str:
    return _("the column “%(name)s” is not known; known are: %(known)s") % {"name": name, "known": ", ".join(known)}


def _meaning(value: Any) -> Meaning:
    if isinstance(value, dict):
        return Meaning(("hold",), value["hold"])
    return Meaning((value,) if isinstance(value, str) else tuple(value))


def _built(data: dict[str, Any], text: str) -> Mapping:
    dates = data.get("dates", [])
    dates = [dates] if isinstance(dates, str) else dates
    title = data.get("title")
    return Mapping(
        name=data["name"],
        source=data.get("source", data["name"]),
        title=_text(title) if title else Text(data["name"], data["name"], data["name"]),
        kind=Kind(data["kind"]),
        columns={name: (value,) if isinstance(value, str) else tuple(value) for name, value in data["columns"].items()},
        activities={name: _meaning(value) for name, value in data.get("activities", {}).items()},
        others=_meaning(data.get("others", "note")),
        values={name: {normal(k): str(v) for k, v in words.items()} for name, words in data.get("values", {}).items()},
        promises=tuple(
            Promise(kind, terms["minutes"], terms.get("text", "")) for kind, terms in data.get("promises", {}).items()
        ),
        zone=ZoneInfo(data["zone"]) if "zone" in data else None,
        dates=next((Order(word) for word in dates if word != "mixed"), None),
        mixed_dates="mixed" in dates,
        channel=data.get("channel", "import"),
        work_type=data.get("work_type", "onsite"),
        encoding=data.get("encoding", ""),
        sheet=data.get("sheet", ""),
        sha256=hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
        text=text,
        note=_text(data["note"]) if "note" in data else None,
    )


def _text(value: dict[str, str]) -> Text:
    return Text(value["zh-Hans"], value["zh-Hant"], value["en"])


def normal(text: str) -> str:
    """Return a heading or word as it is compared: width, case, spaces and signs do not matter."""
    import unicodedata

    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum() or c in "/#") or folded.strip()
