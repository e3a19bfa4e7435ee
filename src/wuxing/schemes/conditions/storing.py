"""Write a tree as JSON and read it back, so that a loaded edition needs no parser."""

from collections.abc import Callable
from typing import Any

from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.tree import Node, Op, Type

FORMAT = 1
"""Raised when nodes change; trees of another format are parsed anew from their text."""


def to_json(node: Node) -> list[Any]:
    """Return a node as nested lists."""
    return _write(node)


def from_json(data: list[Any]) -> Node:
    """Return the node that `to_json` wrote."""
    node: Node = _read(data)
    return node


def _write(node: Any) -> list[Any]:
    name, fields = _WRITERS[type(node)]
    return [name, *fields(node)]


def _read(data: list[Any]) -> Any:
    return _READERS[data[0]](*data[1:])


_WRITERS: dict[type, tuple[str, Callable[[Any], list[Any]]]] = {
    tree.Field: ("field", lambda n: [n.root, n.name, n.type.value]),
    tree.Literal: ("literal", lambda n: [n.value, n.type.value]),
    tree.And: ("and", lambda n: [_write(part) for part in n.parts]),
    tree.Or: ("or", lambda n: [_write(part) for part in n.parts]),
    tree.Not: ("not", lambda n: [_write(n.part)]),
    tree.IsNull: ("is_null", lambda n: [_write(n.operand), n.negated]),
    tree.In: ("in", lambda n: [_write(n.operand), *map(_write, n.choices)]),
    tree.Compare: ("compare", lambda n: [n.op.value, _write(n.left), _write(n.right)]),
    tree.Add: ("add", lambda n: [_write(n.left), _write(n.right)]),
    tree.Subtract: ("subtract", lambda n: [_write(n.left), _write(n.right)]),
}

_READERS: dict[str, Callable[..., Any]] = {
    "field": lambda root, name, kind: tree.Field(root, name, Type(kind)),
    "literal": lambda value, kind: tree.Literal(float(value) if kind == Type.DOUBLE else value, Type(kind)),
    "and": lambda *parts: tree.And(tuple(map(_read, parts))),
    "or": lambda *parts: tree.Or(tuple(map(_read, parts))),
    "not": lambda part: tree.Not(_read(part)),
    "is_null": lambda operand, negated: tree.IsNull(_read(operand), negated),
    "in": lambda operand, *choices: tree.In(_read(operand), tuple(map(_read, choices))),
    "compare": lambda op, left, right: tree.Compare(Op(op), _read(left), _read(right)),
    "add": lambda left, right: tree.Add(_read(left), _read(right)),
    "subtract": lambda left, right: tree.Subtract(_read(left), _read(right)),
}
