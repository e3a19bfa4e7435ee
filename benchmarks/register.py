"""The public register by itself: `python -m benchmarks.register [--rows N] [--keep DIR]` against a real `wuxing up` of its own.

Fills the register with so many certificates by COPY (statements of a superuser, for measuring only), then asks for random
numbers over kept connections from a process of its own, and searches in one process. Prints JSON: requests a second, waiting of
the askers, CPU of the product for one request, and the load beside it; client and server share the machine's cores.
"""

# ruff: noqa: E501  # a row as it stands

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.processes import cpu_seconds
from benchmarks.site import Site

SURNAMES = "青云海北南东西天华明德信诚永恒盛泰安康瑞祥丰隆兴昌荣富达通利百千万金银玉石山水木林森禾麦"
TRADES = ("电器", "空调", "冷链", "家具", "厨卫", "照明", "电梯", "汽车", "医疗器械", "信息技术", "物业", "暖通")
CITIES = (
    "福州",
    "厦门",
    "杭州",
    "宁波",
    "苏州",
    "南京",
    "合肥",
    "济南",
    "青岛",
    "武汉",
    "长沙",
    "成都",
    "重庆",
    "西安",
)
BODY = "bench"


def number_of(n: int) -> str:
    """Return the number of the nth certificate."""
    return f"2026BENCH{n:08d}"


def main() -> None:
    """Start the product, fill it, ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--keep", type=Path, help="keep the data here, and use what is there already")
    parser.add_argument("--step", choices=["fill", "search", "ask"], help="used by the benchmark itself")
    parser.add_argument("--port", type=int)
    parser.add_argument("--kind", default="json")
    given = parser.parse_args()
    if given.step == "ask":
        print(json.dumps(asyncio.run(asked(given))))
        return
    if given.step:
        from wuxing.web.running import filling
        from wuxing.web.running.attached import attached

        with attached(Path(os.environ["WUXING_DATA"])):
            filling.import_application()
            print(json.dumps(fill(given.rows) if given.step == "fill" else searched()))
        return
    home = given.keep or Path(tempfile.mkdtemp(prefix="wuxing-register-"))
    home.mkdir(parents=True, exist_ok=True)
    try:
        print(json.dumps(measured(home, given), ensure_ascii=False, indent=1))
    finally:
        if given.keep is None:
            shutil.rmtree(home, ignore_errors=True)


def measured(home: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Return all figures."""
    site = Site(home, "--no-demo")
    found: dict[str, Any] = {"cores": os.cpu_count(), "load_before": os.getloadavg()[0]}
    site.start()
    try:
        found["filled"] = _step(site, "fill", "--rows", given.rows)
        for kind in ("json", "304", "svg", "nothing"):
            load, cpu = os.getloadavg()[0], cpu_seconds(site.process.pid)
            found[kind] = row = _step(
                site, "ask", "--rows", given.rows, "--port", site.port, "--kind", kind, "--seconds", given.seconds,
                "--connections", given.connections,
            )  # fmt: skip
            row["cpu_ms"] = round(1000 * (cpu_seconds(site.process.pid) - cpu) / row.pop("all"), 3)
            row["load"] = round(load, 2)
            print(kind, json.dumps(row), file=sys.stderr, flush=True)
        found["search_ms"] = _step(site, "search")
    finally:
        site.stop()
    return found


