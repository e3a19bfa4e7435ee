"""Every list of the repair desk at 50 rows and at 50,000: `python -m benchmarks.lists [--rows N] [--keep DIR]`.

A server of its own. One record of each kind is made by the product's own actions, then copied in SQL: each copied row points to the
copies of what it belongs to. Each page is opened through the whole product but the socket: first page, ninth page, a search that
finds a few and one that finds all. Prints JSON: milliseconds of the quickest of seven at both sizes, statements, and the ratio.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.apart import CHECKOUT
from benchmarks.copying import copy_rows

FEW, ROUNDS = 50, 7
PAGES = {
    "customers": "/customers/",
    "customers, few": "/customers/?q=客户 777",
    "customers, all": "/customers/?q=客户",
    "customers, phone": "/customers/?q=13900000777",
    "look-ups": "/customers/look-ups/?only=all",
    "requests about data": "/customers/rights/?only=all",
    "files alike": "/customers/duplicates/",
    "files due": "/customers/due/",
    "requests": "/requests/",
    "requests, few": "/requests/?q=SR-777",
    "orders": "/orders/",
    "orders, few": "/orders/?q=WO-777",
    "workshop": "/workshop/",
    "loaners": "/workshop/loaners/",
    "calls": "/calls/",
    "calls, all": "/calls/?view=all",
    "problems": "/problems/",
    "problems, all": "/problems/?view=all",
    "survey answers": "/satisfaction/answers/",
    "satisfaction": "/satisfaction/",
    "settlements": "/settlements/",
    "price book": "/prices/",
    "contracts": "/warranty/contracts/",
    "contracts, few": "/warranty/contracts/?q=777",
    "notices": "/notices/",
    "labels": "/labels/",
    "labels for units": "/labels/units/",
    "labels for units, few": "/labels/units/?q=SN-777",
    "registrations": "/labels/registrations/",
    "door settings": "/labels/settings/",
    "parts": "/parts/",
    "parts, few": "/parts/?q=P-777",
    "parts, all": "/parts/?q=P-",
    "parts, low": "/parts/?low=1",
    "stock": "/parts/stock/",
    "a store": "/parts/stock/{place}/",
    "a part": "/parts/{part}/",
    "a part, serial": "/parts/{part}/?serial=N-777",
    "movements": "/parts/movements/",
    "part requests": "/parts/requests/",
    "part requests, all": "/parts/requests/?view=all",
    "old parts": "/parts/old/",
    "old parts, all": "/parts/old/?view=all",
    "my parts": "/parts/mine/",
    "queue": "/queue/",
}


def main() -> None:
    """Fill, measure, fill, measure; print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, help="keep the data here, and use what is there already")
    parser.add_argument("--only", default="", help="pages whose name begins with it")
    parser.add_argument("--step", choices=["seed", "measure"], help="used by the benchmark itself")
    given = parser.parse_args()
    if given.step:
        import django

        django.setup()
        if given.step == "seed":
            seed()
        else:
            print(json.dumps(measure(given.only)))
        return
    home = given.keep or Path(tempfile.mkdtemp(prefix="wuxing-lists-"))
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    try:
        print(json.dumps(measured(home, given.rows, given.only), ensure_ascii=False, indent=1))
    finally:
        if given.keep is None:
            shutil.rmtree(home, ignore_errors=True)


def measured(home: Path, rows: int, only: str) -> dict[str, Any]:
    """Return the figures of every page at both sizes."""
    from wuxing.config import database, embedded

    few_at, load = home / "few.json", os.getloadavg()[0]
    with embedded.running(home) as server:
        urls = database.prepare(server.url(), home)
        database.migrate(urls)
        env = {**os.environ, **urls.environment(), "WUXING_DATA": str(home), "WUXING_POOL": "0"}
        env |= {"DJANGO_SETTINGS_MODULE": "wuxing.config.settings"}
        env["PYTHONPATH"] = f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'src'}"

        def step(name: str) -> Any:
            command = [sys.executable, "-m", "benchmarks.lists", "--step", name, "--only", only]
            said = subprocess.run(command, env=env, cwd=CHECKOUT, check=True, stdout=subprocess.PIPE, text=True).stdout
            return json.loads(said.splitlines()[-1]) if name == "measure" else None

        if not few_at.exists():
            step("seed")
            copy_rows(urls.owner, 1, FEW)
            few_at.write_text(json.dumps(step("measure")))
        copy_rows(urls.owner, FEW + 1, rows)
        few, many = json.loads(few_at.read_text()), step("measure")
    table = {
        name: {**{f"{size} {key}": row[name][key] for size, row in (("few", few), ("many", many)) for key in row[name]}}
        | {"ratio": round(many[name]["ms"] / few[name]["ms"], 2)}
        for name in many
        if name in few
    }
    return {"rows": rows, "load": [round(load, 1), round(os.getloadavg()[0], 1)], "pages": table}


