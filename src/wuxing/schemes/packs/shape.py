"""Hold the documents of a pack against their JSON Schemas, and say in words what to write."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.problems import Problem
from wuxing.schemes.packs.reading import Document, Path_

SCHEMAS = Path(__file__).parent / "schema"


def problems_of_shape(documents: Mapping[str, Document], schemas: Path = SCHEMAS) -> list[Problem]:
    """Return what the JSON Schemas (one for each name, in a folder) object to, in words that say what to write."""
    return [problem for name, document in documents.items() for problem in _against(schemas / f"{name}.json", document)]


@cache
def _validator(schema: Path) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _against(schema: Path, document: Document) -> Iterator[Problem]:
    for error in _validator(schema).iter_errors(document.data):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties" and isinstance(error.validator_value, bool):
            known = ", ".join(sorted(error.schema.get("properties", ())))
            for key in sorted(set(error.instance) - set(error.schema.get("properties", ()))):
                text = say("has %(name)s, which means nothing here; known: %(known)s", name=key, known=known)
                yield document.problem((*path, key), text)
        else:
            yield document.problem(path, _placed(path, _sentence(error)))


def _placed(path: Path_, fault: Reason) -> Reason:
    names = [str(step) for step in path if isinstance(step, str)]
    return say("%(name)s %(fault)s", name=names[-1], fault=fault) if names else fault


_KINDS: Mapping[str, Callable[[], Reason]] = {
    "object": lambda: say("named values"),
    "array": lambda: say("a list"),
    "string": lambda: say('text in quotes ("…")'),
    "null": lambda: say("null"),
    "integer": lambda: say("a whole number"),
    "boolean": lambda: say("true or false"),
}


def _kinds(value: str | list[str]) -> Reason:
    several = [_KINDS[kind]() for kind in ([value] if isinstance(value, str) else value)]
    return reduce(lambda one, other: say("%(one)s or %(other)s", one=one, other=other), several)


def _listed(values: Any) -> str:
    return ", ".join(map(str, values))


_SENTENCES: Mapping[str, Callable[[Any], Reason]] = {
    "required": lambda e: say(
        "lacks %(names)s", names=_listed(key for key in e.validator_value if key not in e.instance)
    ),
    "type": lambda e: say("needs %(kind)s", kind=_kinds(e.validator_value)),
    "enum": lambda e: say(
        "is %(found)s; choose one of %(known)s", found=repr(e.instance), known=_listed(e.validator_value)
    ),
    "const": lambda e: say("is %(found)s; it must be %(value)s", found=repr(e.instance), value=repr(e.validator_value)),
    "pattern": lambda e: say(
        "is %(found)s; it must match %(pattern)s", found=repr(e.instance), pattern=e.validator_value
    ),
    "minItems": lambda e: say("needs at least %(count)s entries", count=e.validator_value),
    "minLength": lambda e: say("is empty"),
    "maxLength": lambda e: say("is longer than %(count)s characters", count=e.validator_value),
    "minimum": lambda e: say("is %(found)s; at least %(least)s is allowed", found=e.instance, least=e.validator_value),
    "maximum": lambda e: say("is %(found)s; at most %(most)s is allowed", found=e.instance, most=e.validator_value),
    "uniqueItems": lambda e: say("lists something twice; keep one"),
}


def _sentence(error: Any) -> Reason:
    if error.validator is None:  # a schema that is just false
        return say("belongs to a leaf; an indicator with children has none")
    make = _SENTENCES.get(error.validator)
    return make(error) if make else say("is not as it must be: %(fault)s", fault=str(error.message))
