"""What a condition may say, what it may not, and where the fault lies."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.schemes.conditions.strategies import NAMES, trees, written
from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.parsing import ConditionError, parse
from wuxing.schemes.conditions.tree import Node, Op, Type

AT = tree.Field("r", "at", Type.TIMESTAMP)
DUE = tree.Field("r", "due", Type.TIMESTAMP)
KEPT = tree.Field("r", "kept", Type.BOOL)
OTHER = tree.Field("r", "other", Type.BOOL)
VISITS = tree.Field("r", "visits", Type.DOUBLE)
KIND = tree.Field("r", "kind", Type.STRING)


def number(value: float) -> tree.Literal:
    return tree.Literal(value, Type.DOUBLE)


def string(value: str) -> tree.Literal:
    return tree.Literal(value, Type.STRING)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("r.kept", KEPT),
        ("(r.kept)", KEPT),
        ("true", tree.Literal(True, Type.BOOL)),
        ("!r.kept", tree.Not(KEPT)),
        ("r.kept && r.other && !r.kept", tree.And((KEPT, OTHER, tree.Not(KEPT)))),
        ("r.kept && (r.other || r.kept)", tree.And((KEPT, tree.Or((OTHER, KEPT))))),
        ("r.kept || r.other && r.kept", tree.Or((KEPT, tree.And((OTHER, KEPT))))),
        ("r.at <= r.due", tree.Compare(Op.LE, AT, DUE)),
        ("r.at == null", tree.IsNull(AT, negated=False)),
        ("null != r.at", tree.IsNull(AT, negated=True)),
        ("r.kind in ['a', \"b\"]", tree.In(KIND, (string("a"), string("b")))),
        (r'r.kind == "say \"a\""', tree.Compare(Op.EQ, KIND, string('say "a"'))),
        ("r.visits-2.0 > -1.0", tree.Compare(Op.GT, tree.Subtract(VISITS, number(2)), number(-1))),
        ("r.visits + 1e1 != 3.0", tree.Compare(Op.NE, tree.Add(VISITS, number(10)), number(3))),
        ("r.kept // why", KEPT),
        (" && ".join(["r.kept"] * 150), tree.And((KEPT,) * 150)),
    ],
)
def test_condition_becomes_a_tree(text: str, node: Node) -> None:
    assert parse(text, NAMES) == node


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "is empty; leave it out or write a condition such as r.signed_at != null"),
        ("r.kept &&", 8, "cannot be read as CEL from here on"),
        ("r.missing", 3, "names r.missing, an unknown field; known: at, due, kept, kind, other, visits"),
        ("q.kept", 1, "names q, which does not exist here; known: r"),
        ("kept", 1, "names kept alone; write a field such as r.kept"),
        ("r", 1, "names r alone; write r.field"),
        ("r.visits", 1, "needs something true or false here"),
        ("r.visits == 30", 13, "writes the whole number 30; write 30.0"),
        ("r.visits == r.kind", 1, "compares a double with a string"),
        ("r.kind < 'b'", 1, "orders a string; only doubles and timestamps have an order"),
        ("r.at < null", 1, "compares null; write r.field == null or r.field != null"),
        ("has(r.at)", 1, "calls has(), which packs may not; write r.field != null"),
        ("r.kept ? true : false", 1, "uses ? :, which packs may not; write it with && and ||"),
        ("r.kind in []", 1, 'needs a list with values after in, such as ["phone", "qr"]'),
        ("r.kind in ['a', 1.0]", 1, "needs string literals in the list"),
        ("-r.visits > 1.0", 2, "negates a value; write 0.0 - x"),
        ("r.kind == r'a'", 11, 'writes a raw string; write "…"'),
        (r"r.kind == '\x41'", 11, r"writes \x in a string; write the character itself"),
        ("r.at - r.due > 1.0", 1, "adds or subtracts a timestamp; only doubles can be"),
        ("r.visits > 1e16", 12, "writes a number beyond 1000000000000000"),
        ("r.visits > 1e999", 12, "writes a number beyond 1000000000000000"),
        ("r.kind == 'a\x00'", 11, "writes a character in a string that no record can hold"),
        (
            "r.kind.startsWith('a')",
            1,
            "uses a method call, which packs may not; use && || ! == != < <= > >= + - in [...] and r.field",
        ),
        ("size(r.kind) > 1.0", 1, "calls size(), which packs may not"),
        ("r.at > timestamp('2026-01-01T00:00:00Z')", 8, "calls timestamp(), which packs may not"),
        ("r.at + duration('24h') > r.due", 8, "calls duration(), which packs may not"),
        ("r.kind + 'a' == 'ba'", 1, "adds or subtracts a string; only doubles can be"),
        ("r.kept < r.other", 1, "orders a bool; only doubles and timestamps have an order"),
        ("r.at == r.visits", 1, "compares a timestamp with a double"),
        (
            "r.kind[0] == 'a'",
            1,
            "uses an index, which packs may not; use && || ! == != < <= > >= + - in [...] and r.field",
        ),
        ("(" * 30 + "r.kept" + ")" * 30, 1, "is nested too deep; split it"),
        ("r.kept" + " " * 2000, 1, "is longer than 2000 characters; split it into two metrics"),
    ],
)
def test_refusal_names_the_place_and_what_to_write(text: str, column: int, message: str) -> None:
    with pytest.raises(ConditionError) as refused:
        parse(text, NAMES)
    assert (str(refused.value), refused.value.column) == (message, column)


@pytest.mark.parametrize("operator", ["/", "*", "%"])
def test_ratios_are_refused(operator: str) -> None:
    with pytest.raises(ConditionError, match="ratios belong to the metric"):
        parse(f"r.visits {operator} 2.0 > 1.0", NAMES)


@given(trees)
def test_what_is_written_is_read_back(node: Node) -> None:
    assert parse(written(node), NAMES) == node


@given(some.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        parse(text, NAMES)
    except ConditionError as refused:
        reason = str(refused)
        assert reason[0].islower()  # random text may be right as well
