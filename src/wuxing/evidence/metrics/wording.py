"""A condition in words: each of its parts as a person would say it, in the active language."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core.wording import listed
from wuxing.evidence.populations.declarations import Field, Population
from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.tree import Node, Op, Type, Value


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return the parts that must all hold."""
    return node.parts if isinstance(node, tree.And) else (node,)


def said(node: Node, population: Population) -> str:
    """Return a condition as words."""
    match node:
        case tree.And(parts):
            return _(", and ").join(_bracketed(part, population) for part in parts)
        case tree.Or(parts):
            return _(" or ").join(said(part, population) for part in parts)
        case tree.Not(part):
            return _("not: %s") % said(part, population)
        case tree.IsNull(operand, negated):
            words = _("%s is on record") if negated else _("%s is not on record")
            return words % named(operand, population)
        case tree.In(operand, choices):
            return _("%(what)s is one of %(these)s") % {
                "what": named(operand, population),
                "these": listed(_value(choice, population) for choice in choices),
            }
        case tree.Compare(op, left, right):
            return _compared(op, left, right, population)
        case tree.Literal(value=value):
            return _("always") if value else _("never")
        case _:
            return named(node, population)


def _bracketed(part: Node, population: Population) -> str:
    words = said(part, population)
    return _("(%s)") % words if isinstance(part, tree.Or) else words


def named(value: Value, population: Population) -> str:
    """Return a field's title, or a value, as words."""
    return _value(value, population)


def _compared(op: Op, left: Value, right: Value, population: Population) -> str:
    times: Mapping[Op, Callable[[], str]] = {
        Op.LE: lambda: _("%(a)s not later than %(b)s"),
        Op.LT: lambda: _("%(a)s before %(b)s"),
        Op.GE: lambda: _("%(a)s not earlier than %(b)s"),
        Op.GT: lambda: _("%(a)s after %(b)s"),
        Op.EQ: lambda: _("%(a)s is %(b)s"),
        Op.NE: lambda: _("%(a)s is not %(b)s"),
    }
    others: Mapping[Op, Callable[[], str]] = {
        **times,
        Op.LE: lambda: _("%(a)s at most %(b)s"),
        Op.LT: lambda: _("%(a)s below %(b)s"),
        Op.GE: lambda: _("%(a)s at least %(b)s"),
        Op.GT: lambda: _("%(a)s above %(b)s"),
    }
    form = (times if tree.type_of(left) is Type.TIMESTAMP else others)[op]()
    return form % {"a": _value(left, population), "b": _value(right, population)}


def _value(value: Value, population: Population) -> str:
    match value:
        case tree.Field(name=name):
            return population.by_name[name].title.in_language(get_language() or "en")
        case tree.Literal(value=plain, type=kind):
            return f"{plain:g}" if kind is Type.DOUBLE else str(plain)
        case tree.Add(left, right):
            return f"{_value(left, population)} + {_value(right, population)}"
        case tree.Subtract(left, right):
            return f"{_value(left, population)} - {_value(right, population)}"


def shown(value: object, field: Field | None = None) -> str:
    """Return a fact as it is shown: times at the reader's zone, codes, yes and no in words."""
    if value is None:
        return "—"
    if field and value in field.words:
        return field.words[str(value)].in_language(get_language() or "en")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value) or "—"
