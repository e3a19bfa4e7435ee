"""`wuxing up`: the parent of everything. It starts, watches and ends; it answers no request itself.

It imports the application once and forks web workers, live streams and worker from that state, so they start at once and
share its memory (docs/adr/0007-processes.md).
"""

import fcntl
import gc
import http.client
import json
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from wuxing.config import database, embedded
from wuxing.config.refusals import CannotStart
from wuxing.web.running import filling, logs, site
from wuxing.web.running.children import Children

FIRST_PORT = 8000
FIRST_PAGE = "/accounts/login/"
WEB_WORKERS = 2
LAST_PARTS = 10.0  # seconds to wait for the children of a parent that was killed
PATIENCE = 2.0  # seconds for the children, then as many for the database: all within 5
logger = logging.getLogger("wuxing.up")


class Stopped(Exception):
    """SIGTERM, SIGINT or SIGHUP came."""


def up(home: Path, port: int | None, *, demo: bool) -> int:
    """Run everything on the data folder `home` until asked to end; return the exit code."""
    if sys.platform != "linux" and not os.environ.get("DATABASE_URL"):
        raise CannotStart(
            "wuxing brings its own database on Linux only; elsewhere set DATABASE_URL (PostgreSQL 16 or later)"
        )
    home.mkdir(parents=True, exist_ok=True)
    (home / "logs").mkdir(exist_ok=True)
    _log_to(home / "logs" / "up.log")
    with only_one(home) as lock:
        host = os.environ.get("WUXING_BIND", "127.0.0.1")
        web = _web_socket(host, port)
        live = _live_socket(host, web.getsockname()[1])
        shown = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{web.getsockname()[1]}"  # noqa: S104
        lock.write_text(json.dumps({"url": shown, "pid": os.getpid()}))
        with _signals():
            try:
                _run(home, web, live, shown, demo=demo)
            except Stopped:
                logger.info("ended")
    return 0


def _run(home: Path, web: socket.socket, live: socket.socket, shown: str, *, demo: bool) -> None:
    given = os.environ.get("DATABASE_URL")
    server = None if given else embedded.Server(home)
    children = Children(home / "logs")
    try:
        if server:
            _start(server)
        urls = database.prepare(given or server.url(), home)  # type: ignore[union-attr]
        database.migrate(urls)
        os.environ.update(urls.environment() | {"WUXING_POOL": "1", "WUXING_DATA": str(home)})
        os.environ.setdefault("WUXING_PUBLIC_URL", shown)
        os.environ["WUXING_LIVE_PORT"] = str(live.getsockname()[1])
        os.environ["WUXING_WEB_PROCESSES"] = str(WEB_WORKERS)
        filling.use_little_memory()
        filling.import_application()
        filling.fill(urls, home, demo=demo)
        for name in ("WUXING_DATABASE_OWNER", "DATABASE_URL"):  # children have no use for the owner's rights
            os.environ.pop(name, None)
        filling.warm()
        gc.collect()
        gc.freeze()
        _fork(children, web, live)
        _await_first_page(children, web)
        print(f"Ready: {shown}", flush=True)
        if demo:
            filling.print_logins(home)
        _watch(children, server, home / "logs")
    finally:
        children.stop(PATIENCE)
        if server:
            server.stop(PATIENCE)


def _start(server: embedded.Server) -> None:
    """Start the database; a short command may hold it at the moment."""
    for attempt in range(600):
        try:
            return server.start()
        except embedded.Locked:
            if attempt == 20:
                print("waiting for another wuxing command on this data to end", file=sys.stderr)
            time.sleep(0.1)
    raise CannotStart(f"another wuxing command still uses the database in {server.home}; end it, then start again")


def _fork(children: Children, web: socket.socket, live: socket.socket) -> None:
    from wuxing.web.running import live as streams
    from wuxing.web.running import worker

    web_port = web.getsockname()[1]
    for number in range(1, WEB_WORKERS + 1):
        children.add(f"web-{number}", lambda n=number: site.serve(web, n), signal.SIGTERM)  # type: ignore[misc]
    children.add("live", lambda: streams.serve(live, web_port), signal.SIGTERM)
    children.add("worker", worker.main, signal.SIGKILL)


