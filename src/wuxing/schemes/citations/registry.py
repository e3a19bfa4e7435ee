"""The register of cited standards as values: read, checked, and never more certain than its sources. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from wuxing.schemes.packs import checking, reading
from wuxing.schemes.packs.problems import PackError, Problem
from wuxing.schemes.packs.reading import Document
from wuxing.schemes.packs.structure import Structure, Text


class Kind(StrEnum):
    """Whose standard it is."""

    NATIONAL = "national"
    TRADE = "trade"
    GROUP = "group"
    PRIVATE = "private"  # a certification body's own specification
    UNKNOWN = "unknown"


class State(StrEnum):
    """Whether the cited edition is in force."""

    CURRENT = "current"
    REPLACED = "replaced"
    ABOLISHED = "abolished"
    UNKNOWN = "unknown"


class Mark(StrEnum):
    """How sure the title is."""

    VERIFIED = "verified"  # seen in public pages
    MEMORY = "memory"
    UNKNOWN = "unknown"


class Levels(StrEnum):
    """Which of its grades, with their limits, are public."""

    PUBLIC = "public"
    PARTLY = "partly"
    NONE = "none"  # it has none
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Citation:
    """A standard as it is cited, and what it truly is as far as that is known."""

    id: str
    cited: str
    label: Text
    title: Text | None
    mark: Mark
    verified_by: str | None
    verified_on: date | None
    kind: Kind
    edition: str | None
    state: State
    replaced_by: str | None
    levels: Levels
    levels_note: Text | None
    structure: Structure
    structure_note: Text | None
    pack: str | None
    note: Text
    sources: tuple[str, ...]


def load(path: Path) -> tuple[Citation, ...]:
    """Return the citations of a register in its order.

    Raises:
        PackError: with every fault found, each with file, line and what to do.
    """
    document = reading.document(path)
    problems = checking.problems_of_shape({"citations": document}) or list(_contradictions(document))
    if problems:
        raise PackError(problems)
    return tuple(map(_citation, document.data["citations"]))


def _contradictions(document: Document) -> Iterator[Problem]:
    seen: dict[str, set[str]] = {"id": set(), "cited": set()}
    for index, item in enumerate(document.data["citations"]):
        here = ("citations", index)
        for key, known in seen.items():
            if item[key] in known:
                yield document.problem((*here, key), f"{item[key]} is registered twice; keep one")
            known.add(item[key])
        for text in _faults(item):
            yield document.problem(here, f"{item['cited']}: {text}")


def _faults(item: dict[str, Any]) -> Iterator[str]:
    verified = item["mark"] == "verified"
    if verified != bool(item["verified_by"]) or verified != bool(item["verified_on"]):
        yield "write who verified it and when exactly when mark is verified"
    if (item["mark"] == "unknown") != (item["title"] is None):
        yield "the title is null exactly when mark is unknown"
    if (item["state"] == "replaced") != bool(item["replaced_by"]):
        yield "write replaced_by exactly when state is replaced"
    if item["state"] != "unknown" and not verified:
        yield "a state is known only of a standard that was verified"
    if item["structure"] != "unknown" and item["pack"] is None:
        yield "what is known of the structure belongs into a pack; name it"


def _citation(item: dict[str, Any]) -> Citation:
    verified_on = item["verified_on"]
    return Citation(
        id=item["id"],
        cited=item["cited"],
        label=Text(*_words(item["label"])),
        title=_text(item["title"]),
        mark=Mark(item["mark"]),
        verified_by=item["verified_by"],
        verified_on=date.fromisoformat(verified_on) if verified_on else None,
        kind=Kind(item["kind"]),
        edition=item["edition"],
        state=State(item["state"]),
        replaced_by=item["replaced_by"],
        levels=Levels(item["levels"]),
        levels_note=_text(item["levels_note"]),
        structure=Structure(item["structure"]),
        structure_note=_text(item["structure_note"]),
        pack=item["pack"],
        note=Text(*_words(item["note"])),
        sources=tuple(item["sources"]),
    )


def _text(data: dict[str, str] | None) -> Text | None:
    return None if data is None else Text(*_words(data))


def _words(data: dict[str, str]) -> tuple[str, str, str]:
    return data["zh-Hans"], data["zh-Hant"], data["en"]
