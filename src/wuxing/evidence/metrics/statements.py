"""The statements of judging, made once for an edition and population.

`judging` turns records into bits; the same text with and without a list of records is the increment and the rebuild.
"""
# ruff: noqa: S608  # names of our own, values as parameters

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wuxing.evidence.metrics.compiling import DONE_NOW, CannotCompile, Compiler, declared_field, instants
from wuxing.evidence.metrics.models import ALL_RECORDS, CHANGES
from wuxing.evidence.metrics.rules import seconds_in
from wuxing.evidence.populations.declarations import Field, Population
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.schemes.conditions import tree
from wuxing.schemes.packs.checking import MOST_METRICS
from wuxing.schemes.packs.structure import Metric, Pack

COUNTS = ("n", "ok", "undecided", "late", "imported", "savable", "running")
BITS = ("member", "ok", "undecided", "late", "savable", "running")
_SAID = "day, outlet_id, category, imported, changed_on, member, ok, undecided, late, savable, running, recheck_at"
_JUDGED = f"record_id, {_SAID}"


@dataclass(frozen=True, slots=True)
class Statements:
    """What judging asks of the database for one rulebook. Parameters are named: tenant, rulebook, zone, now, ids."""

    metrics: tuple[str, ...]
    fingerprint: str
    judge_some: str
    judge_all: str
    sum_all: tuple[str, ...]


def statements_for(population: Population, metrics: Sequence[Metric]) -> Statements:
    """Compile the metrics of one population.

    Raises:
        CannotCompile: a condition cannot be said in SQL, or there are more metrics than a judgment has bits.
    """
    if len(metrics) > MOST_METRICS:
        raise CannotCompile(f"{population.id} has {len(metrics)} metrics; a judgment holds {MOST_METRICS}")
    judging = _judging(population, metrics)
    return Statements(
        metrics=tuple(metric.id for metric in metrics),
        fingerprint=hashlib.sha256(judging.encode()).hexdigest(),
        judge_some=_incremental(judging.replace("/*some*/", f"AND {population.key} = ANY(%(ids)s)"), len(metrics)),
        judge_all=f"""
            INSERT INTO evidence_judgment (tenant_id, rulebook_id, {_JUDGED})
            SELECT %(tenant)s, %(rulebook)s, {_JUDGED} FROM ({judging}) j""",
        sum_all=_sums_of_all(len(metrics)),
    )


_compiled: dict[tuple[str, str], Statements] = {}


def compiled(pack: Pack) -> Mapping[str, Statements]:
    """Return the statements of a pack by population.

    A metric that cannot be said in SQL, or has no bit left, is left out: its value is unknown.
    """
    found: dict[str, Statements] = {}
    for name in dict.fromkeys(metric.population for metric in pack.metrics.values()):
        if name in POPULATIONS:
            if (pack.sha256, name) not in _compiled:
                metrics = [metric for metric in pack.metrics.values() if metric.population == name]
                _compiled[pack.sha256, name] = statements_for(
                    POPULATIONS[name], list(_sayable(name, metrics))[:MOST_METRICS]
                )
            found[name] = _compiled[pack.sha256, name]
    return found


def _sayable(population: str, metrics: Sequence[Metric]) -> Iterator[Metric]:
    for metric in metrics:
        try:
            statements_for(POPULATIONS[population], [metric])
        except CannotCompile:
            continue
        yield metric


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
        f"SELECT {', '.join(columns)} FROM {population.source} WHERE {population.tenant} = %(tenant)s /*some*/ OFFSET 0"
    )


