"""保存期限 of customers' files: when a file's clock started, until when it is kept, which files are due for erasing."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection

from wuxing.core.tenants import current_tenant
from wuxing.customers.customer_care.models import Customer
from wuxing.governance.records import registry, rules
from wuxing.governance.records.queries import due, policies
from wuxing.governance.records.queries.due import Due
from wuxing.governance.records.queries.policies import Policy

MOST = 100


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a file is kept: months, since when they count (not while work is open), until when."""

    months: int | None
    started_on: date | None
    until: date | None


def class_for(kind: str) -> registry.RecordClass:
    """Return the class of records that files of a kind belong to."""
    code = registry.CUSTOMER_ORGANISATION if kind == Customer.Kind.ORGANISATION else registry.CUSTOMER
    return registry.classes()[code]


def keeping_of(customer: Customer, zone: str) -> Keeping:
    """Return how long a file is kept as things stand."""
    found = class_for(customer.kind)
    months = policies.policy_of(found).months
    statement = f"SELECT {registry.starts_sql(found)} FROM customers_customer t WHERE t.tenant_id = %s AND t.id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [current_tenant(), customer.pk])
        row = cursor.fetchone()
    started = row[0].astimezone(ZoneInfo(zone)).date() if row and row[0] else None
    return Keeping(months, started, rules.due_on(started, months) if started and months else None)


def due_files(today: date, zone: str) -> list[tuple[registry.RecordClass, Policy, list[Due]]]:
    """Return for each kind of file what counts, and the files that are past their time, the oldest first."""
    found = []
    for code in registry.CUSTOMERS:
        one = registry.classes()[code]
        policy = policies.policy_of(one)
        found.append((one, policy, due.due(one, policy, today, zone, most=MOST)))
    return found
