"""Tables as they were: what a statement reads of each table when it is asked about a past instant.

The statement itself stays the same. Before it stands a WITH that puts, in the place of each table, the rows that were there and
what had happened by then; every expression over the table sees that, and none has to know.

True is what had happened by then, as today's records tell it. Known leaves out what was entered later: rows by their own time
of entry, single facts by the ledger, whose entries carry when a thing happened and when it was recorded. A correction leaves
no trace in a table, so what is known is exact only where judgments were kept (`FormerJudgment`); this serves before that.
"""
# ruff: noqa: S608  # names of our own, values as parameters

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.apps import apps

from wuxing.evidence.populations.declarations import Population

TRUE, KNOWN = "true", "known"
_NAME = re.compile(r"\b(?:core|customers|dispatch|evidence|governance|oversight|resources|schemes|service)_[a-z_]+\b")
_EARLIER = """EXISTS (SELECT FROM public.core_entry e WHERE e.tenant_id = %(tenant)s
        AND e.{by}_type = l.{by}_type AND e.{by}_id = l.{by}_id AND e.recorded_at <= %(now)s)"""


def _late(by: str) -> str:
    return f"""late_of_{by} AS MATERIALIZED (
    SELECT l.{by}_type AS kind, l.{by}_id AS id, array_agg(DISTINCT l.occurred_at) AS moments
    FROM told_late l WHERE {_EARLIER.format(by=by)} GROUP BY 1, 2)"""


_LATE = f"""told_late AS MATERIALIZED (
    SELECT case_type, case_id, target_type, target_id, occurred_at FROM public.core_entry
    WHERE tenant_id = %(tenant)s AND occurred_at <= %(now)s AND recorded_at > %(now)s),
{_late("case")}, {_late("target")}"""
"""When things happened that nobody had told by the instant, of each case and of each thing itself.

What has no entry from before was brought in from elsewhere: its own time of entry says when it was known there.
"""


@dataclass(frozen=True, slots=True)
class PastTable:
    """How a table is read as of an instant (`%(now)s`). SQL is over its own columns, as `t`.

    `began` is the instant from which a row is there, `entered` the one of its entry. `happened` are the columns with instants
    that read as null before they have come; plans and terms are not among them. `values` gives other columns by SQL over
    those. `case` names the case of the ledger's entries on it (type, SQL of its id), `target` what they call the row itself; a
    row without `began` is there from the first such entry on, or always if there is none.
    """

    began: str = ""
    entered: str = ""
    happened: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    case: tuple[str, str] = ("", "")
    target: str = ""


def tables_in(text: str) -> tuple[str, ...]:
    """Return the tables of ours that a statement names."""
    return tuple(sorted(set(_NAME.findall(text)) & set(_columns())))


def tables_then(statement: str, basis: str) -> str:
    """Return the WITH that lets `statement` read its tables as they were; nothing for the records as they stand."""
    if basis not in {TRUE, KNOWN}:
        return ""
    from wuxing.evidence.populations.past_tables import PAST_TABLES

    parts = [_LATE] if basis == KNOWN else []
    parts += [
        f"{table} AS NOT MATERIALIZED ({_then(table, PAST_TABLES[table], basis)})"
        for table in tables_in(statement)
        if table in PAST_TABLES
    ]
    return f"WITH {', '.join(parts)}\n" if parts else ""


def records_then(population: Population, basis: str) -> str:
    """Return the condition on the records of a population that a past day (`%(ends)s`) counts."""
    counted = f"AND ({population.counts_at} AT TIME ZONE %(zone)s)::date <= %(ends)s"
    return f"{counted} AND {population.recorded_at} <= %(now)s" if basis == KNOWN else counted


def _then(table: str, past: PastTable, basis: str) -> str:
    """Return the select that stands for a table: its columns in order, clipped inside, then made anew outside."""
    names = _columns()[table]
    late = _told_late(past) if basis == KNOWN and past.happened else ""
    inner = [
        f"{_happened(name, bool(late))} AS {name}" if name in past.happened else f"t.{name} AS {name}" for name in names
    ]
    outer = [f"({past.values[name]}) AS {name}" if name in past.values else name for name in names]
    rows = " AND ".join(_there(past, basis)) or "true"
    return f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM public.{table} t {late} WHERE {rows}) t"


def _happened(name: str, may_be_late: bool) -> str:
    by_then = f"t.{name} <= %(now)s"
    if may_be_late:
        by_then += f" AND (l.moments IS NULL OR t.{name} <> ALL (l.moments))"
    return f"CASE WHEN {by_then} THEN t.{name} END"


def _told_late(past: PastTable) -> str:
    """Return the join with what was told late of a row; one join serves all its instants."""
    if past.case[0]:
        return f"LEFT JOIN late_of_case l ON l.kind = '{past.case[0]}' AND l.id = {past.case[1]}"
    return f"LEFT JOIN late_of_target l ON l.kind = '{past.target}' AND l.id = t.id" if past.target else ""


def _there(past: PastTable, basis: str) -> Iterator[str]:
    if past.began:
        yield f"{past.began} <= %(now)s"
    if basis == KNOWN and past.entered:
        yield f"{past.entered} <= %(now)s"
    if past.target and not (past.entered if basis == KNOWN and past.entered else past.began):
        instant = "recorded_at" if basis == KNOWN else "occurred_at"
        yield (
            f"coalesce((SELECT min(e.{instant}) FROM public.core_entry e WHERE e.tenant_id = t.tenant_id "
            f"AND e.target_type = '{past.target}' AND e.target_id = t.id) <= %(now)s, true)"
        )


_known_columns: dict[str, Sequence[str]] = {}


def _columns() -> Mapping[str, Sequence[str]]:
    """Return the columns of every table, in the models' order."""
    if not _known_columns:
        for model in apps.get_models():
            meta = model._meta  # noqa: SLF001  # Django's own documented name
            _known_columns[meta.db_table] = [name for f in meta.local_concrete_fields if (name := f.column)]
    return _known_columns