def _judging(population: Population, metrics: Sequence[Metric]) -> str:
    """Each record with its bits. OFFSET 0 keeps the planner from evaluating a condition once for every bit it feeds."""
    plain, saving = Compiler(population), Compiler(population, done_now=True)
    truths: list[str] = []
    turning: list[str] = []
    for i, metric in enumerate(metrics):
        where = plain.condition(metric.where.tree) if metric.where else "true"
        truths += [
            f"{where} AS w{i}",
            f"{plain.condition(metric.conforming.tree)} AS c{i}",
            f"{saving.condition(metric.where.tree) if metric.where else 'true'} AS v{i}",
            f"{saving.condition(metric.conforming.tree)} AS s{i}",
        ]
        for condition in (metric.where, metric.conforming):
            turning += instants(population, condition.tree) if condition else ()
    turns = [f"CASE WHEN {at} >= %(now)s::timestamptz THEN {at} END" for at in dict.fromkeys(turning)]
    recheck = f"least({', '.join(turns)})" if turns else "NULL::timestamptz"
    fields = [field for field in population.fields if field.name in _named(population, metrics)]
    return f"""
        SELECT record_id, day, outlet_id, category, imported, changed_on, {_bits(metrics)}, recheck_at
        FROM (SELECT record_id, day, outlet_id, category, imported, changed_on, delay, {", ".join(truths) or "NULL"},
                     {recheck} AS recheck_at
              FROM ({fields_sql(population, fields)}) f OFFSET 0) t"""


def _named(population: Population, metrics: Sequence[Metric]) -> frozenset[str]:
    trees = [c.tree for metric in metrics for c in (metric.where, metric.conforming) if c]
    names = frozenset[str]().union(*(tree.fields_of(node) for node in trees))
    for name in names:
        declared = population.by_name.get(name)
        declared_field(population, tree.Field("r", name, declared.type if declared else tree.Type.STRING))
    return names


def _bits(metrics: Sequence[Metric]) -> str:
    def bits(name: str, holds: str) -> str:
        each = [
            f"CASE WHEN {holds.format(i=i, late=_late(metric))} THEN {1 << i} ELSE 0 END"
            for i, metric in enumerate(metrics)
        ]
        return f"({' | '.join(each) or '0'})::bigint AS {name}"

    return ", ".join(
        [
            bits("member", "w{i}"),
            bits("ok", "w{i} AND c{i}"),
            bits("undecided", "w{i} IS NULL OR (w{i} AND c{i} IS NULL)"),
            bits("late", "w{i} AND {late}"),
            bits("savable", "w{i} AND c{i} IS NOT TRUE AND v{i} AND s{i}"),
            bits("running", "w{i} IS NOT TRUE AND v{i} AND s{i}"),
        ]
    )


def _late(metric: Metric) -> str:
    if metric.late_entries is None:
        return "false"
    return f"delay > {seconds_in(metric.late_entries.after)} * interval '1 second'"


def _sums(count: int, sign: str) -> str:
    """Sum every bit of every mask, as columns n0, ok0, ...; `sign` is the weight of a row."""
    columns = [f"sum({sign})::int AS a", f"sum({sign} * imported::int)::int AS ai"]
    for i in range(count):

        def bit(mask: str, i: int = i) -> str:
            return f"(({mask} >> {i}) & 1)"

        columns += [f"sum({sign} * {bit(mask)})::int AS {mask}{i}" for mask in BITS]
        columns.append(f"sum({sign} * {bit('member')} * imported::int)::int AS imported{i}")
    return ", ".join(columns)


def _spread(count: int) -> str:
    """Turn the columns of `_sums` into one row a metric."""
    rows = [f"({ALL_RECORDS}, a, 0, 0, 0, ai, 0, 0)"]
    rows += [
        f"({i}, member{i}, ok{i}, undecided{i}, late{i}, imported{i}, savable{i}, running{i})" for i in range(count)
    ]
    something = " OR ".join(f"v.{name} <> 0" for name in COUNTS)
    return f"CROSS JOIN LATERAL (VALUES {', '.join(rows)}) v (metric, {', '.join(COUNTS)}) WHERE {something}"


_SUMMED = ", ".join(f"sum({name})::int AS {name}" for name in COUNTS)
_NOTHING = ", ".join("0" for _name in COUNTS[1:])
_ADDED = ", ".join(f"{name} = {{table}}.{name} + excluded.{name}" for name in COUNTS)


