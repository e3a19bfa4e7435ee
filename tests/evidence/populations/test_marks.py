"""Marks that a migration declares: every change of a row that matters, by the old row and the new one."""

import os

import psycopg
import pytest

from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.populations.marks import marks
from wuxing.resources.outlets.models import Outlet


@pytest.mark.django_db(transaction=True)
def test_changes_that_matter_mark_the_records_that_they_touch(company: Tenant) -> None:
    with in_tenant(company.pk):
        one, other = (Outlet.objects.create(tenant=company, code=code, name=code).pk for code in ("A", "B"))
    made = [
        *marks("resources_person", "person", facts=("active", "outlet_id")),
        *marks("resources_person", "outlet", key="o.id", join="JOIN public.resources_outlet o ON o.id = r.outlet_id",
               facts=("outlet_id",), only="r.number <> 'X'"),
    ]  # fmt: skip
    with psycopg.connect(os.environ["WUXING_DATABASE_OWNER"]) as owner:
        for operation in made:
            owner.execute(operation.sql)
        seen = []
        for statement in (
            "INSERT INTO resources_person (id, tenant_id, number, name, outlet_id, active) VALUES (7, %(t)s, 'P', '', %(a)s, true)",
            "UPDATE resources_person SET name = '陈伟' WHERE id = 7",
            "UPDATE resources_person SET active = false WHERE id = 7",
            "UPDATE resources_person SET outlet_id = %(b)s WHERE id = 7",
            "UPDATE resources_person SET number = 'X', outlet_id = %(a)s WHERE id = 7",
            "DELETE FROM resources_person WHERE id = 7",
        ):
            owner.execute(statement, {"t": company.pk, "a": one, "b": other})
            found = owner.execute("DELETE FROM evidence_waiting RETURNING tenant_id, population, record_id").fetchall()
            seen.append({(population, record) for tenant, population, record in found if tenant == company.pk})
        for operation in reversed(made):
            owner.execute(operation.reverse_sql)
        owner.rollback()
    assert seen == [
        {("person", 7), ("outlet", one)},
        set(),
        {("person", 7)},
        {("person", 7), ("outlet", one), ("outlet", other)},
        {("person", 7), ("outlet", other)},
        {("person", 7)},
    ]
