"""法律冻结: which holds stand, and what they cover."""

from typing import Any

from django.db import connection
from django.db.models import Q

from wuxing.core.tenants import current_tenant
from wuxing.governance.records import registry
from wuxing.governance.records.models import LegalHold
from wuxing.governance.records.rules import Hold
from wuxing.governance.records.states import Scope


def _as_hold(row: LegalHold) -> Hold:
    return Hold(row.number, row.scope, row.label, row.reason, row.placed_at.date())


def standing() -> list[LegalHold]:
    """Return the holds that stand, newest first."""
    return list(LegalHold.objects.filter(lifted_at=None).select_related("placed_by").order_by("-pk")[:500])


def lifted() -> list[LegalHold]:
    """Return the latest holds that were lifted."""
    rows = LegalHold.objects.exclude(lifted_at=None).select_related("placed_by", "lifted_by")
    return list(rows.order_by("-lifted_at")[:100])


def holds_on_class(code: str) -> list[LegalHold]:
    """Return the holds that cover a whole class."""
    rows = LegalHold.objects.filter(lifted_at=None, scope=Scope.RECORD_CLASS, record_class=code)
    return list(rows.select_related("placed_by").order_by("-pk"))


def holds_on_customer(customer_id: int) -> list[Hold]:
    """Return the holds that forbid erasing a customer's data: on them, on a case of theirs, on a class with records of theirs."""
    rows = LegalHold.objects.filter(lifted_at=None)
    named = rows.filter(Q(scope=Scope.CUSTOMER) | Q(scope=Scope.CASE), customer_id=customer_id)
    found = [_as_hold(row) for row in named]
    for row in rows.filter(scope=Scope.RECORD_CLASS):
        one = registry.classes().get(row.record_class)
        if one and _has_records(one, customer_id):
            found.append(_as_hold(row))
    return found


def _has_records(found: registry.RecordClass, customer_id: int) -> bool:
    if found.table is None or found.table.customer.startswith("NULL"):
        return False
    statement = (
        f'SELECT EXISTS (SELECT FROM "{registry.table_name(found.table)}" t '  # noqa: S608  # expressions of our own
        f"WHERE t.tenant_id = %s AND {found.table.customer} = %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [current_tenant(), customer_id])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return bool(row and row[0])


def is_customer(customer_id: int) -> bool:
    """Say whether the organisation has a customer of this number."""
    return any(_has_records(registry.classes()[code], customer_id) for code in registry.CUSTOMERS)


def personal_classes() -> tuple[str, ...]:
    """Return the classes whose records belong to a customer."""
    return tuple(
        code
        for code, one in registry.classes().items()
        if one.table is not None and not one.table.customer.startswith("NULL")
    )


def case_numbered(number: str) -> tuple[str, str, int, int | None, str] | None:
    """Return class, kind of case, case, customer and number of the record that people call by a number."""
    for code, one in registry.classes().items():
        if one.table is None or not one.table.is_case:
            continue
        statement = (
            f"SELECT {one.table.case_id}, {one.table.customer}, {one.table.number} "  # noqa: S608  # expressions of our own
            f'FROM "{registry.table_name(one.table)}" t WHERE t.tenant_id = %s AND {one.table.number} = %s'
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [current_tenant(), number.strip().upper()])
            row = cursor.fetchone()
        if row:
            return code, one.table.case_type, row[0], row[1], row[2]
    return None
