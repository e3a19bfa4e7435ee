"""Whose processes work in a data folder: told by the kernel, never by a pid file alone, which may name a stranger."""

import os
import signal
import time
from pathlib import Path

from wuxing.config.refusals import CannotStart

IMPATIENT, STERN, HOPELESS = 2.0, 20.0, 60.0  # seconds waited for an earlier server


def is_ready(cluster: Path, pid: int | None) -> bool:
    """Say whether postmaster.pid was written by `pid` (or, for None, a live server of `cluster`) and says ready."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        written_by = int(lines[0])
    except (OSError, ValueError, IndexError):
        return False
    if len(lines) < 8 or lines[7].strip() != "ready":
        return False
    return written_by == pid if pid is not None else written_by in processes_in(cluster)


def processes_in(cluster: Path) -> list[int]:
    """Return the server processes that work in `cluster`: PostgreSQL makes its data folder the working folder."""
    try:
        wanted = cluster.stat()
    except FileNotFoundError:
        return []
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            here = (entry / "cwd").stat()
            is_server = (entry / "exe").readlink().name.removesuffix(" (deleted)") == "postgres"
        except OSError:
            continue
        if is_server and (here.st_dev, here.st_ino) == (wanted.st_dev, wanted.st_ino):
            found.append(int(entry.name))
    return found


def await_the_end(cluster: Path) -> None:
    """Wait for the processes of a server whose supervisor is gone, then clear a pid file that names a stranger."""
    began = time.monotonic()
    while others := processes_in(cluster):
        waited = time.monotonic() - began
        if waited > IMPATIENT:
            for pid in others:
                try:
                    os.kill(pid, signal.SIGINT if waited < STERN else signal.SIGQUIT)
                except ProcessLookupError:
                    continue
        if waited > HOPELESS:
            raise CannotStart(
                f"processes {others} of an earlier database in {cluster} do not end; end them, then start again"
            )
        time.sleep(0.05)
    (cluster / "postmaster.pid").unlink(
        missing_ok=True
    )  # nobody works in the folder, so whoever it names is a stranger
