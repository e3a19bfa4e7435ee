"""The statements of judging, made once for an edition and population.

One statement judges some records, or all: it writes what changed, keeps what was known until today, and adds the differences
to the sums. A first judgment of all, and a picture of a past day, have nothing to compare with and are plain inserts.
"""
# ruff: noqa: S608  # names of our own, values as parameters

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wuxing.evidence.metrics.compiling import CannotCompile
from wuxing.evidence.metrics.judging import SOME, judging
from wuxing.evidence.metrics.models import ALL_RECORDS, CHANGES, Basis
from wuxing.evidence.populations import past
from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.schemes.packs.checking import MOST_METRICS
from wuxing.schemes.packs.structure import Metric, Pack

COUNTS = ("n", "ok", "undecided", "late", "imported", "savable", "running")
KEPT_COUNTS = ("n", "ok", "undecided", "late", "imported")
BITS = ("member", "ok", "undecided", "late", "savable", "running")
_KEPT = "day, outlet_id, category, imported, changed_on, member, ok, undecided, late"
_SAID = f"{_KEPT}, savable, running, recheck_at"
_JUDGED = f"record_id, {_SAID}"


@dataclass(frozen=True, slots=True)
class Statements:
    """What judging asks of the database for one rulebook. Parameters are named: tenant, rulebook, zone, now, today, ids.

    A part has the keys from `low` to below `high`. A picture is asked for with `ends`, its day, and `now`, the last instant of it.
    """

    metrics: tuple[str, ...]
    fingerprint: str
    judge_some: str
    judge_changed: str
    judge_all: str
    judge_part: str
    ends_of_keys: str
    picture: Mapping[str, str]
    sum_all: tuple[str, ...]


