"""From the tree of a condition to SQL. Agrees with `schemes.conditions.evaluating` on every record.

Three values as SQL has them: a comparison with null is false (so it is coalesced), nullness itself is asked by IS NULL,
and a null boolean is unknown. `done_now` reads the missing steps of a record that is still open as taken this instant: a
record that does not conform but would so can be saved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from psycopg import sql

from wuxing.evidence.populations.declarations import Field, Population
from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.tree import Node, Op, Type, Value

_SQL: dict[Op, str] = {Op.EQ: "=", Op.NE: "<>", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}
DONE_NOW = "_now"
"""Suffix of the column that reads a missing step as taken now."""


class CannotCompile(ValueError):
    """The condition asks for something that the population cannot say; the text names it."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles conditions over the columns of one population."""

    population: Population
    done_now: bool = False

    def condition(self, node: Node) -> str:
        """Return `node` as an SQL expression that is true, false or null."""
        match node:
            case tree.And(parts):
                return "(" + " AND ".join(self.condition(part) for part in parts) + ")"
            case tree.Or(parts):
                return "(" + " OR ".join(self.condition(part) for part in parts) + ")"
            case tree.Not(part):
                return f"(NOT {self.condition(part)})"
            case tree.IsNull(operand, negated):
                return f"({self.value(operand)} IS {'NOT ' if negated else ''}NULL)"
            case tree.Compare(op, left, right):
                return f"coalesce({self.value(left)} {_SQL[op]} {self.value(right)}, false)"
            case tree.In(operand, choices):
                return self._among(operand, choices)
            case _:
                return self.value(node)

    def value(self, value: Value) -> str:
        """Return a value as an SQL expression of its type."""
        match value:
            case tree.Literal():
                return literal(value)
            case tree.Field():
                return self._column(value)
            case tree.Add(left, right):
                return f"({self.value(left)} + {self.value(right)})"
            case tree.Subtract(left, right):
                return f"({self.value(left)} - {self.value(right)})"
            case _:
                assert_never(value)

    def _among(self, operand: Value, choices: tuple[tree.Literal, ...]) -> str:
        listed = ", ".join(self.value(choice) for choice in choices)
        return f"coalesce({self.value(operand)} IN ({listed}), false)" if choices else "false"

    def _column(self, field: tree.Field) -> str:
        declared = declared_field(self.population, field)
        suffix = DONE_NOW if self.done_now and declared.happens_while else ""
        return f'f."{field.name}{suffix}"'


def declared_field(population: Population, field: tree.Field) -> Field:
    """Return the declaration of `field`.

    Raises:
        CannotCompile: the population has no such field, or one of another type.
    """
    declared = population.by_name.get(field.name)
    if declared is None or declared.type is not field.type:
        raise CannotCompile(f"{population.id} has no {field.type} called {field.name}")
    return declared


def literal(value: tree.Literal) -> str:
    """Return a literal, quoted by the driver, with per cent signs doubled for its parameters."""
    kinds = {
        Type.BOOL: "boolean",
        Type.DOUBLE: "double precision",
        Type.STRING: "text",
        Type.TIMESTAMP: "timestamptz",
    }
    plain = str(value.value) if value.type in {Type.DOUBLE, Type.TIMESTAMP} else value.value
    return f"{sql.quote(plain)}::{kinds[value.type]}".replace("%", "%%")


def instants(population: Population, node: Node) -> Iterator[str]:
    """Yield SQL instants at which the clock alone may change what `node` says of a record, now or with steps taken now.

    Raises:
        CannotCompile: a growing duration is compared with something that is no literal.
    """
    match node:
        case tree.And() | tree.Or() | tree.Not():
            for part in [node.part] if isinstance(node, tree.Not) else node.parts:
                yield from instants(population, part)
        case tree.Compare(_, left, right):
            yield from _compared(population, left, right)
            yield from _compared(population, right, left)
        case tree.In(operand, choices):
            for choice in choices:
                yield from _compared(population, operand, choice)
        case tree.IsNull():
            return
        case _:
            yield from _compared(population, node, tree.Literal(True, Type.BOOL))


def _compared(population: Population, value: Value, other: Value) -> Iterator[str]:
    """Yield the instants that come from comparing `value`, when it moves with the clock, with `other`."""
    if _grows(population, value):
        if not (isinstance(value, tree.Field) and isinstance(other, tree.Literal)):
            names = ", ".join(sorted(tree.fields_of(value)))
            raise CannotCompile(f"{names} grows with the clock: compare it with a number")
        yield f"(f.\"{value.name}_since\" + {literal(other)} * interval '1 day')"
    if not isinstance(value, tree.Field):
        return
    declared = declared_field(population, value)
    if declared.turns_at:
        yield f'f."{value.name}_turns"'
    if declared.sql == "%(now)s::timestamptz":
        yield Compiler(population).value(other)
    if declared.happens_while:
        waiting = f'(f."{value.name}" IS NULL AND f."{value.name}{DONE_NOW}" IS NOT NULL)'
        yield f"CASE WHEN {waiting} THEN {Compiler(population).value(other)} END"


def _grows(population: Population, value: Value) -> bool:
    return any((field := population.by_name.get(name)) and field.since for name in tree.fields_of(value))
