"""What callers do: each case is a function that is run again and again."""
# ruff: noqa: E501  # tables, one thing a line

import itertools
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.site import Client, Site

Case = Callable[[], object]
CHECKS = ("badge_shown", "shoe_covers", "fault_asked_again", "fee_told", "site_cleaned", "advice_given")
WORDS_CHINESE = ("不制冷", "梅亭路", "漏水 鼓楼", "王", "洗衣机 丰泽", "打不着火", "冰箱不冷")
WORDS_LATIN = ("BCD518", "KFR35", "WO-2026", "1600", "XQG100")


def call(site: Site) -> dict[str, Any]:
    """Return a complete call of a customer who was never there before."""
    unique = time.time_ns()
    return {
        "customer_name": f"王丽{unique % 997}", "contact_name": "王丽华", "phone": f"161{unique % 10**8:08d}", "city": "福州市",
        "district": "鼓楼区", "address": f"梅亭路{unique % 300}号", "product_id": site.keys["product"], "serial": f"B{unique}",
        "purchased_on": "2025-05-02", "symptom": "no_cooling", "fault": "冷藏室不制冷",
    }  # fmt: skip


def ping(site: Site) -> Case:
    """The state of health, one statement: the price of server and connection themselves."""
    client = Client(site)
    return lambda: client.get("/healthz")


def create(site: Site) -> Case:
    """Log a call over the API: rights, warranty, promises, ledger entry, idempotency."""
    client = Client(site)
    return lambda: client.post("/api/repair/requests", call(site))


def order_list(site: Site) -> Case:
    client = Client(site)
    return lambda: client.get("/orders/")


def order_page(site: Site) -> Case:
    """Open orders of the newest list, one after the other."""
    import re

    client = Client(site)
    found = re.findall(rb'href="(/orders/\d+/)', client.get("/orders/"))
    pages = itertools.cycle(sorted({path.decode() for path in found}))
    return lambda: client.get(next(pages))


def search(site: Site, words: tuple[str, ...]) -> Case:
    from urllib.parse import quote

    client = Client(site)
    return lambda: client.get(f"/orders/?q={quote(random.choice(words))}")


def readiness(site: Site) -> Case:
    client = Client(site)
    return lambda: client.get("/readiness/")


def repair(site: Site, *, bundled: bool) -> Case:
    """A whole repair, from the call to the closed order: sixteen actions, each with its own trace.

    `bundled` as the doors use it, in five requests (call and order; dispatch; the agreed time; the visit; review and close);
    else one request an action.
    """
    client = Client(site)
    people = itertools.cycle(site.keys["technicians"])
    day = itertools.count(30)

    def run() -> None:
        said = client.post("/api/repair/requests", {**call(site), "write_order": True})
        order = said["order_id"]
        start = datetime.now(UTC) + timedelta(days=next(day), seconds=time.time_ns() % 80000)
        steps: list[tuple[str, dict[str, Any]]] = [
            ("dispatch", {"technician_id": next(people)}),
            ("accept", {}),
            ("agree_appointment", {"slot": [start.isoformat(), (start + timedelta(minutes=90)).isoformat()], "warranty_explained": True}),
            ("depart", {}),
            ("arrive", {}),
            ("confirm_problem", {"checklist": dict.fromkeys(CHECKS, True)}),
            ("start_work", {}),
            ("diagnose", {"cause": "fan", "finding": "风机卡滞", "branch": "fix_now"}),
            ("add_line", {"kind": "part", "name": "风机", "quantity": "1", "unit_price": "86", "payer": "us"}),
            ("finish_visit", {"outcome": "completed"}),
            ("sign", {"name": "王丽华", "satisfied": True}),
            ("finish_work", {}),
            ("review", {}),
            ("close", {}),
        ]  # fmt: skip
        for bundle in [steps[:1], steps[1:3], steps[3:12], steps[12:]] if bundled else [[one] for one in steps]:
            if len(bundle) == 1:
                client.post(f"/api/repair/orders/{order}/{bundle[0][0]}", bundle[0][1])
            else:
                told = [{"step": step, "details": details} for step, details in bundle]
                client.post(f"/api/repair/orders/{order}/steps", {"steps": told})

    return run
