"""How a case is measured: CPU of server and database for one case, and how long callers wait."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.processes import cpu_seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """One case: how often it ran, its CPU in ms (server and database together), and the callers' waiting in ms."""

    cases: int
    cpu_ms: float
    per_second: float
    p50: float
    p95: float

    def row(self) -> dict[str, Any]:
        return {name: round(value, 3) for name, value in asdict(self).items()}


def measure(case: Callable[[], object], *, root: int, seconds: float, idle: float = 0.0) -> Measured:
    """Run a case again and again for a while; `idle` is the CPU share that the product uses unasked."""
    for _ in range(3):
        case()
    times: list[float] = []
    cpu, begin = cpu_seconds(root), time.perf_counter()
    while (now := time.perf_counter()) - begin < seconds or len(times) < 20:
        case()
        times.append(time.perf_counter() - now)
    wall = time.perf_counter() - begin
    used = max(0.0, cpu_seconds(root) - cpu - idle * wall)
    times.sort()
    return Measured(
        len(times), 1000 * used / len(times), len(times) / wall,
        1000 * statistics.median(times), 1000 * times[min(len(times) - 1, int(0.95 * len(times)))],
    )  # fmt: skip


def idle_share(root: int, patience: float = 90.0) -> float:
    """Return how much of a core the product uses while nobody asks (heartbeats, pulses), once earlier work is done."""
    least, end = 1.0, time.perf_counter() + patience
    while least > 0.15 and time.perf_counter() < end:
        cpu, begin = cpu_seconds(root), time.perf_counter()
        time.sleep(4.0)
        least = min(least, (cpu_seconds(root) - cpu) / (time.perf_counter() - begin))
    return min(least, 0.15)


def throughput(cases: list[Callable[[], object]], seconds: float) -> float:
    """Return how many cases a second run when each of several callers asks without pause."""
    end = time.perf_counter() + seconds

    def caller(case: Callable[[], object]) -> int:
        count = 0
        while time.perf_counter() < end:
            case()
            count += 1
        return count

    with ThreadPoolExecutor(len(cases)) as pool:
        return sum(pool.map(caller, cases)) / seconds
