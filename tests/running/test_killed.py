"""Parts killed while people write and jobs run: nothing acknowledged is lost, nothing asked twice is done twice."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any

import psycopg
import pytest

from tests.running.house import House, eventually
from tests.service.repair.test_api import CALL
from wuxing.config import database, embedded

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="Linux only"), pytest.mark.slow]
ENOUGH = 40  # answers before the kill
OPEN_SHOP = """
import json
from tests.shop import shop_of
from wuxing.core import clock, tokens
from wuxing.core.actors import Channel, actor_for
from wuxing.core.models import Membership, Tenant, User
from wuxing.core.tenants import in_tenant

def actor(*roles, name):
    user = User.objects.create(username=name, name=name)
    Membership.objects.create(tenant=tenant, user=user, roles=[role.value for role in roles])
    return actor_for(
        tenant_id=tenant.pk, user_id=user.pk, name=name, roles=frozenset(roles), channel=Channel.WEB, zone=tenant.zone
    )

tenant = Tenant.objects.create(slug="hailan", name="海岚电器", kind="company", created_at=clock.now())
with in_tenant(tenant.pk):
    shop = shop_of(tenant, actor)
    token = tokens.issue_token(user_id=shop.agent.user_id, name="test", by=shop.agent)
print("shop", json.dumps({"tenant": tenant.pk, "product": shop.product.pk, "token": token}))
"""
FORGET = """
from wuxing.core import background
from wuxing.core.actors import system_actor
from wuxing.core.tenants import in_tenant
with in_tenant({tenant}):
    by = system_actor({tenant}, zone="Asia/Shanghai")
    background.defer("repair.forget_customer", by=by, customer_id={customer})
