"""Random conditions and records, and conditions written out as text."""

from datetime import UTC, datetime

from hypothesis import strategies as some
from hypothesis.strategies import SearchStrategy

from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.tree import Node, Op, Type, Value

NAMES = {
    "r": {
        "kept": Type.BOOL,
        "other": Type.BOOL,
        "at": Type.TIMESTAMP,
        "due": Type.TIMESTAMP,
        "visits": Type.DOUBLE,
        "kind": Type.STRING,
    }
}

numbers = some.integers(-400, 400).map(lambda quarters: quarters / 4)
strings = some.text("ab'\"\\国", max_size=4)
times = some.integers(0, 5).map(lambda hour: datetime(2026, 11, 21, hour, tzinfo=UTC))

VALUES = {Type.BOOL: some.booleans(), Type.DOUBLE: numbers, Type.STRING: strings, Type.TIMESTAMP: times}

fields = {
    kind: some.sampled_from([tree.Field("r", name, kind) for name, its in NAMES["r"].items() if its is kind])
    for kind in Type
}


def literals(kind: Type) -> SearchStrategy[tree.Literal]:
    return VALUES[kind].map(lambda value: tree.Literal(value, kind))  # type: ignore[arg-type]


def values(kind: Type) -> SearchStrategy[Value]:
    if kind is Type.TIMESTAMP:
        return fields[kind]
    plain = fields[kind] | literals(kind)
    return doubles if kind is Type.DOUBLE else plain


_number = fields[Type.DOUBLE] | literals(Type.DOUBLE)
doubles: SearchStrategy[Value] = (
    _number | some.builds(tree.Add, _number, _number) | some.builds(tree.Subtract, _number, _number)
)


def comparisons(kind: Type) -> SearchStrategy[Node]:
    ordered = kind in (Type.DOUBLE, Type.TIMESTAMP)
    return some.builds(
        tree.Compare, some.sampled_from(list(Op) if ordered else [Op.EQ, Op.NE]), values(kind), values(kind)
    )


def choices(kind: Type) -> SearchStrategy[Node]:
    return some.builds(tree.In, values(kind), some.lists(literals(kind), min_size=1, max_size=3).map(tuple))


leaves: SearchStrategy[Node] = some.one_of(
    fields[Type.BOOL],
    *(comparisons(kind) for kind in Type),
    choices(Type.STRING),
    choices(Type.DOUBLE),
)
null_tests: SearchStrategy[Node] = some.builds(tree.IsNull, some.one_of(*fields.values()), some.booleans())


def _above(parts: SearchStrategy[Node]) -> SearchStrategy[Node]:
    def joined(kind: type[tree.And] | type[tree.Or]) -> SearchStrategy[Node]:
        flat = parts.filter(lambda part: not isinstance(part, kind))
        return some.lists(flat, min_size=2, max_size=3).map(lambda found: kind(tuple(found)))

    return some.builds(tree.Not, parts) | joined(tree.And) | joined(tree.Or)


trees = some.recursive(leaves | null_tests, _above, max_leaves=8)
trees_without_null_tests = some.recursive(leaves, _above, max_leaves=8)

whole_records = some.fixed_dictionaries({name: VALUES[kind] for name, kind in NAMES["r"].items()})
records = some.fixed_dictionaries({name: VALUES[kind] | some.none() for name, kind in NAMES["r"].items()})


def written(node: Node | Value) -> str:  # noqa: C901  # one line a kind of node
    match node:
        case tree.Field(root, name, _):
            return f"{root}.{name}"
        case tree.Literal(value, kind):
            if kind is Type.STRING:
                return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
            return str(value).lower() if kind is Type.BOOL else repr(value)
        case tree.And(parts):
            return " && ".join(f"({written(part)})" for part in parts)
        case tree.Or(parts):
            return " || ".join(f"({written(part)})" for part in parts)
        case tree.Not(part):
            return f"!({written(part)})"
        case tree.IsNull(operand, negated):
            return f"{written(operand)} {'!=' if negated else '=='} null"
        case tree.In(operand, listed):
            return f"{written(operand)} in [{', '.join(map(written, listed))}]"
        case tree.Compare(op, left, right):
            return f"{written(left)} {op} {written(right)}"
        case tree.Add(left, right):
            return f"{written(left)} + {written(right)}"
        case tree.Subtract(left, right):
            return f"{written(left)} - {written(right)}"