def _await_first_page(children: Children, web: socket.socket) -> None:
    for _ in range(1200):
        if first_page_answers(web.getsockname()[:2]):
            return
        if ended := children.watch():
            logger.warning("ended while starting: %s", ", ".join(ended))
        time.sleep(0.05)
    raise CannotStart("the first page does not answer; see logs/web.log and logs/up.log in the data folder")


def first_page_answers(address: tuple[str, int]) -> bool:
    """Say whether the page that a newcomer sees first, the sign-in, answers 200."""
    connection = http.client.HTTPConnection(*address, timeout=10)
    try:
        connection.request("GET", FIRST_PAGE, headers={"Accept": "text/html"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _watch(children: Children, server: embedded.Server | None, folder: Path) -> None:
    """Keep everything alive until a signal says otherwise."""
    trimmed = time.monotonic()
    while True:
        time.sleep(0.2)
        if server and server.ended():
            logger.error("the database ended; it is started again")
            try:
                server.restart()
            except CannotStart as error:
                logger.error("%s", error)
        for name in children.watch():
            logger.error("%s ended; it is started again", name)
        if time.monotonic() - trimmed > 60:
            logs.trim(folder)
            trimmed = time.monotonic()


@contextmanager
def _signals() -> Iterator[None]:
    """Raise Stopped at the first signal that asks us to end; later ones do not disturb the ending."""
    ending = False

    def stop(number: int, frame: object) -> None:
        nonlocal ending
        if not ending:
            ending = True
            raise Stopped

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    yield


@contextmanager
def only_one(home: Path) -> Iterator[Path]:
    """Hold the data folder's lock, which the children share: it is free when the last of them is gone.

    The children of a parent that was killed are ending, so they are waited for.
    """
    path = home / "up.lock"
    until = time.monotonic() + LAST_PARTS
    with path.open("a+") as held:
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if _lives(path) or time.monotonic() > until:
                    raise CannotStart(f"wuxing already runs on {home}{_where(path)}") from None
                time.sleep(0.05)
        os.set_inheritable(held.fileno(), False)
        try:
            yield path
        finally:
            path.write_text("")


def _lives(path: Path) -> bool:
    """Say whether the parent that wrote the lock still runs; one that has written nothing yet does."""
    try:
        os.kill(int(json.loads(path.read_text())["pid"]), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError, KeyError):
        return True
    return True


def _where(path: Path) -> str:
    try:
        return f": {json.loads(path.read_text())['url']}"
    except (OSError, ValueError, KeyError):
        return ""


def _web_socket(host: str, port: int | None) -> socket.socket:
    """Listen on the port asked for, which must be free; else on the first free one from 8000."""
    if port is not None:
        try:
            return site.listen(host, port)
        except OSError as error:
            raise CannotStart(f"port {port} cannot be used ({error.strerror}); choose another by --port") from error
    for candidate in range(FIRST_PORT, FIRST_PORT + 100):
        try:
            return site.listen(host, candidate)
        except OSError:
            continue
    raise CannotStart(f"no port from {FIRST_PORT} to {FIRST_PORT + 99} is free; choose one by --port")


def _live_socket(host: str, web_port: int) -> socket.socket:
    """Listen on a port for the live streams: one that is high and near nobody's, so that numbers stay the same."""
    wanted = os.environ.get("WUXING_LIVE_PORT")
    for candidate in [int(wanted)] if wanted else [web_port + 10000, 0]:
        try:
            return site.listen(host, candidate if candidate < 65536 else 0)
        except OSError:
            continue
    raise CannotStart(f"port {wanted} (WUXING_LIVE_PORT) is taken")


def _log_to(path: Path) -> None:
    handler = RotatingFileHandler(path, maxBytes=5_000_000, backupCount=1)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
