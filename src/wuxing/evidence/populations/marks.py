"""What a migration says so that a change of a table marks the records of a population as waiting to be judged.

The marks are written by statement triggers, so that no path, bulk or single, can forget them. The functions run as the owner
of the tables: the organisation comes from the rows themselves.
"""
# ruff: noqa: S608  # names of our own, no input

from collections.abc import Sequence

from django.db.migrations import RunSQL

FEW = 50
_TABLES = {
    "INSERT": "NEW TABLE AS fresh",
    "UPDATE": "OLD TABLE AS stale NEW TABLE AS fresh",
    "DELETE": "OLD TABLE AS stale",
}


def marks(
    table: str, population: str, *, key: str = "r.id", facts: Sequence[str] = (), join: str = "", only: str = ""
) -> list[RunSQL]:
    """Return the operations by which every change of `table` marks records of `population`.

    `r` is the changed row: `key` names the record in it, or in what `join` adds (tables as public.name); `only` says which rows
    matter. An update marks when one of `facts`, columns of `table`, has changed (every update, when none are named); it
    marks by the old row and the new one.
    """
    where = f"WHERE {only}" if only else ""
    rows = {"INSERT": "fresh", "UPDATE": _both(facts), "DELETE": "stale"}
    return [
        _trigger(table, population, event, f"SELECT DISTINCT r.tenant_id, {key} AS id FROM {changed} r {join} {where}")
        for event, changed in rows.items()
    ]


def _both(facts: Sequence[str]) -> str:
    new, old = (", ".join(f"{alias}.{name}" for name in facts) for alias in ("n", "s"))
    differ = f"WHERE ({new}) IS DISTINCT FROM ({old})" if facts else ""
    return (
        f"(SELECT n.* FROM fresh n JOIN stale s USING (id) {differ} "
        f"UNION ALL SELECT s.* FROM fresh n JOIN stale s USING (id) {differ})"
    )


def _trigger(table: str, population: str, event: str, changed: str) -> RunSQL:
    name = f"evidence_mark_{population}_{event.lower()}"
    function = f"evidence_mark_{population}_{table}_{event.lower()}"[:63]
    mark = (
        "INSERT INTO public.evidence_waiting (tenant_id, population, record_id) "
        f"SELECT m.tenant_id, '{population}', m.id FROM ({changed}) m WHERE m.id IS NOT NULL"
    )
    body = _for_many(mark) if event == "UPDATE" else mark
    return RunSQL(
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
        f"SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN {body}; RETURN NULL; END $$;"
        f"CREATE TRIGGER {name} AFTER {event} ON {table} "
        f"REFERENCING {_TABLES[event]} FOR EACH STATEMENT EXECUTE FUNCTION {function}();",
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {function}();",
    )


def _for_many(statement: str) -> str:
    """Plan anew for many rows: the plan kept from a change of one row would compare each old row with each new one."""
    return (
        f"IF (SELECT count(*) FROM (SELECT FROM fresh LIMIT {FEW + 1}) few) > {FEW} "
        f"THEN EXECUTE $many${statement}$many$; ELSE {statement}; END IF"
    )
