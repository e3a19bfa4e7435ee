"""SQL and memory judge alike: any condition, any record, in real PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evidence.factory import orders
from tests.evidence.packs import pack_of
from tests.evidence.populations.rows import NOW, Rows
from wuxing.core.models import Tenant
from wuxing.evidence.metrics import actions
from wuxing.evidence.metrics.compiling import CannotCompile, Compiler, instants
from wuxing.evidence.metrics.judging import fields_sql
from wuxing.evidence.metrics.queries.records import records_of
from wuxing.evidence.metrics.rules import Tally, value_for
from wuxing.evidence.populations.declarations import Field, Population
from wuxing.evidence.populations.registry import ALL, POPULATIONS
from wuxing.evidence.populations.repair_order import REPAIR_ORDER
from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.evaluating import judge
from wuxing.schemes.conditions.parsing import LARGEST
from wuxing.schemes.conditions.tree import Node, Op, Type
from wuxing.schemes.packs.structure import Text
from wuxing.schemes.scoring.results import Reason

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
doubles = st.one_of(st.integers(-5, 5).map(float), st.floats(-LARGEST, LARGEST, allow_nan=False))
times = st.one_of(
    st.integers(-4, 4).map(lambda hours: MOMENT + timedelta(hours=hours)),
    st.integers(-3, 3).map(lambda ticks: MOMENT + timedelta(microseconds=ticks)),
)
strings = st.sampled_from(
    ["", " ", "fixed", "Fixed", "a%b", "it's", "修好", "\\", "%(now)s", '"', "e\u0301", "é", "\n"]
)
VALUES: dict[Type, Any] = {Type.BOOL: st.booleans(), Type.DOUBLE: doubles, Type.STRING: strings, Type.TIMESTAMP: times}
Names = Mapping[Type, Sequence[str]]


def fields(kind: Type, names: Names) -> Any:
    return st.sampled_from(names[kind]).map(lambda name: tree.Field("r", name, kind))


def literals(kind: Type) -> Any:
    return VALUES[kind].map(lambda value: tree.Literal(value, kind))


def values(kind: Type, names: Names) -> Any:
    """A field, a literal where the language has one, and for numbers sums of sums."""
    simple = fields(kind, names) if names[kind] else st.nothing()
    if kind is not Type.TIMESTAMP:
        simple = st.one_of(simple, literals(kind))
    if kind is not Type.DOUBLE:
        return simple
    return st.recursive(
        simple,
        lambda inner: st.one_of(st.builds(tree.Add, inner, inner), st.builds(tree.Subtract, inner, inner)),
        max_leaves=3,
    )


def conditions(names: Names) -> Any:
    """Any condition that a pack may write over some fields: every operator, every type, nested."""
    kinds = [kind for kind in Type if names[kind]]

    def compared(kind: Type) -> Any:
        ops = list(Op) if kind in {Type.DOUBLE, Type.TIMESTAMP} else [Op.EQ, Op.NE]
        return st.builds(tree.Compare, st.sampled_from(ops), values(kind, names), values(kind, names))

    def among(kind: Type) -> Any:
        choices = st.lists(literals(kind), min_size=1, max_size=3).map(tuple)
        return st.builds(tree.In, values(kind, names), choices)

    leaves = st.one_of(
        *(compared(kind) for kind in kinds),
        *(among(kind) for kind in kinds if kind is not Type.TIMESTAMP),
        *(st.builds(tree.IsNull, fields(kind, names), st.booleans()) for kind in kinds),
        values(Type.BOOL, names),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(tree.Not, inner),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: tree.And(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: tree.Or(tuple(parts))),
        ),
        max_leaves=8,
    )


nodes = conditions(NAMES)
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


def names_of(population: Population) -> dict[Type, list[str]]:
    return {kind: [field.name for field in population.fields if field.type is kind] for kind in Type}


def agree_on(declared: Population, company: Tenant) -> int:
    """Judge the records of a population by random conditions, in SQL and in memory; return how many records there are."""
    given_names = {"tenant": company.pk, "zone": company.zone, "now": NOW}
    keys = [field.name for field in declared.fields]
    select = fields_sql(declared, declared.fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {declared.key} FROM {declared.source} WHERE {declared.tenant} = %s", [company.pk])
        ids = [row[0] for row in cursor.fetchall()]
        read = records_of(declared, company.pk, ids, keys, company.zone, NOW)

        @settings(max_examples=20, database=None, derandomize=True)
        @given(node=conditions(names_of(declared)))
        def agree(node: Node) -> None:
            cursor.execute(f"SELECT record_id, {Compiler(declared).condition(node)} FROM ({select}) f", given_names)
            assert dict(cursor.fetchall()) == {key: judge(node, {"r": record.facts}) for key, record in read.items()}

        agree()
    return len(read)


@pytest.mark.django_db
@pytest.mark.usefixtures("inside")
def test_sql_judges_every_population_as_memory_does(company: Tenant) -> None:
    """Random conditions over the facts of random records, as the database tells them."""
    Rows(company, 21).fill(4)
    assert min(agree_on(declared, company) for declared in ALL) > 0


def test_a_fact_of_another_type_than_declared_is_unknown_and_no_pass() -> None:
    for kind, wrong in ((Type.DOUBLE, "2"), (Type.STRING, 2.0), (Type.TIMESTAMP, "2026-01-01"), (Type.BOOL, 1)):
        field = tree.Field("r", "x", kind)
        for node in (
            tree.Compare(Op.EQ, field, field),
            tree.Not(tree.Compare(Op.NE, field, field)),
            tree.IsNull(field, False),
        ):
            assert judge(node, {"r": {"x": wrong}}) is None
            assert judge(node, {"r": {}}) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("inside")
def test_an_error_of_the_database_makes_every_metric_unknown(company: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fact that cannot be worked out fails the judging, and what is not judged earns nothing."""
    orders(company, 5, until=NOW)
    fields_ = tuple(
        replace(field, sql="1 / (o.visits - o.visits) = 1") if field.name == "logged_complete" else field
        for field in REPAIR_ORDER.fields
    )
    monkeypatch.setitem(POPULATIONS, "repair_order", replace(REPAIR_ORDER, fields=fields_))
    pack = pack_of(least=3)
    books, _waiting = actions.refresh(tenant_id=company.pk, pack=pack)
    assert (books["repair_order"].error.strip(), books["repair_order"].built_at) == ("division by zero", None)
    value = value_for(pack.metrics["logged"], Tally(), NOW.date())
    assert (value.known, value.reason) == (False, Reason.NO_VALUE)


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
