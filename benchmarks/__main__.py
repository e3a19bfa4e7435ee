"""`make bench` (ARGS="--orders 100000" for less): start the product on its own data, measure, grow, measure again."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks import cases, floor, growing, scoring
from benchmarks.measuring import Measured, idle_share, measure, throughput
from benchmarks.processes import pss_mib
from benchmarks.report import Results
from benchmarks.site import CHECKOUT, Site
from wuxing.schemes.packs import shipped

LOG = Path(os.environ.get("WUXING_BENCH_LOG", CHECKOUT.parent / "shared/data/helpdesk.xes.gz"))


class Bench:
    """One run."""

    def __init__(self, home: Path, orders: int, seconds: float) -> None:
        self.site, self.orders, self.seconds = Site(home), orders, seconds
        self.results = Results()
        self.small: dict[str, Measured] = {}

    def run(self) -> None:
        """Measure everything, from small to large."""
        self._scoring()  # before the product runs: it takes one core for itself
        self.site.start()
        try:
            self.site.keys = self.site.inside("keys")
            self.results.conditions = {
                "cores": os.cpu_count(), "load_before": os.getloadavg()[0], "seconds_a_case": self.seconds,
                "first_start_s": round(self.site.seconds_to_first_page, 1), "at": time.strftime("%Y-%m-%d"),
            }  # fmt: skip
            self.size = f"{self.site.keys['orders']:,} orders"
            if os.getloadavg()[0] > 1:
                print(
                    f"load {os.getloadavg()[0]:.1f}: other work inflates CPU and times; repeat on a quiet machine",
                    flush=True,
                )
            growing.wait_until_sealed(self.site.keys["owner"], 600)
            self.idle = idle_share(self.site.process.pid)
            self._ordinary()
            self._creating()
            self._ledger()
            self._memory()
            self._importing()
            self._restart()
            if self.orders:
                self._large()
        finally:
            self.results.conditions["load_after"] = os.getloadavg()[0]
            self.results.write()
            self.site.stop()

    def _case(self, name: str, make: object, key: str) -> Measured:
        case = make(self.site)  # type: ignore[operator]
        found = measure(case, root=self.site.process.pid, seconds=self.seconds, idle=self.idle)
        self.results.measured[f"{name}, {key}"] = found.row()
        return found

    def _pages(self, key: str) -> dict[str, Measured]:
        made = {
            "server alone (healthz)": cases.ping,
            "list": cases.order_list,
            "order page": cases.order_page,
            "search, Chinese": partial(cases.search, words=cases.WORDS_CHINESE),
            "search, Latin": partial(cases.search, words=cases.WORDS_LATIN),
            "readiness": cases.readiness,
        }
        return {name: self._case(name, make, key) for name, make in made.items()}

    def _ordinary(self) -> None:
        self.small = found = self._pages(self.size)
        alone = f"server alone {found['server alone (healthz)'].cpu_ms:.2f}"
        add = self.results.add
        add(
            "b",
            f"list page of 50, {self.size}",
            found["list"].cpu_ms,
            6,
            "CPU ms",
            reference=f"{alone}; Django+DRF 24 recorded",
        )
        add("c", "order page", found["order page"].cpu_ms, 6, "CPU ms", reference=f"{alone}; Django+DRF 9 recorded")
        for words in ("search, Chinese", "search, Latin"):
            add(
                "d",
                f"{words}, {self.size}",
                found[words].cpu_ms,
                8,
                "CPU ms",
                reference=f"{alone}; Django+DRF 16 recorded",
            )

    def _scoring(self) -> None:
        """A pack taken as kept and scored in one process, without the product."""
        found = scoring.measured(next(one for one in shipped.directories() if one.name == "gbt27922-2011"))
        self.results.measured["scoring, CPU seconds for 10,000"] = found
        told = f"with every indicator and loss told: {found['different, told']:.1f} s"
        self.results.add(
            "k", "pack and 10,000 scorings, all different", found["as kept"] + found["different"], 1, "CPU s", note=told
        )
        told = f"with every indicator and loss told: {found['one changed, told']:.1f} s"
        self.results.add(
            "k",
            "the same, one metric changed at a time",
            found["as kept"] + found["one changed"],
            1,
            "CPU s",
            note=told,
        )

    def _creating(self) -> None:
        made = self._case("create", cases.create, "API")
        whole = self._case("repair, 5 requests", partial(cases.repair, bundled=True), "API")
        single = self._case("repair, 15 requests", partial(cases.repair, bundled=False), "API")
        ours, raw = [], []
        for _turn in range(3):  # taken in turns, so that the machine's other load falls on both
            ours.append(throughput([cases.create(self.site) for _ in range(4)], self.seconds / 2))
            keys = self.site.keys
            raw.append(
                throughput(
                    [floor.inserter(keys["app"], keys["tenant"], keys["product"]) for _ in range(4)], self.seconds / 2
                )
            )
        self.results.measured["create, 4 callers, per second"] = ours
        self.results.measured["raw psycopg, 4 callers, per second"] = raw
        add = self.results.add
        add("a", "create an order over HTTP", made.cpu_ms, 5, "CPU ms", reference="Django+DRF 12, Odoo 19 recorded")
        add("a", "its throughput ÷ raw psycopg inserts", sum(ours) / sum(raw), 0.25, "×", at_least=True,
            reference=f"{sum(ours) / 3:.0f}/s against {sum(raw) / 3:.0f}/s")  # fmt: skip
        add(
            "e",
            "whole repair, call to close, 5 requests",
            whole.cpu_ms,
            25,
            "CPU ms",
            reference="Django+DRF 33 for 5 requests, Odoo 69 recorded",
            note=f"one request an action: {single.cpu_ms:.1f} for 15 requests",
        )

    def _ledger(self) -> None:
        found = self.site.inside("ledger", 5)
        self.results.measured["ledger"] = found
        self.results.add(
            "h", "ledger entries committed, one a transaction", found["entries_per_s"], 1000, "/s", at_least=True
        )
        self.results.add("h", "all of them provable after", found["provable_after_s"], 5, "s")

    def _memory(self) -> None:
        self.results.add("i", "memory of everything, database included", pss_mib(self.site.process.pid), 350, "MiB PSS")

    def _importing(self) -> None:
        add = partial(self.results.add, "g", "import of the help-desk log, 21,348 events")
        if not LOG.exists():
            add(None, 3000, "events/s", at_least=True, note=f"{LOG} is not here; name it by WUXING_BENCH_LOG")
            return
        with tempfile.TemporaryDirectory() as out:
            begin = time.perf_counter()
            command = [
                sys.executable,
                "-m",
                "wuxing.web.cli",
                "assess",
                str(LOG),
                "--mapping",
                "helpdesk",
                "--out",
                out,
            ]
            done = subprocess.run(command, env=self.site.environment(), capture_output=True, text=True, check=False)
            seconds = time.perf_counter() - begin
        if done.returncode:
            add(None, 3000, "events/s", at_least=True, note=(done.stderr or done.stdout).strip()[-200:])
            return
        add(
            21_348 / seconds,
            3000,
            "events/s",
            at_least=True,
            note=f"the whole command, report.pdf too: {seconds:.1f} s",
        )

    def _restart(self) -> None:
        self.site.stop()
        self.site.start()
        self.results.add("j", "start on existing data to the first page", self.site.seconds_to_first_page, 8, "s")

    def _large(self) -> None:
        keys, add = self.site.keys, self.results.add
        print(f"growing to {self.orders:,} orders …", flush=True)
        self.results.measured["growing, seconds"] = growing.grow(keys["owner"], keys["tenant"], self.orders)
        self.results.measured["sealing, seconds"] = growing.wait_until_sealed(keys["owner"], 3600)
        judged = self.results.measured["judging"] = self.site.inside("judge")
        note = f"{judged['records']:,} records of all kinds"
        add("f", f"all judgments and sums made anew, {self.orders:,} orders", judged["seconds"], 60, "s", note=note)
        add("f", "one new order, then its numbers", self.site.inside("one_more"), 2, "s")
        self.idle = idle_share(self.site.process.pid)
        key = f"{self.orders:,} orders"
        found, small = self._pages(key), self.small
        add("b", f"list p50, {key} ÷ {self.size}", found["list"].p50 / small["list"].p50, 1.2, "×")
        for words in ("search, Chinese", "search, Latin"):
            add("d", f"{words}, {key}, p95", found[words].p95, 100, "ms")
            add("d", f"{words}, {key}", found[words].cpu_ms, 8, "CPU ms")
        add("f", f"readiness page, {key}, p95", found["readiness"].p95, 150, "ms")
        add("f", f"readiness p95 ÷ that at {self.size}", found["readiness"].p95 / small["readiness"].p95, 1.5, "×")
        proof = self.site.inside("proof", 300)
        self.results.measured["proof"] = proof
        add("h", f"one proof among {proof['size']:,}", proof["p50_ms"], 5, "ms", note=f"p95 {proof['p95_ms']:.2f}")


def main() -> None:
    """Measure, print the table and write benchmarks/results.json."""
    parser = argparse.ArgumentParser("benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder to keep (else one that is made and removed)")
    parser.add_argument("--orders", type=int, default=1_000_000, help="how many orders to grow to; 0 leaves that out")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long a case runs")
    given = parser.parse_args()
    home = given.data or Path(tempfile.mkdtemp(prefix="wuxing-bench-"))
    home.mkdir(parents=True, exist_ok=True)
    try:
        Bench(home, given.orders, given.seconds).run()
    finally:
        if not given.data:
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