def seed() -> None:
    """Make one record of each kind, as people do."""
    from tests.shop import shop_of
    from tests.web import repairing
    from tests.web.labelling import labelled
    from wuxing.core import clock
    from wuxing.core.access import Role
    from wuxing.core.actors import Actor, Channel, actor_for
    from wuxing.core.models import Membership, Tenant, User
    from wuxing.core.tenants import in_tenant
    from wuxing.customers.models import LookUp

    if Tenant.objects.filter(slug="bench").exists():
        return
    tenant = Tenant.objects.create(slug="bench", name="基准电器", kind="company", created_at=clock.now())

    def actor(*roles: Role, name: str) -> Actor:
        user = User.objects.create(username=name, name=name)
        Membership.objects.create(tenant=tenant, user=user, roles=[role.value for role in roles])
        return actor_for(
            tenant_id=tenant.pk,
            user_id=user.pk,
            name=name,
            roles=frozenset(roles),
            channel=Channel.WEB,
            zone=tenant.zone,
        )

    with in_tenant(tenant.pk):
        shop = shop_of(tenant, actor)
        manager = actor(*[role for role in Role if role not in (Role.CUSTOMER, Role.AUDITOR)], name="bench")
        closed = shop.closed()
        request = closed.request
        repairing.followed_up(closed.pk, shop, manager)
        repairing.warranty(request.asset_id or 0, manager)
        repairing.charged(shop, manager)
        repairing.brought_back(shop, manager)
        repairing.cared(request.customer_id or 0, manager)
        repairing.parts(shop, manager)
        labelled(shop, request.asset_id or 0)
        LookUp.objects.create(
            tenant=tenant,
            customer_id=request.customer_id,
            contact_id=request.contact_id,
            person_id=manager.user_id,
            reason="核对",
            at=clock.now(),
        )


def _deep(html: str) -> str:
    """Return the address of the page that a list names as its next, if it does."""
    found = re.search(r'href="([^"]*[?&](?:amp;)?(?:before|after|cursor|page)=[^"]*)"', html)
    return found.group(1).replace("&amp;", "&") if found else ""


def measure(only: str) -> dict[str, dict[str, float]]:
    """Open each page again and again; the quickest, in ms, and the statements."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from wuxing.core.models import Tenant, User
    from wuxing.core.tenants import in_tenant
    from wuxing.resources.models import PartSerial, StockPlace

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username="bench"))
    tenant = Tenant.objects.get(slug="bench")
    with in_tenant(tenant.pk):
        piece = PartSerial.objects.order_by("pk").first()
        place = StockPlace.objects.filter(kind="store").order_by("pk").values_list("pk", flat=True)[0]
    addresses = {
        name: path.format(place=place, part=piece.part_id if piece else 1)
        for name, path in PAGES.items()
        if name.startswith(only)
    }
    found: dict[str, dict[str, float]] = {}
    for name, path in addresses.items():
        html = _row(client, name, path, found, connection, CaptureQueriesContext)
        following = _deep(html)
        for _page in range(8):
            if not following:
                break
            deep = path.partition("?")[0] + following if following.startswith("?") else following
            html = client.get(deep).content.decode()
            following = _deep(html.partition("wx-paging")[2] or html)
        else:
            _row(client, f"{name}, page 9", deep, found, connection, CaptureQueriesContext)
    return found


def _row(client: Any, name: str, path: str, found: dict[str, Any], connection: Any, captured: Any) -> str:
    answer = client.get(path)
    if answer.status_code != 200:
        print(f"{name}: {path} answers {answer.status_code}", file=sys.stderr, flush=True)
        return ""
    times = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        answer = client.get(path)
        times.append(time.perf_counter() - begin)
    with captured(connection) as statements:
        client.get(path)
    slowest = max(statements.captured_queries, key=lambda one: float(one["time"]), default={"time": "0", "sql": ""})
    found[name] = {"ms": round(1000 * min(times), 1), "statements": len(statements)}
    if float(slowest["time"]) > 0.02:
        print(f"{name}: {slowest['time']} s {slowest['sql'][:1500]}", file=sys.stderr, flush=True)
    print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
    return str(answer.content.decode())


if __name__ == "__main__":
    main()
