"""Check a pack beyond what YAML sees: its JSON Schema, its totals, and that every name it uses exists."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from wuxing.schemes.packs import standing
from wuxing.schemes.packs.problems import Problem
from wuxing.schemes.packs.reading import Document, Path_

SCHEMAS = Path(__file__).parent / "schema"

MOST_METRICS = 63
"""Of one population: evidence keeps one bit a metric in a signed 64-bit number."""

Documents = Mapping[str, Document]


def problems_of_shape(documents: Documents) -> list[Problem]:
    """Return what the JSON Schemas object to, in words that say what to write."""
    return [problem for name, document in documents.items() for problem in _against_schema(name, document)]


def problems_of_sense(documents: Documents) -> list[Problem]:
    """Return contradictions inside a pack whose shape is right: ids, totals, weights, coverage, levels, names."""
    tree = documents["indicators"]
    found = [*standing.problems(documents), *_ids(tree), *_totals(documents), *_modes(documents), *_coverage(tree)]
    found += [*_levels(documents["scheme"]), *_metrics(documents["metrics"]), *_examples(documents)]
    return found


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


def _against_schema(name: str, document: Document) -> Iterator[Problem]:
    for error in _validator(name).iter_errors(document.data):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties" and isinstance(error.validator_value, bool):
            extra = sorted(set(error.instance) - set(error.schema.get("properties", ())))
            for key in extra:
                yield document.problem((*path, key), f"has {key}, which means nothing here; {_allowed(error.schema)}")
        else:
            yield document.problem(path, f"{_place(path)}{_sentence(error)}")


def _allowed(schema: Mapping[str, Any]) -> str:
    return "known: " + ", ".join(sorted(schema.get("properties", ())))


def _place(path: Path_) -> str:
    names = [str(step) for step in path if isinstance(step, str)]
    return f"{names[-1]} " if names else ""


_KINDS = {"object": "named values", "array": "a list", "string": 'text in quotes ("…")', "null": "null",
          "integer": "a whole number", "boolean": "true or false"}  # fmt: skip

_SENTENCES: Mapping[str, Callable[[Any], str]] = {
    "required": lambda e: "lacks " + ", ".join(key for key in e.validator_value if key not in e.instance),
    "type": lambda e: "needs " + " or ".join(
        _KINDS[kind] for kind in ([e.validator_value] if isinstance(e.validator_value, str) else e.validator_value)
    ),
    "enum": lambda e: f"is {e.instance!r}; choose one of " + ", ".join(map(str, e.validator_value)),
    "const": lambda e: f"is {e.instance!r}; it must be {e.validator_value!r}",
    "pattern": lambda e: f"is {e.instance!r}; it must match {e.validator_value}",
    "minItems": lambda e: f"needs at least {e.validator_value} entries",
    "minLength": lambda e: "is empty",
}  # fmt: skip


def _sentence(error: Any) -> str:
    if error.validator is None:  # a schema that is just false
        return "belongs to a leaf; an indicator with children has none"
    make = _SENTENCES.get(error.validator)
    return make(error) if make else str(error.message)


def walk(
    items: list[Any], path: Path_ = ("indicators",), parent: str | None = None
) -> Iterator[tuple[Path_, Any, Any]]:
    """Yield path, indicator and parent's id, each indicator before its children."""
    for index, item in enumerate(items):
        here = (*path, index)
        yield here, item, parent
        yield from walk(item.get("children", []), (*here, "children"), item["id"])


