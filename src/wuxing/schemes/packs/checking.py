"""Check a pack beyond its shape: its totals, and that every name it uses exists."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs import standing, succession
from wuxing.schemes.packs.problems import Problem
from wuxing.schemes.packs.reading import Document, Path_
from wuxing.schemes.packs.shape import SCHEMAS, problems_of_shape

__all__ = ["SCHEMAS", "modes", "problems_of_sense", "problems_of_shape", "walk"]

MOST_METRICS = 63
"""Of one population: evidence keeps one bit a metric in a signed 64-bit number."""

Documents = Mapping[str, Document]


def problems_of_sense(documents: Documents) -> list[Problem]:
    """Return contradictions inside a pack whose shape is right: ids, totals, weights, coverage, levels, names."""
    tree = documents["indicators"]
    found = [*standing.problems(documents), *_ids(tree), *_totals(documents), *_modes(documents), *_coverage(tree)]
    found += [*_levels(documents["scheme"]), *_metrics(documents["metrics"]), *_examples(documents)]
    return [*found, *succession.problems(documents)]


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
            text = say("%(id)s is used twice; each indicator needs its own id", id=item["id"])
            yield tree.problem((*path, "id"), text)
        if parent is not None and not item["id"].startswith((f"{parent}.", f"{parent}-")):
            text = say("%(id)s stands under %(parent)s; begin its id with %(parent)s", id=item["id"], parent=parent)
            yield tree.problem((*path, "id"), text)
        seen.add(item["id"])


def _totals(documents: Documents) -> Iterator[Problem]:
    tree, scheme = documents["indicators"], documents["scheme"]
    total = Decimal(scheme.data.get("total", "0"))
    if tree.data["indicators"] and (summed := _sum(tree.data["indicators"], "placeholder_points")) != total:
        text = say("placeholder points of level 1 add up to %(sum)s, not %(total)s", sum=summed, total=total)
        yield tree.problem(("indicators",), text)
    for path, item, _parent in walk(tree.data["indicators"]):
        children = item.get("children", [])
        for key in ("placeholder_points", "points"):
            complete = children and item[key] is not None and all(child[key] is not None for child in children)
            if complete and (summed := _sum(children, key)) != Decimal(item[key]):
                text = say(
                    "%(id)s has %(name)s %(points)s, its children add up to %(sum)s; correct one",
                    id=item["id"],
                    name=key,
                    points=item[key],
                    sum=summed,
                )
                yield tree.problem((*path, key), text)
        if (item["points"] is None) != (item["points_status"] == "unknown"):
            text = say("points are null exactly when status is unknown")
            yield tree.problem((*path, "points_status"), _of(item, text))


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
            yield from (tree.problem(place, _of(item, text)) for text in _mode_faults(mode, known))
            used.add(mode.get("metric", ""))
    for index, metric in enumerate(documents["metrics"].data["metrics"]):
        if metric["id"] not in used:
            text = say("%(id)s is bound to no indicator; bind it or take it out", id=metric["id"])
            yield documents["metrics"].problem(("metrics", index, "id"), text)


def _of(item: Any, text: Reason) -> Reason:
    return say("%(id)s: %(fault)s", id=item["id"], fault=text)


def _mode_faults(mode: Any, known: set[str]) -> Iterator[Reason]:
    if "metric" in mode and mode["metric"] not in known:
        yield say("names metric %(name)s, which metrics.yaml does not have", name=mode["metric"])
    if mode.get("mode") == "weighted_of":
        summed = _sum(mode["parts"], "weight")
        if summed != 1:
            yield say("weights add up to %(sum)s, not 1", sum=summed)
    if mode.get("mode") == "linear" and Decimal(mode["floor"]) >= Decimal(mode["target"]):
        yield say("floor must be below target")
    if mode.get("mode") == "ladder":
        steps = sorted((Decimal(step["at"]), Decimal(step["earns"])) for step in mode["steps"])
        earned = [earns for _at, earns in steps]
        if earned != sorted(earned) or len({at for at, _earns in steps}) != len(steps):
            yield say("a higher step must not earn less, and no two steps may start at the same ratio")


def _coverage(tree: Document) -> Iterator[Problem]:
    for path, item, _parent in walk(tree.data["indicators"]):
        if "scoring" not in item:
            continue
        kinds = [mode["mode"] for _place, mode in modes(item["scoring"], ())]
        manual = kinds.count("manual")
        expected = "none" if kinds == ["manual"] else "partial" if manual else "full"
        if item["coverage"] != expected:
            text = say(
                "coverage is %(said)s, but its scoring makes it %(made)s; what records cannot show needs a manual part",
                said=item["coverage"],
                made=expected,
            )
            yield tree.problem((*path, "coverage"), _of(item, text))
        if (item["coverage"] == "partial") != ("coverage_note" in item):
            yield tree.problem(path, _of(item, say("write coverage_note exactly when coverage is partial")))
        if manual > 1:
            yield tree.problem((*path, "scoring"), _of(item, say("only one part may be manual")))


def _levels(scheme: Document) -> Iterator[Problem]:
    levels, gates = scheme.data["levels"], scheme.data.get("gates", {})
    marks = [Decimal(level["min"]) for level in levels]
    if marks != sorted(set(marks)) or (marks and marks[-1] > Decimal(scheme.data.get("total", "0"))):
        text = say("levels must rise from the lowest to the highest, none above the total")
        yield scheme.problem(("levels",), text)
    if len({level["id"] for level in levels}) != len(levels):
        yield scheme.problem(("levels",), say("two levels have the same id"))
    for index, level in enumerate(levels):
        for gate in level.get("gates", []):
            if gate not in gates:
                text = say("%(id)s names gate %(gate)s, which gates lacks", id=level["id"], gate=gate)
                yield scheme.problem(("levels", index, "gates"), text)


def _metrics(metrics: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, metric in enumerate(metrics.data["metrics"]):
        if metric["id"] in seen:
            text = say("%(id)s is used twice; each metric needs its own id", id=metric["id"])
            yield metrics.problem(("metrics", index, "id"), text)
        seen.add(metric["id"])
    counted = Counter(metric["population"] for metric in metrics.data["metrics"])
    for population, count in counted.items():
        if count > MOST_METRICS:
            text = say(
                "%(population)s has %(count)s metrics; at most %(most)s may count one population; take some out",
                population=population,
                count=count,
                most=MOST_METRICS,
            )
            yield metrics.problem(("metrics",), text)


def _examples(documents: Documents) -> Iterator[Problem]:
    examples = documents["examples"]
    metrics = {metric["id"] for metric in documents["metrics"].data["metrics"]}
    ids = {item["id"] for _path, item, _parent in walk(documents["indicators"].data["indicators"])}
    for index, example in enumerate(examples.data["examples"]):
        given, expected = example["given"], example["expected"]
        for name in sorted(set(given.get("metrics", ())) - metrics):
            text = say("names unknown metric %(name)s", name=name)
            yield examples.problem(("examples", index, "given", "metrics", name), text)
        named = {*given.get("rulings", ()), *given.get("ruled_by_one", ()), *given.get("exclusions", ())}
        named |= set(expected.get("indicators", ()))
        for name in sorted(named - ids):
            text = say("%(id)s names unknown indicator %(name)s", id=example["id"], name=name)
            yield examples.problem(("examples", index), text)
