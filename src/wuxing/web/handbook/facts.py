"""What the company has configured, as plain values that documents are written from. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `key` names it for ever, so that a change of it is told as a change."""

    key: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcedureFact:
    """A procedure in the register: its title, whether it works here, its document's number, forms and records."""

    number: int
    title: str
    planned: bool
    document: str
    forms: tuple[str, ...]
    records: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """The configuration in one language.

    `values` fill the holes of sentences; `flags` say what there is; `tables` are drawn as they are; `roles` names who holds a
    permission, `holders` who works in a role.
    """

    language: str
    organisation: str
    values: Mapping[str, str]
    flags: frozenset[str]
    tables: Mapping[str, Sequence[Row]]
    roles: Mapping[str, str]
    titles: Mapping[str, str]
    holders: Mapping[str, str]
    procedures: Mapping[int, ProcedureFact]
    nouns: Mapping[str, str]
    records: Mapping[int, Sequence[Row]] = field(default_factory=dict)
    outside: Mapping[int, Sequence[Row]] = field(default_factory=dict)
    metrics: Mapping[int, Sequence[Row]] = field(default_factory=dict)
    with_permission: Mapping[str, Sequence[str]] = field(default_factory=dict)  # permission: codes of roles

    def has(self, name: str) -> bool:
        """Say whether something is configured: a value, or a flag."""
        return name in self.values or name in self.flags
