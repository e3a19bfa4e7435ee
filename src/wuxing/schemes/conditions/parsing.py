"""Turn CEL text into a typed tree, or say where and why not."""

import re
from typing import Any

from wuxing.core.reasons import say
from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.catalogue import Catalogue
from wuxing.schemes.conditions.grammar import ConditionError, syntax_of
from wuxing.schemes.conditions.tree import Node, Op, Type, Value

__all__ = ["ConditionError", "parse"]

LONGEST = 2000
LARGEST = 1e15
"""Of numbers: doubles below it count exactly, in memory and in SQL alike."""
DEEPEST = 200
"""Levels of the grammar; a pair of brackets is about eleven."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_OPS = {f"relation_{op.name.lower()}": op for op in Op}
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
_CONDITION = tree.Compare | tree.In | tree.IsNull | tree.Not | tree.And | tree.Or


class _Null:
    """The literal null while its comparison is being read."""


_Read = Node | Value | _Null


def parse(text: str, names: Catalogue) -> Node:
    """Parse a condition over the fields in `names` (root such as "r", then field, then type).

    Raises:
        ConditionError: not CEL, outside the part of CEL that packs may use, an unknown field, or types that do not fit.
    """
    if len(text) > LONGEST:
        raise ConditionError(say("is longer than %(most)s characters; split it into two metrics", most=LONGEST))
    node = _Reader(names).read(syntax_of(text), 0)
    return _boolean(node, 1)


class _Reader:
    """Walks the syntax once; each method returns a node of ours."""

    def __init__(self, names: Catalogue) -> None:
        self.names = names

    def read(self, syntax: Any, depth: int) -> _Read:
        if depth > DEEPEST:
            raise ConditionError(say("is nested too deep; split it"))
        children = [child for child in syntax.children if child is not None]
        method = getattr(self, f"_{syntax.data}", None)
        if method is not None:
            result: _Read = method(children, depth + 1)
            return result
        if len(children) == 1 and syntax.data in _WRAPPERS:
            return self.read(children[0], depth + 1)
        raise ConditionError(
            say(
                "uses %(what)s, which packs may not; use && || ! == != < <= > >= + - in [...] and r.field",
                what=_word(syntax.data),
            ),
            _column(syntax),
        )

    def _expr(self, children: list[Any], depth: int) -> _Read:
        if len(children) > 1:
            raise ConditionError(say("uses ? :, which packs may not; write it with && and ||"), _column(children[0]))
        return self.read(children[0], depth)

    def _conditionalor(self, children: list[Any], depth: int) -> _Read:
        return self._junction(children, depth, tree.Or)

    def _conditionaland(self, children: list[Any], depth: int) -> _Read:
        return self._junction(children, depth, tree.And)

    def _junction(self, children: list[Any], depth: int, kind: type[tree.And] | type[tree.Or]) -> _Read:
        read = [self.read(child, depth) for child in children]
        if len(read) == 1:
            return read[0]
        parts: list[Node] = []
        for child, node in zip(children, read, strict=True):
            checked = _boolean(node, _column(child))
            parts.extend(checked.parts if isinstance(checked, kind) else (checked,))
        return kind(tuple(parts))

    def _relation(self, children: list[Any], depth: int) -> _Read:
        if len(children) == 1:
            return self.read(children[0], depth)
        operator, right = children
        left = self.read(operator.children[0], depth)
        column = _column(operator)
        if operator.data == "relation_in":
            return self._in(left, right, column)
        return _compare(_OPS[operator.data], left, self.read(right, depth), column)

    def _in(self, left: _Read, right: Any, column: int) -> Node:
        operand = _value(left, column)
        listed = _single(right)
        if listed.data != "list_lit" or not listed.children or listed.children[0] is None:
            raise ConditionError(say('needs a list with values after in, such as ["phone", "qr"]'), column)
        choices = tuple(self.read(item, 0) for item in listed.children[0].children)
        checked = tuple(choice for choice in choices if isinstance(choice, tree.Literal))
        if len(checked) != len(choices) or {choice.type for choice in checked} != {tree.type_of(operand)}:
            raise ConditionError(say("needs %(type)s literals in the list", type=tree.type_of(operand)), column)
        return tree.In(operand, checked)

    def _addition(self, children: list[Any], depth: int) -> _Read:
        if len(children) == 1:
            return self.read(children[0], depth)
        operator, right = children
        kind = tree.Add if operator.data == "addition_add" else tree.Subtract
        sides = [_value(self.read(side, depth), _column(side)) for side in (operator.children[0], right)]
        for side in sides:
            if tree.type_of(side) is not Type.DOUBLE:
                raise ConditionError(
                    say("adds or subtracts a %(type)s; only doubles can be", type=tree.type_of(side)), _column(operator)
                )
        return kind(*sides)

    def _unary(self, children: list[Any], depth: int) -> _Read:
        if len(children) == 1:
            return self.read(children[0], depth)
        operator, operand = children
        if operator.data == "unary_neg":
            raise ConditionError(say("negates a value; write 0.0 - x"), _column(operand))
        return tree.Not(_boolean(self.read(operand, depth), _column(operand)))

    def _member_dot(self, children: list[Any], depth: int) -> _Read:
        holder, name = _single(children[0]), str(children[1])
        if holder.data != "ident":
            raise ConditionError(say("names a field of a field; write r.field"), _column(children[0]))
        root = str(holder.children[0])
        fields = self.names.get(root)
        if fields is None:
            text = say(
                "names %(name)s, which does not exist here; known: %(known)s", name=root, known=_known(self.names)
            )
            raise ConditionError(text, _column(holder))
        if name not in fields:
            text = say(
                "names %(name)s, an unknown field; known: %(known)s", name=f"{root}.{name}", known=_known(fields)
            )
            raise ConditionError(text, children[1].column)
        return tree.Field(root, name, fields[name])

    def _ident(self, children: list[Any], depth: int) -> _Read:
        name = str(children[0])
        known = _known(self.names)
        hint = f"{name}.field" if name in self.names else say("a field such as %(name)s", name=f"{known}.{name}")
        raise ConditionError(say("names %(name)s alone; write %(hint)s", name=name, hint=hint), children[0].column)

    def _ident_arg(self, children: list[Any], depth: int) -> _Read:
        name = str(children[0])
        if name == "has":
            raise ConditionError(say("calls has(), which packs may not; write r.field != null"), children[0].column)
        raise ConditionError(say("calls %(name)s(), which packs may not", name=name), children[0].column)

    def _literal(self, children: list[Any], depth: int) -> _Read:
        token = children[0]
        match token.type:
            case "FLOAT_LIT":
                return tree.Literal(_double(token), Type.DOUBLE)
            case "STRING_LIT":
                return tree.Literal(_unquoted(str(token), token.column), Type.STRING)
            case "BOOL_LIT":
                return tree.Literal(str(token) == "true", Type.BOOL)
            case "NULL_LIT":
                return _Null()
            case "INT_LIT" | "UINT_LIT":
                number = str(token).rstrip("uU")
                text = say("writes the whole number %(number)s; write %(number)s.0", number=number)
                raise ConditionError(text, token.column)
        raise ConditionError(say("writes a literal that packs may not use"), token.column)


def _double(token: Any) -> float:
    """Return a number that no engine rounds to nothing or to infinity, whatever is added to it."""
    value = float(token)
    if not abs(value) <= LARGEST:
        raise ConditionError(say("writes a number beyond %(largest)s", largest=f"{LARGEST:.0f}"), token.column)
    return value


_WRAPPERS = {"unary", "member", "primary", "multiplication", "paren_expr"}
_WORDS = {
    "multiplication": say("* / or % (ratios belong to the metric)"),
    "member_dot_arg": say("a method call"),
    "member_index": say("an index"),
    "member_object": say("an object"),
    "list_lit": say("a list outside of in"),
    "map_lit": say("a map"),
    "dot_ident": say("a leading dot"),
    "dot_ident_arg": say("a leading dot"),
}


def _word(syntax: str) -> str:
    return _WORDS.get(syntax, syntax)


def _single(syntax: Any) -> Any:
    """Go down through nodes that only wrap one other."""
    while True:
        children = [child for child in syntax.children if child is not None]
        if len(children) != 1 or hasattr(children[0], "type") or syntax.data == "list_lit":
            return syntax
        syntax = children[0]


def _column(syntax: Any) -> int:
    if hasattr(syntax, "type"):
        return int(syntax.column or 1)
    for child in syntax.children:
        if child is not None:
            return _column(child)
    return 1


def _known(names: Any) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _boolean(node: _Read, column: int) -> Node:
    if isinstance(node, _CONDITION) or (isinstance(node, tree.Field | tree.Literal) and node.type is Type.BOOL):
        return node
    raise ConditionError(say("needs something true or false here"), column)


def _value(node: _Read, column: int) -> Value:
    if isinstance(node, tree.Field | tree.Literal | tree.Add | tree.Subtract):
        return node
    raise ConditionError(say("needs a field or a literal here, not a condition or null"), column)


def _compare(op: Op, left: _Read, right: _Read, column: int) -> Node:
    if isinstance(left, _Null) or isinstance(right, _Null):
        operand = right if isinstance(left, _Null) else left
        if op not in (Op.EQ, Op.NE) or not isinstance(operand, tree.Field):
            raise ConditionError(say("compares null; write r.field == null or r.field != null"), column)
        return tree.IsNull(operand, negated=op is Op.NE)
    one, other = _value(left, column), _value(right, column)
    kinds = (tree.type_of(one), tree.type_of(other))
    if kinds[0] is not kinds[1]:
        raise ConditionError(say("compares a %(one)s with a %(other)s", one=kinds[0], other=kinds[1]), column)
    if op not in (Op.EQ, Op.NE) and kinds[0] not in (Type.DOUBLE, Type.TIMESTAMP):
        raise ConditionError(say("orders a %(type)s; only doubles and timestamps have an order", type=kinds[0]), column)
    return tree.Compare(op, one, other)


def _unquoted(literal: str, column: int) -> str:
    if literal[0] not in "\"'":
        raise ConditionError(say('writes a raw string; write "…"'), column)
    if _UNSTORABLE.search(literal):
        raise ConditionError(say("writes a character in a string that no record can hold"), column)
    text, result, escaped = literal[1:-1], [], False
    for character in text:
        if escaped:
            if character not in _ESCAPES:
                raise ConditionError(
                    say("writes %(text)s in a string; write the character itself", text=f"\\{character}"), column
                )
            result.append(_ESCAPES[character])
        elif character != "\\":
            result.append(character)
        escaped = character == "\\" and not escaped
    return "".join(result)
