"""No table of a tenant can be read or written from another one: by ORM, by SQL, or outside any tenant."""

from collections.abc import Callable

import psycopg
import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Counter, Owned, Tenant
from wuxing.core.tenants import NoTenant, in_tenant

READABLE_BY_ALL = ["certification_bodyprofile", "certification_registerentry"]  # what the law wants in public
OWNED = [model for model in apps.get_models() if issubclass(model, Owned)]


def tables_with_a_tenant(cursor: psycopg.Cursor[tuple[object, ...]]) -> list[str]:
    cursor.execute(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id' AND table_schema = 'public' ORDER BY 1"
    )
    return [str(row[0]) for row in cursor.fetchall()]


def test_every_table_with_a_tenant_has_its_wall(owner_cursor: psycopg.Cursor[tuple[object, ...]]) -> None:
    tables = tables_with_a_tenant(owner_cursor)
    owner_cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
        "WHERE c.relrowsecurity AND p.polcmd = '*' ORDER BY 1"
    )
    walled = [row[0] for row in owner_cursor.fetchall()]

    assert [table for table in tables if table not in walled] == READABLE_BY_ALL
    owner_cursor.execute(
        "SELECT p.tablename, p.cmd FROM pg_policies p WHERE p.tablename = ANY(%s) AND coalesce(p.qual, '') <> 'true' "
        "AND coalesce(p.qual, p.with_check) LIKE '%%app.tenant%%' ORDER BY 1, 2",
        [READABLE_BY_ALL],
    )
    written = [(table, verb) for table in READABLE_BY_ALL for verb in ("DELETE", "INSERT", "UPDATE")]
    assert owner_cursor.fetchall() == written
    assert len(tables) > 20


def test_the_application_cannot_bypass_the_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        )
        assert cursor.fetchone() == (0,)


def test_raw_sql_sees_no_row_of_another_tenant(company: Tenant, other_company: Tenant) -> None:
    with in_tenant(other_company.pk):
        Counter.objects.create(tenant=other_company, series="WO", year=2026, last=7)
    with in_tenant(company.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_counter")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE core_counter SET last = 0")
        assert cursor.rowcount == 0


def test_without_a_tenant_nothing_is_seen(company: Tenant) -> None:
    with in_tenant(company.pk):
        Counter.objects.create(tenant=company, series="WO", year=2026, last=7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.tenant', '', true)")
        cursor.execute("SELECT count(*) FROM core_counter")
        assert cursor.fetchone() == (0,)
    with pytest.raises(NoTenant):
        Counter.objects.count()


def test_a_row_cannot_be_written_for_another_tenant(company: Tenant, other_company: Tenant) -> None:
    with in_tenant(company.pk), pytest.raises(Error), transaction.atomic():
        Counter.objects.create(tenant=other_company, series="WO", year=2026)


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)
def test_the_orm_refuses_outside_a_tenant(db: None, model: type[models.Model]) -> None:
    with pytest.raises(NoTenant):
        model._default_manager.count()


def test_every_table_is_readable_inside_and_empty_for_a_new_tenant(
    company: Tenant, other_company: Tenant, actor: Callable[..., Actor]
) -> None:
    actor(Role.AGENT)
    with in_tenant(other_company.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id' AND table_schema = 'public'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert (table, cursor.fetchone()) == (table, (0,))


def test_an_inner_tenant_gives_the_outer_one_back(company: Tenant, other_company: Tenant) -> None:
    with in_tenant(company.pk):
        Counter.objects.create(tenant=company, series="WO", year=2026, last=1)
        with in_tenant(other_company.pk):
            assert Counter.objects.count() == 0
        assert Counter.objects.count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_counter")
            assert cursor.fetchone() == (1,)
    assert clock.now() is not None
