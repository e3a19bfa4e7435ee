"""What a population is: the only bridge from packs to tables. A pack can name nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property

from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs.structure import Text


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a record. `sql` speaks of the aliases in the population's `source` and may use %(now)s.

    `happens_while` marks the time of a step: an SQL condition under which the step can still be taken while it is null.
    `since` marks a duration in days that grows with the clock: the instant from which it counts.
    `turns_at` marks any other value that the clock changes: the instant at which it will.
    `words` says what a code means, `unit` what a number counts when it is not things.
    """

    name: str
    type: Type
    title: Text
    sql: str
    happens_while: str = ""
    since: str = ""
    turns_at: str = ""
    words: Mapping[str, Text] = dataclass_field(default_factory=dict)
    unit: Text | None = None


_NOTHING = {"outlet": "0::bigint", "category": "''", "imported": "false", "case_id": "0::bigint"}
"""What stands in the SQL of what a population does not have."""


@dataclass(frozen=True)
class Population:
    """A declared type of record. All texts but titles are SQL over the aliases in `source`; what it does not have is empty."""

    id: str
    title: Text
    says: Text
    source: str
    key: str
    tenant: str
    fields: tuple[Field, ...]
    changed_by: tuple[str, ...]  # tables whose triggers mark its records as waiting to be judged
    counts_at: str = ""  # the instant on whose day, in the zone of the organisation, it counts; else recorded_at
    recorded_at: str = ""  # the instant at which it was entered; else the one it counts at
    changed_at: str = ""  # the instant of its last change, marked when it moves; else when it was entered
    outlet: str = ""
    category: str = ""
    imported: str = ""
    number: str = ""  # what people call the record; else its id
    case_type: str = ""  # how the ledger groups its entries
    case_id: str = ""
    target_type: str = ""  # without a case: what the ledger calls the record itself
    page: str = ""  # the url name of the record's own page, which takes its id

    has_day: bool = dataclass_field(init=False, default=True)
    has_outlet: bool = dataclass_field(init=False, default=True)
    has_category: bool = dataclass_field(init=False, default=True)

    def __post_init__(self) -> None:
        """Remember what is empty, and put neutral SQL in its place."""
        for name, given in (
            ("day", self.counts_at or self.recorded_at),
            ("outlet", self.outlet),
            ("category", self.category),
        ):
            object.__setattr__(self, f"has_{name}", bool(given))
        counted = self.counts_at or self.recorded_at or "'epoch'::timestamptz"
        recorded = self.recorded_at or counted
        made = {"counts_at": counted, "recorded_at": recorded, "changed_at": recorded}
        made |= {"number": f"({self.key})::text", **_NOTHING}
        for name, sql in made.items():
            if not getattr(self, name):
                object.__setattr__(self, name, sql)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Return the fields by their name."""
        return {field.name: field for field in self.fields}

    @property
    def types(self) -> dict[str, Type]:
        """Return what packs are told: name and type of each field."""
        return {field.name: field.type for field in self.fields}