def statements_for(population: Population, metrics: Sequence[Metric]) -> Statements:
    """Compile the metrics of one population.

    Raises:
        CannotCompile: a condition cannot be said in SQL, or there are more metrics than a judgment has bits.
    """
    if len(metrics) > MOST_METRICS:
        raise CannotCompile(f"{population.id} has {len(metrics)} metrics; a judgment holds {MOST_METRICS}")
    select = judging(population, metrics)
    some = select.replace(SOME, f"AND {population.key} = ANY(%(ids)s)")
    return Statements(
        metrics=tuple(metric.id for metric in metrics),
        fingerprint=hashlib.sha256(select.encode()).hexdigest(),
        judge_some=_change(some, "AND record_id = ANY(%(ids)s)", len(metrics)),
        judge_changed=_change(select, "", len(metrics), sums_follow=True),
        judge_all=_insert(select),
        judge_part=_insert(select.replace(SOME, f"AND {population.key} >= %(low)s AND {population.key} < %(high)s")),
        ends_of_keys=f"SELECT min({population.key}), max({population.key}) FROM {population.source} "
        f"WHERE {population.tenant} = %(tenant)s",
        picture={
            basis: past.tables_then(select, basis) + _insert(select.replace(SOME, past.records_then(population, basis)))
            for basis in Basis.values
        },
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
                sayable = list(_sayable(name, metrics))[:MOST_METRICS]
                _compiled[pack.sha256, name] = statements_for(POPULATIONS[name], sayable)
            found[name] = _compiled[pack.sha256, name]
    return found


def _sayable(population: str, metrics: Sequence[Metric]) -> Iterator[Metric]:
    for metric in metrics:
        try:
            statements_for(POPULATIONS[population], [metric])
        except CannotCompile:
            continue
        yield metric


def _insert(select: str) -> str:
    return f"""
        INSERT INTO evidence_judgment (tenant_id, rulebook_id, known_on, {_JUDGED})
        SELECT %(tenant)s, %(rulebook)s, %(today)s, {_JUDGED} FROM ({select}) j"""


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
_REVISED = ", ".join(f"{name} = r.{name} + excluded.{name}" for name in KEPT_COUNTS)


_TURNED = "CASE WHEN f.record_id IS NULL THEN s.member ELSE s.member & ((s.ok # f.ok) | ~f.member) END"
"""Metrics that counted a record, and say of it now the opposite of what they said."""


def _pick(side: str, columns: str) -> str:
    """Return columns of one side of a difference under their own names."""
    return ", ".join(f"{side}_{name} AS {name}" for name in columns.split(", "))


def _row(side: str, columns: str) -> str:
    return "(" + ", ".join(f"{side}{name}" for name in columns.split(", ")) + ")"


def _change(select: str, stale: str, count: int, *, sums_follow: bool = False) -> str:
    """Judge records, write what changed, keep what was said until today, and add the differences to the sums.

    Where all sums are made anew after it (`sums_follow`), only what they were revised by is kept. All on one snapshot. What is
    said twice on one day is kept once: known is what the end of a day knew.
    """
    sides = ", ".join(f"{side}.{name} AS {side}_{name}" for side in "fs" for name in _JUDGED.split(", "))
    assigned = ", ".join(f"{name} = excluded.{name}" for name in _SAID.split(", "))
    same = f"{_row('j.', _KEPT)} IS NOT DISTINCT FROM {_row('excluded.', _KEPT)}"
    return f"""
    WITH fresh AS MATERIALIZED ({select}),
    stale AS MATERIALIZED (
        SELECT {_JUDGED}, known_on FROM evidence_judgment WHERE rulebook_id = %(rulebook)s {stale}),
    differing AS MATERIALIZED (
        SELECT {sides}, s.known_on, {_TURNED} AS turned FROM fresh f FULL JOIN stale s ON s.record_id = f.record_id
        WHERE {_row("f.", _SAID)} IS DISTINCT FROM {_row("s.", _SAID)}),
    gone AS (
        DELETE FROM evidence_judgment
        WHERE rulebook_id = %(rulebook)s
          AND record_id = ANY(ARRAY(SELECT s_record_id FROM differing WHERE f_record_id IS NULL))),
    written AS (
        INSERT INTO evidence_judgment AS j (tenant_id, rulebook_id, known_on, {_JUDGED})
        SELECT %(tenant)s, %(rulebook)s, %(today)s, {_pick("f", _JUDGED)} FROM differing WHERE f_record_id IS NOT NULL
        ON CONFLICT (rulebook_id, record_id) DO UPDATE
        SET {assigned}, known_on = CASE WHEN {same} THEN j.known_on ELSE excluded.known_on END),
    former AS (
        INSERT INTO evidence_formerjudgment (tenant_id, rulebook_id, known_on, until_on, turned, record_id, {_KEPT})
        SELECT %(tenant)s, %(rulebook)s, known_on, %(today)s, turned, s_record_id, {_pick("s", _KEPT)} FROM differing
        WHERE known_on < %(today)s AND {_row("f_", _KEPT)} IS DISTINCT FROM {_row("s_", _KEPT)}
        ON CONFLICT DO NOTHING),
    turned AS (
        UPDATE evidence_formerjudgment m SET turned = m.turned | d.turned FROM differing d
        WHERE m.rulebook_id = %(rulebook)s AND m.record_id = d.s_record_id AND m.until_on = %(today)s
          AND d.known_on >= %(today)s AND d.turned <> 0),
    {_differences(count, "day" if sums_follow else "day, outlet_id, category")}
    {"" if sums_follow else _added_to_sums()}
    SELECT metric, day FROM byday"""


def _differences(count: int, parts: str) -> str:
    """Return the parts that sum what differs, and keep by how much earlier days were revised."""
    something = " OR ".join(f"{name} <> 0" for name in KEPT_COUNTS)
    return f"""changed AS (
        SELECT 1 AS sign, {_pick("f", _SAID)} FROM differing WHERE f_record_id IS NOT NULL
        UNION ALL SELECT -1, {_pick("s", _SAID)} FROM differing WHERE s_record_id IS NOT NULL),
    sums AS (SELECT {parts}, {_sums(count, "sign")} FROM changed GROUP BY {parts}),
    delta AS MATERIALIZED (
        SELECT v.metric, {parts}, {", ".join("v." + name for name in COUNTS)} FROM sums {_spread(count)}),
    byday AS MATERIALIZED (
        SELECT metric, day, {_SUMMED} FROM delta GROUP BY metric, day
        UNION ALL SELECT {CHANGES}, changed_on, sum(sign)::int, {_NOTHING} FROM changed GROUP BY changed_on
        HAVING sum(sign) <> 0),
    revised AS (
        INSERT INTO evidence_revision AS r (tenant_id, rulebook_id, metric, known_on, day, {", ".join(KEPT_COUNTS)})
        SELECT %(tenant)s, %(rulebook)s, metric, %(today)s, day, {", ".join(KEPT_COUNTS)} FROM byday
        WHERE day < %(today)s AND ({something})
        ON CONFLICT (rulebook_id, metric, known_on, day) DO UPDATE SET {_REVISED})"""


def _added_to_sums() -> str:
    return f""", days AS (
        INSERT INTO evidence_daytotal (tenant_id, rulebook_id, metric, day, {", ".join(COUNTS)})
        SELECT %(tenant)s, %(rulebook)s, metric, day, {", ".join(COUNTS)} FROM byday
        ON CONFLICT (rulebook_id, metric, day) DO UPDATE SET {_ADDED.format(table="evidence_daytotal")}),
    parts AS (
        INSERT INTO evidence_rollup (tenant_id, rulebook_id, metric, day, outlet_id, category, {", ".join(COUNTS)})
        SELECT %(tenant)s, %(rulebook)s, metric, day, outlet_id, category, {", ".join(COUNTS)} FROM delta
        ON CONFLICT (rulebook_id, metric, day, outlet_id, category)
        DO UPDATE SET {_ADDED.format(table="evidence_rollup")})"""


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
