"""The select that turns records into bits. The same text judges a few records, all of them, and a day of the past."""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Sequence

from wuxing.evidence.metrics.compiling import DONE_NOW, Compiler, declared_field, instants
from wuxing.evidence.metrics.rules import seconds_in
from wuxing.evidence.populations.declarations import Field, Population
from wuxing.schemes.conditions import tree
from wuxing.schemes.packs.structure import Metric

SOME = "/*some*/"
"""Where a condition on the records may be put in."""


def fields_sql(population: Population, fields: Sequence[Field], *, with_steps_now: bool = True) -> str:
    """Return the select of records with `fields` as columns, and what the clock needs beside them."""
    columns = [
        f"{population.key} AS record_id",
        f"({population.counts_at} AT TIME ZONE %(zone)s)::date AS day",
        f"({population.changed_at} AT TIME ZONE %(zone)s)::date AS changed_on",
        f"{population.outlet} AS outlet_id",
        f"{population.category} AS category",
        f"({population.imported}) AS imported",
        f"({population.recorded_at} - {population.counts_at}) AS delay",
    ]
    for field in fields:
        columns.append(f'{field.sql} AS "{field.name}"')
        if field.since:
            columns.append(f'{field.since} AS "{field.name}_since"')
        if field.turns_at:
            columns.append(f'{field.turns_at} AS "{field.name}_turns"')
        if field.happens_while and with_steps_now:
            now = f"CASE WHEN {field.happens_while} THEN %(now)s::timestamptz END"
            columns.append(f'coalesce({field.sql}, {now}) AS "{field.name}{DONE_NOW}"')
    return (
        f"SELECT {', '.join(columns)} FROM {population.source} WHERE {population.tenant} = %(tenant)s {SOME} OFFSET 0"
    )


def judging(population: Population, metrics: Sequence[Metric]) -> str:
    """Return each record with its bits. OFFSET 0 keeps the planner from evaluating a condition for every bit it feeds."""
    plain, saving = Compiler(population), Compiler(population, done_now=True)
    truths: list[str] = []
    turning: list[str] = []
    for i, metric in enumerate(metrics):
        where = plain.condition(metric.where.tree) if metric.where else "true"
        truths += [f"{where} AS w{i}", f"{plain.condition(metric.conforming.tree)} AS c{i}"]
        if _has_steps(population, metric):
            truths += [
                f"{saving.condition(metric.where.tree) if metric.where else 'true'} AS v{i}",
                f"{saving.condition(metric.conforming.tree)} AS s{i}",
            ]
        for condition in (metric.where, metric.conforming):
            turning += instants(population, condition.tree) if condition else ()
    turns = [f"CASE WHEN {at} >= %(now)s::timestamptz THEN {at} END" for at in dict.fromkeys(turning)]
    recheck = f"least({', '.join(turns)})" if turns else "NULL::timestamptz"
    fields = [field for field in population.fields if field.name in _named(population, metrics)]
    return f"""
        SELECT record_id, day, outlet_id, category, imported, changed_on, {_bits(population, metrics)}, recheck_at
        FROM (SELECT record_id, day, outlet_id, category, imported, changed_on, delay, {", ".join(truths) or "NULL"},
                     {recheck} AS recheck_at
              FROM ({fields_sql(population, fields)}) f OFFSET 0) t"""


def _trees(metric: Metric) -> list[tree.Node]:
    return [condition.tree for condition in (metric.where, metric.conforming) if condition]


def _named(population: Population, metrics: Sequence[Metric]) -> frozenset[str]:
    names = frozenset[str]().union(*(tree.fields_of(node) for metric in metrics for node in _trees(metric)))
    for name in names:
        declared = population.by_name.get(name)
        declared_field(population, tree.Field("r", name, declared.type if declared else tree.Type.STRING))
    return names


def _has_steps(population: Population, metric: Metric) -> bool:
    """Say whether a step taken now may change what the metric says of a record."""
    names = frozenset[str]().union(*map(tree.fields_of, _trees(metric)))
    return any(population.by_name[name].happens_while for name in names if name in population.by_name)


def _bits(population: Population, metrics: Sequence[Metric]) -> str:
    steps = [_has_steps(population, metric) for metric in metrics]

    def bits(name: str, holds: str, only: Sequence[bool]) -> str:
        each = [
            f"CASE WHEN {holds.format(i=i, late=_late(metric))} THEN {1 << i} ELSE 0 END"
            for i, metric in enumerate(metrics)
            if only[i]
        ]
        return f"({' | '.join(each) or '0'})::bigint AS {name}"

    every = [True] * len(metrics)
    return ", ".join(
        [
            bits("member", "w{i}", every),
            bits("ok", "w{i} AND c{i}", every),
            bits("undecided", "w{i} IS NULL OR (w{i} AND c{i} IS NULL)", every),
            bits("late", "w{i} AND {late}", [metric.late_entries is not None for metric in metrics]),
            bits("savable", "w{i} AND c{i} IS NOT TRUE AND v{i} AND s{i}", steps),
            bits("running", "w{i} IS NOT TRUE AND v{i} AND s{i}", steps),
        ]
    )


def _late(metric: Metric) -> str:
    return f"delay > {seconds_in(metric.late_entries.after) if metric.late_entries else 0} * interval '1 second'"
