"""A whole installation as its own processes, for tests that kill parts of it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from wuxing.config import serverprocess

TOP = Path(__file__).resolve().parent.parent.parent
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith("WUXING_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
}


class House:
    """`wuxing up` on one data folder."""

    def __init__(self, home: Path, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.env = {**CLEAN, "WUXING_DATA": str(home), **(env or {})}
        self.arguments = arguments or ("--no-demo",)
        self.process: subprocess.Popen[str] | None = None
        self.ready = ""

    def start(self) -> "House":
        """Start, and return when it says that it is ready."""
        self.process = self.command("up", *self.arguments)
        assert self.process.stdout is not None
        self.ready = self.process.stdout.readline().strip()
        if not self.ready:
            raise AssertionError(f"not ready: {self.process.communicate()[1]}\n{self._last_words()}")
        return self

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        """Start another command on the same data."""
        return subprocess.Popen(
            [sys.executable, "-m", "wuxing.web.cli", *arguments],
            env=self.env,
            cwd=TOP,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run another command on the same data to its end: exit code, output, errors."""
        process = self.command(*arguments)
        out, err = process.communicate()
        return process.returncode, out, err

    @property
    def port(self) -> int:
        """The port of the web."""
        return int(self.ready.rsplit(":", 1)[1])

    def get(self, path: str) -> tuple[int, str]:
        """Ask the web for a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError as error:
            return 0, str(error)
        finally:
            connection.close()

    def health(self) -> dict[str, object]:
        """Return what /healthz says, or nothing while it does not answer."""
        status, body = self.get("/healthz")
        return json.loads(body) if status else {}

    def pids(self) -> dict[str, int]:
        """Return the process of each part by its name."""
        assert self.process is not None
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
                if fields and int(fields[1]) == self.process.pid and fields[0] != "Z":
                    found[(entry / "comm").read_text().strip().removeprefix("wuxing ")] = int(entry.name)
            except OSError:
                continue
        return found

    def members(self) -> set[int]:
        """Return every process of the house: parent, parts, and all of the database."""
        assert self.process is not None
        return {self.process.pid, *self.pids().values(), *serverprocess.processes_in(self.home / "database")}

    def stop(self) -> None:
        """End it, if it still lives."""
        if self.process is not None:
            self.process.terminate()
            self.process.communicate()

    def _last_words(self) -> str:
        return "\n".join(path.read_text()[-2000:] for path in (self.home / "logs").glob("*.log"))


def eventually(condition: object) -> None:
    """Wait until `condition()` holds."""
    assert callable(condition)
    while not condition():
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Say whether a process runs; one that ended and was not collected does not."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
