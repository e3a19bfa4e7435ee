"""SQL and memory judge alike: any condition, any record, in real PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wuxing.evidence.metrics.compiling import CannotCompile, Compiler, instants
from wuxing.evidence.populations.declarations import Field, Population
from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.evaluating import judge
from wuxing.schemes.conditions.tree import Node, Op, Type
from wuxing.schemes.packs.structure import Text

NAMES = {
    Type.BOOL: ("yes", "no"),
    Type.DOUBLE: ("visits", "price"),
    Type.STRING: ("source", "outcome"),
    Type.TIMESTAMP: ("came", "due"),
}
PG = {Type.BOOL: "boolean", Type.DOUBLE: "double precision", Type.STRING: "text", Type.TIMESTAMP: "timestamptz"}
MOMENT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def population(**given: dict[str, str]) -> Population:
    fields = tuple(
        Field(name, kind, Text(name, name, name), name, **given.get(name, {}))
        for kind, names in NAMES.items()
        for name in names
    )
    blank = dict.fromkeys(
        [
            "source",
            "key",
            "tenant",
            "counts_at",
            "recorded_at",
            "outlet",
            "category",
            "imported",
            "number",
            "case_type",
            "case_id",
            "page",
        ],
        "",
    )
    return Population(id="thing", title=Text("", "", ""), says=Text("", "", ""), fields=fields, changed_by=(), **blank)


PLAIN = population()
doubles = st.one_of(st.integers(-5, 5).map(float), st.floats(-1e9, 1e9, allow_nan=False))
times = st.integers(-4, 4).map(lambda hours: MOMENT + timedelta(hours=hours))
strings = st.sampled_from(["", "fixed", "a%b", "it's", "修好", "\\", "%(now)s", '"'])
VALUES: dict[Type, Any] = {Type.BOOL: st.booleans(), Type.DOUBLE: doubles, Type.STRING: strings, Type.TIMESTAMP: times}


def fields(kind: Type) -> Any:
    return st.sampled_from(NAMES[kind]).map(lambda name: tree.Field("r", name, kind))


def values(kind: Type) -> Any:
    literals = {
        Type.DOUBLE: doubles.map(lambda x: tree.Literal(x, Type.DOUBLE)),
        Type.STRING: strings.map(lambda x: tree.Literal(x, Type.STRING)),
    }
    simple = st.one_of(fields(kind), *([literals[kind]] if kind in literals else []))
    if kind is not Type.DOUBLE:
        return simple
    return st.one_of(simple, st.builds(tree.Add, simple, simple), st.builds(tree.Subtract, simple, simple))


def compares(kind: Type) -> Any:
    ops = list(Op) if kind in {Type.DOUBLE, Type.TIMESTAMP} else [Op.EQ, Op.NE]
    return st.builds(tree.Compare, st.sampled_from(ops), values(kind), values(kind))


leaves = st.one_of(
    *(compares(kind) for kind in Type if kind is not Type.BOOL),
    *(st.builds(tree.IsNull, fields(kind), st.booleans()) for kind in Type),
    st.builds(
        tree.In,
        fields(Type.STRING),
        st.lists(strings.map(lambda x: tree.Literal(x, Type.STRING)), min_size=1, max_size=3).map(tuple),
    ),
    fields(Type.BOOL),
    st.booleans().map(lambda x: tree.Literal(x, Type.BOOL)),
)
nodes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(tree.Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: tree.And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: tree.Or(tuple(parts))),
    ),
    max_leaves=8,
)
records = st.fixed_dictionaries(
    {name: st.one_of(st.none(), VALUES[kind]) for kind, names in NAMES.items() for name in names}
)


@pytest.mark.django_db
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(node=nodes, record=records)
def test_sql_judges_as_memory_does(db: None, node: Node, record: dict[str, Any]) -> None:
    columns = ", ".join(f'%({name})s::{PG[kind]} AS "{name}"' for kind, names in NAMES.items() for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {Compiler(PLAIN).condition(node)} FROM (SELECT {columns}) f", record)
        assert cursor.fetchone()[0] is judge(node, {"r": record})


came, due = tree.Field("r", "came", Type.TIMESTAMP), tree.Field("r", "due", Type.TIMESTAMP)
visits = tree.Field("r", "visits", Type.DOUBLE)
five = tree.Literal(5.0, Type.DOUBLE)


def test_a_missing_step_reads_as_taken_now_when_asked_what_can_be_saved() -> None:
    things = population(came={"happens_while": "open"})
    node = tree.Compare(Op.LE, came, due)
    assert Compiler(things).condition(node) == 'coalesce(f."came" <= f."due", false)'
    assert Compiler(things, done_now=True).condition(node) == 'coalesce(f."came_now" <= f."due", false)'


@pytest.mark.parametrize(
    ("declared", "node", "expected"),
    [
        ({}, tree.Compare(Op.LE, came, due), []),
        (
            {"came": {"happens_while": "open"}},
            tree.Not(tree.Compare(Op.LE, came, due)),
            ['CASE WHEN (f."came" IS NULL AND f."came_now" IS NOT NULL) THEN f."due" END'],
        ),
        (
            {"visits": {"since": "came"}},
            tree.Compare(Op.GE, visits, five),
            ["(f.\"visits_since\" + '5.0'::double precision * interval '1 day')"],
        ),
        ({"yes": {"turns_at": "due"}}, tree.Field("r", "yes", Type.BOOL), ['f."yes_turns"']),
    ],
)
def test_instants_are_those_at_which_the_clock_alone_changes_the_answer(
    declared: dict[str, dict[str, str]], node: Node, expected: list[str]
) -> None:
    assert list(instants(population(**declared), node)) == expected


@pytest.mark.parametrize("other", [tree.Field("r", "price", Type.DOUBLE), tree.Add(five, five)])
def test_a_growing_duration_is_compared_with_numbers_only(other: tree.Value) -> None:
    things = population(visits={"since": "came"})
    with pytest.raises(CannotCompile, match="visits grows with the clock"):
        list(instants(things, tree.Compare(Op.GE, visits, other)))


def test_a_field_that_is_not_declared_is_refused() -> None:
    with pytest.raises(CannotCompile, match="thing has no bool called gone"):
        Compiler(PLAIN).condition(tree.Field("r", "gone", Type.BOOL))
