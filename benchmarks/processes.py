"""What processes cost, from the system's own accounts in /proc."""

import os
import re
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> set[int]:
    """Return a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (stat := _read(path / "stat")):
            children.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(path.name))
    todo, seen = [root], set[int]()
    while todo:
        pid = todo.pop()
        if pid not in seen:
            seen.add(pid)
            todo += children.get(pid, [])
    return seen


def cpu_seconds(root: int) -> float:
    """Return the CPU time of a tree so far, its ended children included."""
    return (
        sum(
            sum(int(ticks) for ticks in stat.rsplit(")", 1)[1].split()[11:15])
            for pid in tree(root)
            if (stat := _read(Path(f"/proc/{pid}/stat")))
        )
        / TICK
    )


def pss_mib(root: int) -> float:
    """Return the proportional memory of a tree."""
    found = (re.search(r"^Pss:\s+(\d+)", _read(Path(f"/proc/{pid}/smaps_rollup")), re.M) for pid in tree(root))
    return sum(int(match.group(1)) for match in found if match) / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
