"""Judge one record in memory: true, false, or None for unknown. The SQL compiler of `evidence` must agree with this."""

import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.tree import Node, Op, Type, Value

Record = Mapping[str, Mapping[str, object]]
"""Root, then field, then value: {"r": {"visits": 1.0}}."""

_COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


class _Missing(Enum):
    MISSING = "missing"


_MISSING = _Missing.MISSING


def judge(node: Node, record: Record) -> bool | None:
    """Return whether `record` meets the condition; None when that cannot be told."""
    match node:
        case tree.And(parts):
            return _junction(parts, record, decisive=False)
        case tree.Or(parts):
            return _junction(parts, record, decisive=True)
        case tree.Not(part):
            inner = judge(part, record)
            return None if inner is None else not inner
        case tree.IsNull(operand, negated):
            value = _value(operand, record)
            return None if value is _MISSING else (value is None) is not negated
        case tree.Compare(op, left, right):
            return _known(_COMPARE[op], _value(left, record), _value(right, record))
        case tree.In(operand, choices):
            return _known(operator.contains, [choice.value for choice in choices], _value(operand, record))
        case _:
            value = _value(node, record)
            return value if isinstance(value, bool) else None


def _junction(parts: tuple[Node, ...], record: Record, *, decisive: bool) -> bool | None:
    results = [judge(part, record) for part in parts]
    if decisive in results:
        return decisive
    return None if None in results else not decisive


def _known(compare: Callable[[Any, Any], bool], one: Any, other: Any) -> bool | None:
    if one is _MISSING or other is _MISSING:
        return None
    return False if one is None or other is None else compare(one, other)


def _value(value: Value, record: Record) -> Any:
    match value:
        case tree.Literal():
            return value.value
        case tree.Field():
            return _typed(record.get(value.root, {}).get(value.name, _MISSING), value.type)
        case tree.Add(left, right):
            return _arithmetic(operator.add, _value(left, record), _value(right, record))
        case tree.Subtract(left, right):
            return _arithmetic(operator.sub, _value(left, record), _value(right, record))


def _arithmetic(apply: Callable[[float, float], float], one: Any, other: Any) -> Any:
    if one is _MISSING or other is _MISSING:
        return _MISSING
    return None if one is None or other is None else apply(one, other)


def _typed(value: object, kind: Type) -> object:
    """Return the value if it is of its declared type (or null), else the mark of a missing one."""
    if value is None:
        return None
    match kind:
        case Type.BOOL:
            fits = isinstance(value, bool)
        case Type.STRING:
            fits = isinstance(value, str)
        case Type.TIMESTAMP:
            fits = isinstance(value, datetime) and value.tzinfo is not None
        case Type.DOUBLE:
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                return float(value)
            fits = False
    return value if fits else _MISSING