def _ids(tree: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, item, parent in walk(tree.data["indicators"]):
        if item["id"] in seen:
            yield tree.problem((*path, "id"), f"{item['id']} is used twice; each indicator needs its own id")
        if parent is not None and not item["id"].startswith((f"{parent}.", f"{parent}-")):
            yield tree.problem((*path, "id"), f"{item['id']} stands under {parent}; begin its id with {parent}")
        seen.add(item["id"])


def _totals(documents: Documents) -> Iterator[Problem]:
    tree, scheme = documents["indicators"], documents["scheme"]
    total = Decimal(scheme.data.get("total", "0"))
    if tree.data["indicators"] and (summed := _sum(tree.data["indicators"], "placeholder_points")) != total:
        yield tree.problem(("indicators",), f"placeholder points of level 1 add up to {summed}, not {total}")
    for path, item, _parent in walk(tree.data["indicators"]):
        children = item.get("children", [])
        for key in ("placeholder_points", "points"):
            complete = children and item[key] is not None and all(child[key] is not None for child in children)
            if complete and (summed := _sum(children, key)) != Decimal(item[key]):
                yield tree.problem(
                    (*path, key), f"{item['id']} has {key} {item[key]}, its children add up to {summed}; correct one"
                )
        if (item["points"] is None) != (item["points_status"] == "unknown"):
            yield tree.problem(
                (*path, "points_status"), f"{item['id']}: points are null exactly when status is unknown"
            )


def _sum(items: list[Any], key: str) -> Decimal:
    return sum((Decimal(item[key]) for item in items), Decimal(0))


def modes(mode: Any, path: Path_) -> Iterator[tuple[Path_, Any]]:
    """Yield a scoring mode and every mode inside it."""
    yield path, mode
    for index, part in enumerate(mode.get("parts", [])):
        yield from modes(part, (*path, "parts", index))


def _modes(documents: Documents) -> Iterator[Problem]:
    tree = documents["indicators"]
    known = {metric["id"] for metric in documents["metrics"].data["metrics"]}
    used: set[str] = set()
    for path, item, _parent in walk(tree.data["indicators"]):
        for place, mode in modes(item.get("scoring", {}), (*path, "scoring")):
            yield from (tree.problem(place, f"{item['id']}: {text}") for text in _mode_faults(mode, known))
            used.add(mode.get("metric", ""))
    for index, metric in enumerate(documents["metrics"].data["metrics"]):
        if metric["id"] not in used:
            yield documents["metrics"].problem(
                ("metrics", index, "id"), f"{metric['id']} is bound to no indicator; bind it or take it out"
            )


def _mode_faults(mode: Any, known: set[str]) -> Iterator[str]:
    if "metric" in mode and mode["metric"] not in known:
        yield f"names metric {mode['metric']}, which metrics.yaml does not have"
    if mode.get("mode") == "weighted_of":
        summed = _sum(mode["parts"], "weight")
        if summed != 1:
            yield f"weights add up to {summed}, not 1"
    if mode.get("mode") == "linear" and Decimal(mode["floor"]) >= Decimal(mode["target"]):
        yield "floor must be below target"
    if mode.get("mode") == "ladder":
        steps = sorted((Decimal(step["at"]), Decimal(step["earns"])) for step in mode["steps"])
        earned = [earns for _at, earns in steps]
        if earned != sorted(earned) or len({at for at, _earns in steps}) != len(steps):
            yield "a higher step must not earn less, and no two steps may start at the same ratio"


def _coverage(tree: Document) -> Iterator[Problem]:
    for path, item, _parent in walk(tree.data["indicators"]):
        if "scoring" not in item:
            continue
        kinds = [mode["mode"] for _place, mode in modes(item["scoring"], ())]
        manual = kinds.count("manual")
        expected = "none" if kinds == ["manual"] else "partial" if manual else "full"
        if item["coverage"] != expected:
            yield tree.problem(
                (*path, "coverage"),
                f"{item['id']}: coverage is {item['coverage']}, but its scoring makes it {expected}; "
                "what records cannot show needs a manual part",
            )
        if (item["coverage"] == "partial") != ("coverage_note" in item):
            yield tree.problem(path, f"{item['id']}: write coverage_note exactly when coverage is partial")
        if manual > 1:
            yield tree.problem((*path, "scoring"), f"{item['id']}: only one part may be manual")


def _levels(scheme: Document) -> Iterator[Problem]:
    levels, gates = scheme.data["levels"], scheme.data.get("gates", {})
    marks = [Decimal(level["min"]) for level in levels]
    if marks != sorted(set(marks)) or (marks and marks[-1] > Decimal(scheme.data.get("total", "0"))):
        yield scheme.problem(("levels",), "levels must rise from the lowest to the highest, none above the total")
    if len({level["id"] for level in levels}) != len(levels):
        yield scheme.problem(("levels",), "two levels have the same id")
    for index, level in enumerate(levels):
        for gate in level.get("gates", []):
            if gate not in gates:
                yield scheme.problem(("levels", index, "gates"), f"{level['id']} names gate {gate}, which gates lacks")


def _metrics(metrics: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, metric in enumerate(metrics.data["metrics"]):
        if metric["id"] in seen:
            yield metrics.problem(
                ("metrics", index, "id"), f"{metric['id']} is used twice; each metric needs its own id"
            )
        seen.add(metric["id"])
    counted = Counter(metric["population"] for metric in metrics.data["metrics"])
    for population, count in counted.items():
        if count > MOST_METRICS:
            yield metrics.problem(
                ("metrics",),
                f"{population} has {count} metrics; at most {MOST_METRICS} may count one population; take some out",
            )


def _examples(documents: Documents) -> Iterator[Problem]:
    examples = documents["examples"]
    metrics = {metric["id"] for metric in documents["metrics"].data["metrics"]}
    ids = {item["id"] for _path, item, _parent in walk(documents["indicators"].data["indicators"])}
    for index, example in enumerate(examples.data["examples"]):
        given, expected = example["given"], example["expected"]
        for name in sorted(set(given.get("metrics", ())) - metrics):
            yield examples.problem(("examples", index, "given", "metrics", name), f"names unknown metric {name}")
        named = {*given.get("rulings", ()), *given.get("exclusions", ()), *expected.get("indicators", ())}
        for name in sorted(named - ids):
            yield examples.problem(("examples", index), f"{example['id']} names unknown indicator {name}")
