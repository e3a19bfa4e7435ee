"""The tree of a condition: ten kinds of node, frozen and typed. Whoever compiles or evaluates walks exactly these.

Meaning, the same in memory and in SQL:

* Three values: true, false, unknown. `And`, `Or`, `Not` follow Kleene, as SQL does with NULL.
* A null operand makes `Compare` and `In` *false* (SQL: `COALESCE(a <= b, false)`): what never came did not come in
  time. `Add` and `Subtract` of a null are null.
* Nullness itself is asked by `IsNull`, which is always true or false.
* A null boolean used as a condition is *unknown*; so is a field that the record lacks or holds with another type.
"""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The four types of values; there are no whole numbers, so nothing is ever divided or cut silently."""

    BOOL = "bool"
    DOUBLE = "double"
    STRING = "string"
    TIMESTAMP = "timestamp"


class Op(StrEnum):
    """Comparisons. Order is asked of doubles and timestamps only."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Field:
    """A declared field: `r.arrived_at` is Field("r", "arrived_at", Type.TIMESTAMP)."""

    root: str
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the text; never null."""

    value: bool | float | str
    type: Type


@dataclass(frozen=True, slots=True)
class Add:
    """Sum of two doubles."""

    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True)
class Subtract:
    """Difference of two doubles."""

    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values of one type; false when either is null."""

    op: Op
    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True)
class In:
    """A value among literals of its type; false when it is null."""

    operand: "Value"
    choices: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class IsNull:
    """`x == null`, or with `negated` `x != null`."""

    operand: Field
    negated: bool


@dataclass(frozen=True, slots=True)
class Not:
    """Negation; unknown stays unknown."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more parts; one false part decides, even beside an unknown one."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more parts; one true part decides, even beside an unknown one."""

    parts: tuple["Node", ...]


Value = Field | Literal | Add | Subtract
"""What can be compared."""

Node = Compare | In | IsNull | Not | And | Or | Field | Literal
"""What can be true: a Field or Literal here is always a boolean."""


def type_of(value: Value) -> Type:
    """Return the type of a value."""
    return value.type if isinstance(value, Field | Literal) else Type.DOUBLE


def fields_of(node: Node | Value) -> frozenset[str]:
    """Return the names of all fields that `node` reads."""
    match node:
        case Field(name=name):
            return frozenset({name})
        case Literal():
            return frozenset()
        case Compare(left=left, right=right) | Add(left=left, right=right) | Subtract(left=left, right=right):
            return fields_of(left) | fields_of(right)
        case In(operand=operand) | IsNull(operand=operand):
            return fields_of(operand)
        case Not(part=part):
            return fields_of(part)
        case And(parts=parts) | Or(parts=parts):
            return frozenset().union(*(fields_of(part) for part in parts))
