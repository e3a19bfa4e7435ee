"""What the ledger's tests share: a data folder of their own, entries, and a hand that tampers as the owner of the tables."""

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from pytest_django.fixtures import Settings

from wuxing.core import clock, ledger
from wuxing.core.actors import Actor, system_actor
from wuxing.core.ledger import EntryDraft
from wuxing.core.ledger.actions import integrate, seal
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

TABLES = ("core_entry", "core_leaf", "core_node", "core_checkpoint")
Tamper = Callable[..., None]


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def by(company: Tenant) -> Actor:
    return system_actor(company.pk)


def drafts(count: int, start: int = 0) -> list[EntryDraft]:
    """Make entries as an import would."""
    return [
        EntryDraft(
            event="repair.call",
            target=("service_request", number),
            case=("service_request", number),
            occurred_at=clock.now(),
            payload={"fault": "不制冷", "phone": f"138{number:08d}"},
        )
        for number in range(start, start + count)
    ]


def recorded(by: Actor, count: int) -> list[int]:
    """Record `count` entries and commit."""
    with in_tenant(by.tenant_id):
        return ledger.record_many(drafts(count), by=by)


def sealed(by: Actor, count: int) -> list[int]:
    """Record, integrate and sign `count` entries."""
    numbers = recorded(by, count)
    integrate.integrate(by.tenant_id)
    seal.checkpoint(by.tenant_id)
    return numbers


FOREIGN_KEYS = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"


@pytest.fixture
def tamper(transactional_db: None) -> Tamper:
    """Do as the tables' owner could, who takes every guard away; the database is thrown away afterwards."""

    def do(*statements: str) -> None:
        with psycopg.connect(os.environ["WUXING_DATABASE_OWNER"]) as connection:
            for table in TABLES:
                for (name,) in connection.execute(FOREIGN_KEYS, [table]).fetchall():
                    connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER, DISABLE ROW LEVEL SECURITY")
            for statement in statements:
                assert connection.execute(statement).rowcount > 0, statement
            for table in TABLES:
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER, ENABLE ROW LEVEL SECURITY")
                connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only")
            connection.execute("ALTER TABLE core_entry ENABLE ALWAYS TRIGGER erasure_only")

    return do
