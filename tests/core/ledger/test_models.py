"""The tables refuse what must not be, from the owner of the tables too."""

import psycopg
import pytest


@pytest.mark.parametrize("table", ["core_entry", "core_leaf", "core_node", "core_checkpoint"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"])
def test_the_owner_too_may_not_delete(owner_cursor, table, statement):
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        owner_cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", ["core_leaf", "core_node", "core_checkpoint"])
def test_the_owner_too_may_not_update(owner_cursor, table):
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        owner_cursor.execute(f"UPDATE {table} SET tenant_id = tenant_id")


def test_truncating_the_tenants_does_not_empty_the_ledger(owner_cursor):
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        owner_cursor.execute("TRUNCATE core_tenant CASCADE")
