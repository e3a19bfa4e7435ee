"""What the documents say, as data: one file a procedure in `content/`, each text in both Chinese scripts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).resolve().parent / "content"
LANGUAGES = ("zh-hans", "zh-hant")
MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both scripts; holes like {org} are filled from the configuration."""

    hans: str
    hant: str

    def of(self, language: str) -> str:
        """Return the words in a language."""
        return self.hant if language == "zh-hant" else self.hans


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; one that needs something that is not configured says `otherwise` instead, or nothing."""

    text: Words
    needs: str = ""
    otherwise: Words | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does what: whoever holds a permission, or, of a procedure not at work yet, the roles named."""

    text: Words
    may: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a procedure: who, within which promise, leaving which records, in which states of its machines."""

    title: Words
    says: tuple[Sentence, ...]
    by: str = ""
    within: tuple[str, ...] = ()  # kinds of promises
    leaves: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    table: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """What is said of one procedure."""

    number: int
    purpose: Words
    scope: Words
    duties: tuple[Duty, ...]
    related: tuple[int, ...]
    terms: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()
    flow: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the manual."""

    title: Words
    says: tuple[Sentence, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """What the manual says."""

    title: Words
    sections: tuple[Section, ...]


def _words(given: Mapping[str, str]) -> Words:
    return Words(given["hans"], given["hant"])


def _sentence(given: Mapping[str, Any]) -> Sentence:
    if "text" not in given:
        return Sentence(_words(given))
    otherwise = given.get("otherwise")
    return Sentence(_words(given["text"]), given.get("needs", ""), _words(otherwise) if otherwise else None)


def _sentences(given: Sequence[Mapping[str, Any]]) -> tuple[Sentence, ...]:
    return tuple(_sentence(one) for one in given)


def _step(given: Mapping[str, Any]) -> Step:
    return Step(
        _words(given["title"]),
        _sentences(given.get("says", ())),
        given.get("by", ""),
        tuple(given.get("within", ())),
        tuple(given.get("leaves", ())),
        tuple(given.get("states", ())),
        given.get("table", ""),
    )


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def procedure(number: int) -> Procedure:
    """Return what is said of a procedure."""
    given = _read(f"{number:02}")
    return Procedure(
        given["number"],
        _words(given["purpose"]),
        _words(given["scope"]),
        tuple(Duty(_words(d["text"]), d.get("may", ""), tuple(d.get("roles", ()))) for d in given["duties"]),
        tuple(given["related"]),
        tuple(given.get("terms", ())),
        tuple(given.get("machines", ())),
        tuple(_step(one) for one in given.get("flow", ())),
    )


@cache
def manual() -> Manual:
    """Return what the manual says."""
    given = _read(MANUAL)
    sections = tuple(
        Section(
            _words(one["title"]),
            _sentences(one["says"]),
            tuple(name for name in (one.get("table"), one.get("more")) if name),
        )
        for one in given["sections"]
    )
    return Manual(_words(given["title"]), sections)


@cache
def _common() -> dict[str, Any]:
    return _read("words")


@cache
def common(group: str, language: str) -> Mapping[str, str]:
    """Return the words of a group (headings, frame, says, columns, promises, facts, forms) in a language."""
    return {code: _words(words).of(language) for code, words in _common()[group].items()}


@cache
def term(code: str, language: str) -> tuple[str, str]:
    """Return a term and what it means."""
    name, meaning = _common()["terms"][code]
    return _words(name).of(language), _words(meaning).of(language)