print("deferred", {customer})
"""


@pytest.fixture(scope="module")
def shop(house: House) -> dict[str, Any]:
    """A company in the house, and the key of its agent."""
    found: dict[str, Any] = json.loads(_said(house, OPEN_SHOP, "shop"))
    return found


class Writers:
    """Callers that log one repair after the other, each under a key of its own, whatever happens to the house."""

    def __init__(self, house: House, shop: dict[str, Any], mark: str) -> None:
        self.house, self.shop, self.mark = house, shop, mark
        self.numbers = count()
        self.answers: dict[str, Any] = {}
        self.lost: list[str] = []
        self.enough = threading.Event()
        self.threads = [threading.Thread(target=self._write) for _ in range(4)]

    def __enter__(self) -> "Writers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join()

    def post(self, key: str) -> tuple[int, Any, bool]:
        """Log the repair of this key: status, answer, whether it was answered before."""
        connection = HTTPConnection("127.0.0.1", self.house.port, timeout=60)
        try:
            head = {"Authorization": f"Bearer {self.shop['token']}", "Idempotency-Key": key}
            body = json.dumps(CALL | {"product_id": self.shop["product"], "fault": f"不制冷 {key}"})
            connection.request("POST", "/api/repair/requests", body, head | {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()), answer.headers["Idempotency-Replayed"] == "true"
        except (OSError, HTTPException, ValueError):
            return 0, None, False
        finally:
            connection.close()

    def _write(self) -> None:
        while not self.enough.is_set():
            key = f"{self.mark}-{next(self.numbers)}"
            status, answer, _ = self.post(key)
            if status == 201:
                self.answers[key] = answer
            else:
                self.lost.append(key)
                time.sleep(0.2)


def _kill_the_parent(house: House) -> None:
    assert house.process is not None
    house.process.kill()
    house.process.communicate()
    house.arguments = ("--no-demo", "--port", str(house.port))
    house.start()


KILLS: dict[str, Callable[[House], None]] = {
    "web": lambda house: os.kill(house.pids()["web-1"], signal.SIGKILL),
    "database": lambda house: os.kill(house.pids()["postgres"], signal.SIGKILL),
    "parent": _kill_the_parent,
}


@pytest.mark.parametrize("part", KILLS)
def test_each_key_makes_one_request_whatever_is_killed(house: House, shop: dict[str, Any], part: str) -> None:
    earlier = _rows(house, shop)
    with Writers(house, shop, part) as writers:
        eventually(lambda: len(writers.answers) >= ENOUGH)
        KILLS[part](house)
        eventually(lambda: house.health().get("status") == "ok")
        again = len(writers.answers)
        eventually(lambda: len(writers.answers) >= again + ENOUGH)

    repeated = {key: writers.post(key) for key in writers.answers}
    assert repeated == {key: (201, answer, True) for key, answer in writers.answers.items()}
    late = {key: writers.post(key) for key in writers.lost}
    assert {status for status, _answer, _replayed in late.values()} <= {201}
    numbers = [answer["number"] for answer in writers.answers.values()]
    numbers += [answer["number"] for _status, answer, _replayed in late.values()]
    made = len(writers.answers) + len(writers.lost)
    assert len(set(numbers)) == len(numbers) == made
    assert _rows(house, shop) == {name: rows + made for name, rows in earlier.items()}


def test_the_log_is_whole_after_all_that(house: House, shop: dict[str, Any]) -> None:
    code, out, err = house.run("ledger", "verify")
    assert code == 0, out + err


def test_a_job_whose_worker_was_killed_runs_again(house: House, shop: dict[str, Any]) -> None:
    with psycopg.connect(_owner(house)) as holding, psycopg.connect(_owner(house), autocommit=True) as looking:
        holding.execute("LOCK TABLE service_servicerequest")
        customer = _customer(looking, shop)
        assert _said(house, FORGET.format(**shop, customer=customer), "deferred") == str(customer)
        eventually(lambda: _jobs(looking) == ["doing"])
        _kill_the_worker(house)
        holding.rollback()
        assert _jobs(looking) == ["doing"]  # nobody knows yet
        looking.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        _kill_the_worker(house)  # the next one looks for stalled jobs when it starts
        eventually(lambda: _jobs(looking) == [])
        left = looking.execute(
            "SELECT count(*) FROM core_entry WHERE erased_at IS NULL AND event = 'repair.log' AND case_id IN "
            "(SELECT id FROM service_servicerequest WHERE customer_id = %s)",
            [customer],
        ).fetchone()
    assert left == (0,)


def _kill_the_worker(house: House) -> None:
    before = house.pids()["worker"]
    os.kill(before, signal.SIGKILL)
    eventually(lambda: house.pids().get("worker", before) != before)


def _jobs(connection: psycopg.Connection[Any]) -> list[str]:
    return [row[0] for row in connection.execute("SELECT status FROM procrastinate_jobs")]


def _customer(connection: psycopg.Connection[Any], shop: dict[str, Any]) -> int:
    row = connection.execute("SELECT max(id) FROM customers_customer WHERE tenant_id = %s", [shop["tenant"]]).fetchone()
    assert row is not None
    return int(row[0])


def _rows(house: House, shop: dict[str, Any]) -> dict[str, int]:
    counts = {
        "requests": "service_servicerequest WHERE tenant_id = %(tenant)s",
        "orders": "service_workorder WHERE tenant_id = %(tenant)s",
        "entries": "core_entry WHERE tenant_id = %(tenant)s AND event = 'repair.log'",
        "answers": "core_idempotencykey WHERE tenant_id = %(tenant)s",
    }
    with psycopg.connect(_owner(house)) as connection:
        found = {name: connection.execute(f"SELECT count(*) FROM {rest}", shop) for name, rest in counts.items()}
        return {name: cursor.fetchone()[0] for name, cursor in found.items()}  # type: ignore[index]


def _owner(house: House) -> str:
    return database.prepare(embedded.Server(house.home).url(), house.home).owner


def _said(house: House, code: str, mark: str) -> str:
    exit_code, out, err = house.run("manage", "shell", "-v", "0", "-c", code)
    assert exit_code == 0, err
    return next(line for line in out.splitlines() if line.startswith(f"{mark} ")).removeprefix(f"{mark} ")