def _step(site: Site, step: str, *more: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.register", "--step", step, *map(str, more)]
    done = subprocess.run(command, env=site.environment(), stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def fill(rows: int) -> dict[str, Any]:
    """Copy certificates into the register until there are so many."""
    import psycopg
    from django.conf import settings

    begin = time.perf_counter()
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as db:
        db.execute(
            "INSERT INTO core_tenant (slug, name, kind, zone, language, demo, created_at) VALUES (%s, '基准认证', "
            "'certification_body', 'Asia/Shanghai', 'zh-hans', false, now()) ON CONFLICT DO NOTHING",
            [BODY],
        )
        tenant = _one(db, "SELECT id FROM core_tenant WHERE slug = %s", BODY)
        there = _one(db, "SELECT count(*) FROM certification_registerentry WHERE tenant_id = %s", tenant)
        if there < rows:
            db.execute("SET synchronous_commit = off")
            db.execute("SET maintenance_work_mem = '512MB'")
            db.execute("DROP INDEX IF EXISTS register_bigrams")
            _copy(db, tenant, there, rows)
            db.execute(
                "CREATE INDEX register_bigrams ON certification_registerentry USING gin (bigrams(lower(holder)))"
            )
            db.execute("VACUUM ANALYZE certification_registerentry")
    return {"rows": rows, "new": max(0, rows - there), "seconds": round(time.perf_counter() - begin, 1)}


def _one(db: Any, statement: str, *values: object) -> int:
    return int(db.execute(statement, values).fetchone()[0])


def _copy(db: Any, tenant: int, start: int, rows: int) -> None:
    columns = (
        "tenant_id, certificate_id, number, holder, credit_code, scheme, level, state, rehearsal, turns_on, issued_on, "
        "valid_until, shown, etag, changed_at"
    )
    with db.cursor() as cursor, cursor.copy(f"COPY certification_registerentry ({columns}) FROM STDIN") as copy:
        for n in range(start, rows):
            copy.write_row(_row(tenant, n))


def _row(tenant: int, n: int) -> tuple[Any, ...]:
    dice = random.Random(n)
    holder = f"{dice.choice(CITIES)}{''.join(dice.choices(SURNAMES, k=3))}{dice.choice(TRADES)}有限公司"
    code, number, state = f"91{n:016d}", number_of(n), "suspended" if n % 50 == 0 else "valid"
    etag = f"{dice.getrandbits(128):032x}"
    names = {"zh-Hans": "四星级", "zh-Hant": "四星級", "en": "four stars"}
    shown = {
        "number": number, "url": f"https://register.example/register/{BODY}/{number}/", "body": "基准认证",
        "body_slug": BODY, "body_name_en": "Bench", "approval": "CNCA-R-2026-000", "did": f"did:web:register.example:bodies:{BODY}",
        "holder": holder, "credit_code": code, "address": "福建省福州市鼓楼区工业路 1 号", "scope": "家用电器的销售与售后服务：" * 3,
        "sites": [{"name": f"{k} 号网点", "address": "福建省福州市鼓楼区工业路"} for k in range(3)],
        "scheme": f"cn.gbt.27922@2011.2#{'0' * 64}", "basis": "GB/T 27922-2011", "level": "star4", "level_name": "四星级",
        "scheme_title": {"zh-Hans": "商品售后服务评价体系", "zh-Hant": "商品售後服務評價體系", "en": "After-sales service evaluation"},
        "level_names": names, "stars": 4, "score": "92.30", "issued_on": "2026-01-05", "valid_until": "2029-01-04",
        "last_evaluated_on": "2026-01-05", "surveillance_due_on": "2027-01-05", "extended_until": None, "suspended_until": None,
        "replaces": None, "replaced_by": None, "exercise": False,
        "course": [
            {"from": "0001-01-01", "state": state, "since": "2026-01-05"},
            {"from": "2029-01-05", "state": "expired", "since": "2029-01-05"},
        ],
        "history": [{"event": "issue", "on": "2026-01-05", "state": "valid", "ground": "", "until": None}],
        "seal": {"revision": 1, "kid": etag, "algorithm": "Ed25519", "digest": etag * 2, "sealed_at": "2026-01-05T09:00:00+00:00",
                 "credential": f"https://register.example/register/{BODY}/{number}.jwt"},
        "status": {"list": f"https://register.example/status/{BODY}/r{n // 131072 + 1}", "index": n % 131072},
    }  # fmt: skip
    return (
        tenant, 10**12 + n, number, holder, code, "cn.gbt.27922", "star4", state, False, "2029-01-05", "2026-01-05",
        "2029-01-04", json.dumps(shown, ensure_ascii=False), etag, "2026-01-05 09:00:00+00",
    )  # fmt: skip


class Asker(asyncio.Protocol):
    """One kept connection that asks again as soon as it was answered."""

    def __init__(self, given: argparse.Namespace, times: list[float], end: float, tags: dict[str, str]) -> None:
        self.given, self.times, self.end, self.tags = given, times, end, tags
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard, self.wanted = b"", 200

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.number = number_of(random.randrange(self.given.rows))
        kind, more = self.given.kind, ""
        if kind == "304":
            self.number = random.choice(list(self.tags)) if len(self.tags) >= 500 else self.number
            more = f"If-None-Match: {self.tags[self.number]}\r\n" if self.number in self.tags else ""
            kind = "json"
        elif kind == "nothing":
            self.number, kind = f"{self.number}x", "json"
        self.begun = time.perf_counter()
        self.transport.write(
            f"GET /register/{BODY}/{self.number}.{kind} HTTP/1.1\r\nHost: bench\r\n{more}\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.heard += data
        head, found, body = self.heard.partition(b"\r\n\r\n")
        if not found:
            return
        lower = head.lower()
        at = lower.find(b"content-length: ")
        size = 0 if b" 304 " in head[:16] or at < 0 else int(lower[at + 16 :].split(b"\r\n", 1)[0])
        if len(body) < size:
            return
        status = int(head[9:12])
        if status not in {"nothing": (404,), "304": (200, 304)}.get(self.given.kind, (200,)):
            raise SystemExit(f"answered {status}: {self.heard[:300]!r}")
        if self.given.kind == "304" and status == 200 and len(self.tags) < 500:
            self.tags[self.number] = lower.split(b"etag: ", 1)[1].split(b"\r\n", 1)[0].decode()
        self.times.append(time.perf_counter() - self.begun)
        self.heard = b""
        if self.begun > self.end:
            self.transport.close()
            self.done.set_result(None)
        else:
            self._ask()


async def asked(given: argparse.Namespace) -> dict[str, Any]:
    """Ask without pause over several connections; return how often and how long it took."""
    loop = asyncio.get_running_loop()
    tags: dict[str, str] = {}
    total = 0
    for seconds in (1.5, given.seconds):  # the first run warms caches and is not counted
        times: list[float] = []
        begin = time.perf_counter()
        askers = [
            (await loop.create_connection(lambda t=times, e=begin + seconds: Asker(given, t, e, tags), "127.0.0.1", given.port))[1]  # type: ignore[misc]
            for _ in range(given.connections)
        ]  # fmt: skip
        await asyncio.gather(*(one.done for one in askers))
        took = time.perf_counter() - begin
        total += len(times)
    times.sort()
    shares = {name: round(1000 * times[int(share * (len(times) - 1))], 2) for name, share in SHARES.items()}
    return {"per_s": round(len(times) / took), **shares, "connections": given.connections, "all": total}


SHARES = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "max_ms": 1.0}


def searched() -> dict[str, Any]:
    """Return the milliseconds of searches, each the middle and the slowest of ten."""
    from wuxing.certification.register import queries

    dice, found = random.Random(7), {}
    words = {
        "number": lambda: number_of(dice.randrange(1000)), "credit code": lambda: f"91{dice.randrange(1000):016d}",
        "beginning of a number": lambda: "2026BENCH0000", "whole name": lambda: _row(0, dice.randrange(1000))[3],
        "three signs": lambda: "".join(dice.choices(SURNAMES, k=3)), "a word of all": lambda: "有限公司",
        "town and trade": lambda: f"{dice.choice(CITIES)} {dice.choice(TRADES)}", "not there": lambda: "紫霄",
        "two common words that never meet": lambda: "州电 器冷",
    }  # fmt: skip
    for name, word in words.items():
        times = []
        for _ in range(10):
            typed = word()
            begin = time.perf_counter()
            rows, _more = queries.search(typed)
            times.append(1000 * (time.perf_counter() - begin))
        found[name] = {"p50": round(sorted(times)[5], 1), "max": round(max(times), 1), "found": len(rows)}
    return found


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
