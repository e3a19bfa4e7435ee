"""The public tracking page by itself: `python -m benchmarks.tracking [--cases N] [--keep DIR]`, a `wuxing up` of its own.

Makes cases through the product's own actions, every second one with a technician and an agreed visit, each with several links.
Then asks over kept connections from a process of its own: the same twenty links ("kept"), each link once, so that no page was put
together before ("anew"), random links while something happens on ten cases a second ("moving"). Prints JSON: requests a second,
waiting of the askers, CPU of the product for one request; client and server share the cores. Every view is logged.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.processes import cpu_seconds
from benchmarks.site import Site

SLUG = "bench-tracking"
SHARES = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "max_ms": 1.0}


def main() -> None:
    """Start the product, make the cases, ask for their pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--links", type=int, default=10, help="of each case, 10 at most: older ones end")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--keep", type=Path, help="keep the data here, and use what is there already")
    parser.add_argument("--step", choices=["fill", "ask", "move", "views"], help="used by the benchmark itself")
    parser.add_argument(
        "--kind", choices=["kept", "anew", "moving"], default="kept", help="used by the benchmark itself"
    )
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    if given.step == "ask":
        print(json.dumps(asyncio.run(asked(given))))
        return
    if given.step:
        from wuxing.web.running import filling
        from wuxing.web.running.attached import attached

        with attached(Path(os.environ["WUXING_DATA"])):
            filling.import_application()
            print(json.dumps({"fill": fill, "move": move, "views": views}[given.step](given)))
        return
    home = given.keep or Path(tempfile.mkdtemp(prefix="wuxing-tracking-"))
    home.mkdir(parents=True, exist_ok=True)
    try:
        print(json.dumps(measured(home, given), ensure_ascii=False, indent=1))
    finally:
        if given.keep is None:
            shutil.rmtree(home, ignore_errors=True)


