"""Write a tree as JSON and read it back, so that a loaded edition needs no parser."""

from typing import Any

from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.tree import Node, Op, Type

FORMAT = 1
"""Raised when nodes change; trees of another format are parsed anew from their text."""

_JUNCTIONS = {"and": tree.And, "or": tree.Or}
_SUMS = {"add": tree.Add, "subtract": tree.Subtract}


def to_json(node: Any) -> list[Any]:
    """Return a node as nested lists."""
    match node:
        case tree.Field(root, name, kind):
            return ["field", root, name, kind.value]
        case tree.Literal(value, kind):
            return ["literal", value, kind.value]
        case tree.And(parts) | tree.Or(parts):
            return [type(node).__name__.lower(), *map(to_json, parts)]
        case tree.Not(part):
            return ["not", to_json(part)]
        case tree.IsNull(operand, negated):
            return ["is_null", to_json(operand), negated]
        case tree.In(operand, choices):
            return ["in", to_json(operand), *map(to_json, choices)]
        case tree.Compare(op, left, right):
            return ["compare", op.value, to_json(left), to_json(right)]
        case tree.Add(left, right) | tree.Subtract(left, right):
            return [type(node).__name__.lower(), to_json(left), to_json(right)]
    raise TypeError(f"{node!r} is no node of a condition")


def from_json(data: list[Any]) -> Node:
    """Return the node that `to_json` wrote."""
    node: Node = _read(data)
    return node


def _read(data: list[Any]) -> Any:
    kind, rest = data[0], data[1:]
    match kind:
        case "field":
            return tree.Field(rest[0], rest[1], Type(rest[2]))
        case "literal":
            value = float(rest[0]) if rest[1] == Type.DOUBLE else rest[0]
            return tree.Literal(value, Type(rest[1]))
        case "and" | "or":
            return _JUNCTIONS[kind](tuple(map(_read, rest)))
        case "not":
            return tree.Not(_read(rest[0]))
        case "is_null":
            return tree.IsNull(_read(rest[0]), negated=rest[1])
        case "in":
            return tree.In(_read(rest[0]), tuple(map(_read, rest[1:])))
        case "compare":
            return tree.Compare(Op(rest[0]), _read(rest[1]), _read(rest[2]))
        case "add" | "subtract":
            return _SUMS[kind](_read(rest[0]), _read(rest[1]))
    raise ValueError(f"unknown node {kind}")
