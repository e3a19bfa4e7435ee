"""The product under measurement: a real `wuxing up` on a data folder of its own, and a keep-alive client."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent


class Site:
    """A running product."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home, self.options = home, options
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.seconds_to_first_page = 0.0
        self.keys: dict[str, Any] = {}

    def start(self) -> None:
        """Start everything and wait for the first page."""
        begin = time.perf_counter()
        command = [sys.executable, "-m", "wuxing.web.cli", "up", "--data", str(self.home), "--port", str(self.port)]
        command += self.options
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=self.environment())
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("Ready:"):
                break
        else:
            raise SystemExit("the product did not start; see its message above")
        self.seconds_to_first_page = time.perf_counter() - begin

    def stop(self) -> None:
        """End everything."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def environment(self) -> dict[str, str]:
        """Return what a process of ours needs to find this product's data."""
        return {**os.environ, "WUXING_DATA": str(self.home), "PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'src'}"}

    def inside(self, task: str, *arguments: object) -> Any:
        """Run a task of benchmarks.inside in a process with the application's settings; return its answer."""
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.inside", task, *map(str, arguments)],
            env=self.environment(), cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        return json.loads(done.stdout.splitlines()[-1])


class Client:
    """One connection that is kept."""

    def __init__(self, site: Site) -> None:
        self.keys = site.keys
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        self.count = 0

    def get(self, path: str) -> bytes:
        """Get a page as a signed-in person; anything but 200 ends the run."""
        return self._ask("GET", path, None, {"Cookie": f"sessionid={self.keys['session']}"})

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Post to the API with a key of its own for each request."""
        self.count += 1
        headers = {
            "Authorization": f"Bearer {self.keys['token']}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"bench-{os.getpid()}-{id(self)}-{self.count}-{time.time_ns()}",
        }
        return json.loads(self._ask("POST", path, json.dumps(body).encode(), headers))

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 201):
            raise SystemExit(f"{method} {path} answered {answer.status}: {content[:500]!r}")
        return content
