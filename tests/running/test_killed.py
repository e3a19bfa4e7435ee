"""Parts killed while people write and jobs run: nothing acknowledged is lost, nothing asked twice is done twice."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from tests.running.house import House, eventually
from tests.service.repair.test_api import CALL
from wuxing.config import database, embedded

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="Linux only"), pytest.mark.slow]
ENOUGH = 40  # answers before the kill
USES, ACTS_BEFORE = 12, 4
KEPT = {"lines": 12, "used": 12, "left": 18, "items": 3, "hands": 3, "accepted": 3, "told": 19, "answers": 1}
OPEN_SHOP = """
import json
from decimal import Decimal
from tests.resources.spare_parts.conftest import parts_of
from tests.service.charges.example import sent
from tests.shop import shop_of
from wuxing.core import clock, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Channel, actor_for
from wuxing.resources.spare_parts import actions as stock
from wuxing.service.follow_up import actions as follow_up
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
    agent, visitor = (tokens.issue_token(user_id=by.user_id, name="t", by=by) for by in (shop.agent, shop.visitor))
    parts = parts_of(shop, actor(Role.STOREKEEPER, name="仓管"))
    parts.mode("personal")
    stock.receive(place_id=parts.van.pk, part_id=parts.fan.pk, quantity=Decimal(30), by=parts.keeper)
    invited = follow_up.invite(order_id=shop.closed().pk, by=shop.manager)
    carried = [shop.order(work_type="walk_in", serial=f"BB-{n}").pk for n in range(3)]
    quotes, order = [sent(shop).pk for _n in range(3)], shop.at_work().pk
print("shop", json.dumps({
    "tenant": tenant.pk, "product": shop.product.pk, "token": agent, "visitor": visitor, "part": parts.fan.pk,
    "order": order, "carried": carried, "quotes": quotes, "survey": follow_up.word_of(invited),
}))
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


def test_acts_under_way_are_whole_or_not_there_when_the_web_is_killed(house: House, shop: dict[str, Any]) -> None:
    acts, answers = _acts(shop), {}
    survey = f"/survey/{shop['survey']}/"

    def do(key: str) -> None:
        status, answer, _replayed = _post(house, key, *acts[key])
        if 200 <= status < 300:
            answers[key] = (status, answer)

    with ThreadPoolExecutor(4) as hands:
        doing = [hands.submit(do, key) for key in acts]
        eventually(lambda: len(answers) >= ACTS_BEFORE)
        KILLS["web"](house)
        answered = hands.submit(_answer, house, survey)
    for one in (*doing, answered):
        one.result()
    eventually(lambda: house.health().get("status") == "ok")

    acknowledged = dict(answers)
    again = {key: _post(house, key, *acts[key]) for key in acts}
    assert {key: again[key] for key in acknowledged} == {key: (*one, True) for key, one in acknowledged.items()}
    assert {200 <= status < 300 for status, _answer, _replayed in again.values()} == {True}, again
    assert {key: _post(house, key, *acts[key])[:2] for key in acts} == {key: one[:2] for key, one in again.items()}
    assert [_answer(house, survey) for _twice in range(2)] == [200, 200]
    assert _kept(house, shop) == KEPT


def _acts(shop: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return what people do at the same time, under a key each: the address, who, and what is said."""
    use = (f"/api/repair/orders/{shop['order']}/use_part", shop["visitor"], {"part_id": shop["part"], "unit_price": 86})
    took = {"items": [{"name": "压缩机", "look": "无损"}], "signed": {"name": "王丽华"}, "shelf": "A-1"}
    acts = {f"use-{n}": use for n in range(USES)}
    acts |= {f"back-{n}": (f"/api/workshop/orders/{n}/take_back", shop["token"], took) for n in shop["carried"]}
    said = {"name": "王丽华"}
    acts |= {f"quote-{n}": (f"/api/charges/quotes/{n}/accept", shop["token"], said) for n in shop["quotes"]}
    return dict(sorted(acts.items(), key=lambda act: act[0].rpartition("-")[2]))


def _post(house: House, key: str, path: str, token: str, said: dict[str, Any]) -> tuple[int, Any, bool]:
    connection = HTTPConnection("127.0.0.1", house.port, timeout=60)
    try:
        head = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        connection.request("POST", path, json.dumps(said), head)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers["Idempotency-Replayed"] == "true"
    except (OSError, HTTPException, ValueError):
        return 0, None, False
    finally:
        connection.close()


def _answer(house: House, path: str) -> int:
    """Answer the survey by its link; nothing when nobody answers the door."""
    connection = HTTPConnection("127.0.0.1", house.port, timeout=60)
    try:
        connection.request("GET", path)
        page = connection.getresponse()
        page.read()
        key = page.headers["Set-Cookie"] or ""
        secret = key.partition("csrftoken=")[2].partition(";")[0]
        marks = dict.fromkeys(("skill", "attitude", "punctuality", "price", "result"), 5)
        body = urlencode({**marks, "recommend": 9, "csrfmiddlewaretoken": secret})
        kind = "application/x-www-form-urlencoded"
        connection.request("POST", path, body, {"Content-Type": kind, "Cookie": f"csrftoken={secret}"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def _kept(house: House, shop: dict[str, Any]) -> dict[str, int]:
    counts = {
        "lines": "service_workorderline WHERE order_id = %(order)s AND part_id IS NOT NULL",
        "used": "resources_stockmovement WHERE order_id = %(order)s AND kind = 'consumed'",
        "left": "(SELECT generate_series(1, quantity::int) FROM resources_stockbalance) one",
        "items": "service_benchitem WHERE order_id = ANY(%(carried)s)",
        "hands": "service_custody c JOIN service_benchitem i ON i.id = item_id WHERE c.ended_at IS NULL",
        "accepted": "service_quote WHERE id = ANY(%(quotes)s) AND state = 'accepted'",
        "told": "core_entry WHERE event IN ('charges.quote_accept', 'parts.use', 'bench.take_back', 'survey.answer')",
        "answers": "service_surveyanswer",
    }
    with psycopg.connect(_owner(house)) as connection:
        found = {name: connection.execute(f"SELECT count(*) FROM {rest}", shop) for name, rest in counts.items()}
        return {name: cursor.fetchone()[0] for name, cursor in found.items()}  # type: ignore[index]


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
