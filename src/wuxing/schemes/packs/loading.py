"""The door for packs: from a folder, checked to the last name; or from a canonical form kept earlier."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wuxing.core.reasons import say
from wuxing.schemes.conditions import parsing, storing
from wuxing.schemes.conditions.catalogue import FACTS, RECORD, Catalogue
from wuxing.schemes.conditions.tree import Node
from wuxing.schemes.packs import building, checking, succession
from wuxing.schemes.packs.canonical import canonical, content, digest
from wuxing.schemes.packs.problems import PackError, Problem
from wuxing.schemes.packs.reading import Document, read
from wuxing.schemes.packs.structure import Pack


@dataclass(frozen=True, slots=True)
class Draft:
    """A pack read and of the right shape, not yet checked for sense; enough to know its name."""

    documents: dict[str, Document]
    data: dict[str, Any]
    form: bytes
    sha256: str

    @property
    def id(self) -> str:
        """Return the scheme's id."""
        return str(self.data["scheme"]["id"])

    @property
    def edition(self) -> str:
        """Return the edition the pack calls itself."""
        return str(self.data["scheme"]["edition"])

    @property
    def identity(self) -> str:
        """Return id@edition#sha256."""
        return f"{self.id}@{self.edition}#{self.sha256}"


def load(directory: Path, catalogue: Catalogue, old: Pack | None = None) -> Pack:
    """Return the pack in `directory`, all of it checked against `catalogue` and the edition it replaces, if at hand.

    Raises:
        PackError: with every fault found, each with file, line and what to do.
    """
    return checked(draft(directory), catalogue, old)


def draft(directory: Path) -> Draft:
    """Read the pack in `directory` as far as its name.

    Raises:
        PackError: a file is missing, no YAML, or not of the shape the JSON Schemas ask for.
    """
    return draft_of(read(directory))


def draft_of(documents: dict[str, Document]) -> Draft:
    """Take the documents of a pack, from wherever they were read, as far as its name.

    Raises:
        PackError: not of the shape the JSON Schemas ask for.
    """
    if problems := checking.problems_of_shape(documents):
        raise PackError(problems)
    data = {name: document.data for name, document in documents.items()}
    form = canonical(data)
    return Draft(documents, data, form, digest(form))


def checked(pack: Draft, catalogue: Catalogue, old: Pack | None = None) -> Pack:
    """Return the pack of a draft whose sense and conditions are right too; `old` is the edition it replaces, if at hand.

    Raises:
        PackError: with every fault found.
    """
    problems = checking.problems_of_sense(pack.documents)
    if old is not None and succession.is_about(pack.documents["scheme"], old):
        problems += succession.problems_against(pack.documents["scheme"], old)
    trees, faults = _parse_all(pack, catalogue)
    if problems + faults:
        raise PackError(problems + faults)
    return building.build(pack.data, pack.sha256, lambda population, text: trees[population, text])


def trees_of(pack: Pack) -> dict[str, Any]:
    """Return the trees of a pack's conditions, to be kept beside its canonical form."""
    trees: dict[str, dict[str, Any]] = {}
    for metric in pack.metrics.values():
        for condition in filter(None, (metric.where, metric.conforming)):
            trees.setdefault(metric.population, {})[condition.text] = storing.to_json(condition.tree)
    for condition in [*pack.gates.values(), *(veto.condition for veto in pack.vetoes)]:
        trees.setdefault(building.FACTS, {})[condition.text] = storing.to_json(condition.tree)
    return {"format": storing.FORMAT, "trees": trees}


def restore(form: str, trees: dict[str, Any], catalogue: Catalogue) -> Pack:
    """Return the pack of a canonical form that was checked when it was kept.

    `catalogue` is asked only when the trees were written in another format than today's.
    """
    sha256 = digest(form.encode())
    if trees.get("format") != storing.FORMAT:
        return building.build(content(form), sha256, lambda population, text: _parse(population, text, catalogue))
    kept = trees["trees"]
    return building.build(content(form), sha256, lambda population, text: storing.from_json(kept[population][text]))


def _parse(population: str, text: str, catalogue: Catalogue) -> Node:
    names = FACTS if population == building.FACTS else {RECORD: catalogue[population]}
    return parsing.parse(text, names)


def _parse_all(pack: Draft, catalogue: Catalogue) -> tuple[dict[tuple[str, str], Node], list[Problem]]:
    trees: dict[tuple[str, str], Node] = {}
    problems: list[Problem] = []
    for name, path, population, text in _conditions(pack.data):
        document = pack.documents[name]
        if population != building.FACTS and population not in catalogue:
            known = ", ".join(sorted(catalogue)) or "none"
            fault = say(
                "names population %(name)s, which does not exist; known: %(known)s", name=population, known=known
            )
            problems.append(document.problem((*path[:-1], "population"), fault))
            continue
        try:
            trees[population, text] = _parse(population, text, catalogue)
        except parsing.ConditionError as error:
            fault = say("condition %(fault)s (at character %(column)s)", fault=error.reason, column=error.column)
            problems.append(document.problem(path, fault))
    return trees, problems


def _conditions(data: dict[str, Any]) -> list[tuple[str, tuple[str | int, ...], str, str]]:
    """Return document, path, population and text of every condition."""
    scheme = data["scheme"]
    found: list[tuple[str, tuple[str | int, ...], str, str]] = [
        ("scheme", ("gates", name), building.FACTS, text) for name, text in scheme.get("gates", {}).items()
    ]
    found += [
        ("scheme", ("vetoes", index, "condition"), building.FACTS, veto["condition"])
        for index, veto in enumerate(scheme.get("vetoes", []))
    ]
    for index, metric in enumerate(data["metrics"]["metrics"]):
        for key in ("where", "conforming"):
            if key in metric:
                found.append(("metrics", ("metrics", index, key), metric["population"], metric[key]))
    return found