def measured(home: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Return all figures."""
    site = Site(home, "--no-demo")
    found: dict[str, Any] = {"cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 2)}
    site.start()
    try:
        found["filled"] = _step(site, given, "fill")
        for kind in ("kept", "anew", "moving"):
            given.kind = kind
            mover = _begin(site, given, "move") if kind == "moving" else None
            load, cpu = os.getloadavg()[0], cpu_seconds(site.process.pid)
            row = _step(site, given, "ask")
            row["cpu_ms"] = round(1000 * (cpu_seconds(site.process.pid) - cpu) / row.pop("all"), 3)
            row["load"] = round(load, 2)
            if mover:
                row["moved"] = json.loads(mover.communicate()[0].splitlines()[-1])["moved"]
            found[kind] = row
            print(kind, json.dumps(row), file=sys.stderr, flush=True)
        found["views"] = _step(site, given, "views")["views"]
    finally:
        site.stop()
    return found


def _begin(site: Site, given: argparse.Namespace, step: str) -> "subprocess.Popen[str]":
    options = [
        "--step",
        step,
        "--kind",
        given.kind,
        "--port",
        site.port,
        "--cases",
        given.cases,
        "--links",
        given.links,
    ]
    options += ["--seconds", given.seconds, "--connections", given.connections]
    command = [sys.executable, "-m", "benchmarks.tracking", *map(str, options)]
    return subprocess.Popen(command, env=site.environment(), stdout=subprocess.PIPE, text=True)


def _step(site: Site, given: argparse.Namespace, step: str) -> dict[str, Any]:
    process = _begin(site, given, step)
    output, _nothing = process.communicate()
    if process.returncode:
        raise SystemExit(f"the step {step} failed")
    return dict(json.loads(output.splitlines()[-1]))


def _words() -> Path:
    return Path(os.environ["WUXING_DATA"]) / "tracking-words.json"


def fill(given: argparse.Namespace) -> dict[str, Any]:
    """Make a company with so many cases, each with an order and its links; every second one with an agreed visit."""
    from wuxing.core import clock
    from wuxing.core.actors import system_actor
    from wuxing.core.models import Tenant
    from wuxing.core.tenants import in_tenant
    from wuxing.customers.models import Product
    from wuxing.resources.models import Outlet, Person, Skill
    from wuxing.service.doors.actions import open_link
    from wuxing.service.repair import actions

    begin = time.perf_counter()
    tenant, _new = Tenant.objects.get_or_create(
        slug=SLUG, defaults={"name": "基准电器", "kind": "company", "created_at": clock.now()}
    )
    words = json.loads(_words().read_text()) if _words().exists() else []
    by = system_actor(tenant.pk)
    now = clock.now()
    while len(words) < given.cases * given.links:
        with in_tenant(tenant.pk):
            outlet, _new = Outlet.objects.get_or_create(
                code="FZ", defaults={"tenant": tenant, "name": "福州网点", "city": "福州市", "districts": ["鼓楼区"]}
            )
            person, new = Person.objects.get_or_create(
                number="T01", defaults={"tenant": tenant, "name": "陈伟", "outlet": outlet}
            )
            if new:
                Skill.objects.create(tenant=tenant, person=person, trade="refrigeration", level=3, certificate_no="C1")
            product, _made = Product.objects.get_or_create(
                model="YL-1",
                defaults={
                    "tenant": tenant, "name": "冰箱", "category": "冰箱", "trade": "refrigeration", "warranty_months": 36,
                },
            )  # fmt: skip
            place = len(words) // given.links
            call = actions.CallDetails(
                customer_name="王丽华", contact_name="王丽华", phone=f"161{place:08d}", city="福州市", district="鼓楼区",
                address=f"梅亭路{place}号", product_id=product.pk, serial=f"T{place}", fault="冷藏室不制冷",
                purchased_on=clock.today(by.zone), symptom="no_cooling",
            )  # fmt: skip
            order = actions.write_order(request_id=actions.log_request(call=call, by=by).pk, by=by)
            if place % 2:
                actions.dispatch_order(order_id=order.pk, technician_id=person.pk, by=by)
                slot = now + timedelta(hours=24 + order.pk), now + timedelta(hours=25 + order.pk)
                actions.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=True, by=by)
            words += [open_link(order.pk, by).rstrip("/").rpartition("/")[2] for _link in range(given.links)]
    _words().write_text(json.dumps(words))
    return {"cases": given.cases, "links": len(words), "seconds": round(time.perf_counter() - begin, 1)}


def move(given: argparse.Namespace) -> dict[str, Any]:
    """Let something happen on random cases, ten a second, so that their pages are drawn anew."""
    from wuxing.core import ledger
    from wuxing.core.actors import system_actor
    from wuxing.core.models import Tenant
    from wuxing.core.tenants import in_tenant
    from wuxing.service.repair.models import ServiceRequest

    tenant = Tenant.objects.get(slug=SLUG)
    by, end, moved = system_actor(tenant.pk), time.perf_counter() + given.seconds + 1.5, 0
    with in_tenant(tenant.pk):
        cases = list(ServiceRequest.objects.order_by("pk")[: given.cases])
    while time.perf_counter() < end:
        case = random.choice(cases)
        with in_tenant(tenant.pk):
            ledger.record("link.report_again", by=by, target=case, case=("service_request", case.pk), text="还不制冷")
        moved += 1
        time.sleep(0.1)
    return {"moved": moved}


def views(given: argparse.Namespace) -> dict[str, Any]:
    """Return how many views were logged."""
    from wuxing.core.models import Tenant
    from wuxing.core.tenants import in_tenant
    from wuxing.service.doors.models import DoorView

    with in_tenant(Tenant.objects.get(slug=SLUG).pk):
        return {"views": DoorView.objects.filter(page="tracking").count()}


class Asker(asyncio.Protocol):
    """One kept connection that asks again as soon as it was answered."""

    def __init__(self, words: Iterator[str], times: list[float], end: float) -> None:
        self.words, self.times, self.end = words, times, end
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard = b""

    def connection_made(self, transport: Any) -> None:
        """Ask the first page."""
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.begun = time.perf_counter()
        word = next(self.words)
        if not word:
            raise SystemExit("every link was asked: make more with --links, or ask for fewer seconds")
        path = f"/t/{word}/"
        self.transport.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: zh-CN\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Take an answer, and ask the next when it is whole."""
        self.heard += data
        head, found, body = self.heard.partition(b"\r\n\r\n")
        if not found:
            return
        lower = head.lower()
        at = lower.find(b"content-length: ")
        if at < 0 or len(body) < int(lower[at + 16 :].split(b"\r\n", 1)[0]):
            return
        if int(head[9:12]) != 200:
            raise SystemExit(f"answered {self.heard[:400]!r}")
        self.times.append(time.perf_counter() - self.begun)
        self.heard = b""
        if self.begun > self.end:
            self.transport.close()
            self.done.set_result(None)
        else:
            self._ask()


def _order_of(kind: str, words: list[str]) -> Iterator[str]:
    """Return which links are asked, in turn."""
    if kind == "kept":
        return itertools.cycle(words[:20])
    if kind == "moving":
        return (random.choice(words) for _ever in itertools.count())
    random.shuffle(words)
    return itertools.chain(words, itertools.repeat(""))


async def asked(given: argparse.Namespace) -> dict[str, Any]:
    """Ask without pause over several connections; return how often and how long it took."""
    loop, total = asyncio.get_running_loop(), 0
    words = _order_of(given.kind, json.loads(_words().read_text()))
    times: list[float] = []
    took = 1.0
    for seconds in (1.5, given.seconds):  # the first run warms up and is not counted
        times, begin = [], time.perf_counter()
        askers = []
        for _connection in range(given.connections):
            make = partial(Asker, words, times, begin + seconds)
            askers.append((await loop.create_connection(make, "127.0.0.1", given.port))[1])
        await asyncio.gather(*(one.done for one in askers))
        took = time.perf_counter() - begin
        total += len(times)
    times.sort()
    shares = {name: round(1000 * times[int(share * (len(times) - 1))], 2) for name, share in SHARES.items()}
    return {"per_s": round(len(times) / took), **shares, "connections": given.connections, "all": total}


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
