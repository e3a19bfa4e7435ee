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
        *marks("resources_person", "some_person", facts=("active", "outlet_id")),
        *marks("resources_person", "some_outlet", key="o.id", join="JOIN public.resources_outlet o ON o.id = r.outlet_id",
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
            ours = [mark for mark in found if mark[0] == company.pk and mark[1].startswith("some_")]
            seen.append({(population, record) for _tenant, population, record in ours})
        for operation in reversed(made):
            owner.execute(operation.reverse_sql)
        owner.rollback()
    assert seen == [
        {("some_person", 7), ("some_outlet", one)},
        set(),
        {("some_person", 7)},
        {("some_person", 7), ("some_outlet", one), ("some_outlet", other)},
        {("some_person", 7), ("some_outlet", other)},
        {("some_person", 7)},
    ]