def _incremental(judging: str, count: int) -> str:
    """Judge some records, write what changed, and add the differences to the sums; all on one snapshot."""
    values = "excluded." + _SAID.replace(", ", ", excluded.")
    assigned = ", ".join(f"{name} = excluded.{name}" for name in _SAID.split(", "))
    return f"""
    WITH fresh AS MATERIALIZED ({judging}),
    stale AS MATERIALIZED (
        SELECT {_JUDGED} FROM evidence_judgment WHERE rulebook_id = %(rulebook)s AND record_id = ANY(%(ids)s)),
    gone AS (
        DELETE FROM evidence_judgment j USING stale s
        WHERE j.rulebook_id = %(rulebook)s AND j.record_id = s.record_id
          AND NOT EXISTS (SELECT FROM fresh f WHERE f.record_id = s.record_id)),
    written AS (
        INSERT INTO evidence_judgment AS j (tenant_id, rulebook_id, {_JUDGED})
        SELECT %(tenant)s, %(rulebook)s, {_JUDGED} FROM fresh
        ON CONFLICT (rulebook_id, record_id) DO UPDATE SET {assigned}
        WHERE (j.{_SAID.replace(", ", ", j.")}) IS DISTINCT FROM ({values})),
    changed AS (
        SELECT 1 AS sign, * FROM fresh UNION ALL SELECT -1, * FROM stale),
    sums AS (SELECT day, outlet_id, category, {_sums(count, "sign")} FROM changed GROUP BY day, outlet_id, category),
    delta AS MATERIALIZED (
        SELECT v.metric, day, outlet_id, category, {", ".join("v." + name for name in COUNTS)} FROM sums {_spread(count)}),
    days AS (
        INSERT INTO evidence_daytotal (tenant_id, rulebook_id, metric, day, {", ".join(COUNTS)})
        SELECT %(tenant)s, %(rulebook)s, metric, day, {_SUMMED} FROM delta GROUP BY metric, day
        UNION ALL SELECT %(tenant)s, %(rulebook)s, {CHANGES}, changed_on, sum(sign)::int, {_NOTHING}
        FROM changed GROUP BY changed_on HAVING sum(sign) <> 0
        ON CONFLICT (rulebook_id, metric, day) DO UPDATE SET {_ADDED.format(table="evidence_daytotal")}
        RETURNING metric, day),
    parts AS (
    INSERT INTO evidence_rollup (tenant_id, rulebook_id, metric, day, outlet_id, category, {", ".join(COUNTS)})
    SELECT %(tenant)s, %(rulebook)s, metric, day, outlet_id, category, {", ".join(COUNTS)} FROM delta
    ON CONFLICT (rulebook_id, metric, day, outlet_id, category) DO UPDATE SET {_ADDED.format(table="evidence_rollup")})
    SELECT metric, day FROM days"""


def _sums_of_all(count: int) -> tuple[str, ...]:
    """Sum the judgments of a whole rulebook, by day, outlet and category, then by day."""
    names = ", ".join(COUNTS)
    return (
        f"""INSERT INTO evidence_rollup (tenant_id, rulebook_id, metric, day, outlet_id, category, {names})
        SELECT %(tenant)s, %(rulebook)s, v.metric, day, outlet_id, category, {", ".join("v." + n for n in COUNTS)}
        FROM (SELECT day, outlet_id, category, {_sums(count, "1")} FROM evidence_judgment
              WHERE rulebook_id = %(rulebook)s GROUP BY day, outlet_id, category) s {_spread(count)}""",
        f"""INSERT INTO evidence_daytotal (tenant_id, rulebook_id, metric, day, {names})
        SELECT %(tenant)s, %(rulebook)s, metric, day, {_SUMMED} FROM evidence_rollup
        WHERE rulebook_id = %(rulebook)s GROUP BY metric, day""",
        f"""INSERT INTO evidence_daytotal (tenant_id, rulebook_id, metric, day, {names})
        SELECT %(tenant)s, %(rulebook)s, {CHANGES}, changed_on, count(*), {_NOTHING} FROM evidence_judgment
        WHERE rulebook_id = %(rulebook)s GROUP BY changed_on""",
    )
