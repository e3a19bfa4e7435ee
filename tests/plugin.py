"""Gives the suite its PostgreSQL before Django's settings are read (loaded by `-p tests.plugin`).

Without DATABASE_URL each run starts a server of its own in memory, from a cached cluster whose template database has
all migrations; with it, the template is made on that server. Tests use a fresh copy of the template and sign in as the
application's role, so row-level security is real. Nothing is started for tests that touch no database.
"""

import fcntl
import gc
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from wuxing.config import database, embedded

TOP = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE = "wuxing_template"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
}
_COPY = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")  # in memory several times as quick as by the log
LEAK_AGE = 600  # seconds after which the folder of a killed run is removed


class SuiteDatabase:
    """The server of this run (started when first needed) and the database of this process."""

    def __init__(self) -> None:
        self.given = os.environ.get("WUXING_TEST_DATABASE_URL") or os.environ.get("DATABASE_URL")
        inherited = os.environ.get("WUXING_TEST_ROOT")
        self.is_ours = inherited is None
        self.root = Path(inherited) if inherited else _new_root()
        self.server = None if self.given else embedded.Server(self.root, FAST)
        self.admin_url = self.given or (self.server.url() if self.server else "")
        mark = hashlib.sha256(str(self.root).encode()).hexdigest()[:8]
        self.name = f"wuxing_test_{mark}_{WORKER}"
        self.template = f"{TEMPLATE}_{database.fingerprint()[:12]}"
        if self.given and self.is_ours:  # runs at once on one server agree on the role's password
            secret = self.root / "secrets" / "database-app.password"
            secret.parent.mkdir(mode=0o700)
            secret.write_text(hashlib.sha256(self.given.encode()).hexdigest())

    def announce(self) -> None:
        """Tell settings.py, xdist's workers and child processes where the database will be."""
        os.environ["WUXING_TEST_ROOT"] = str(self.root)
        os.environ["WUXING_DATA"] = str(self.root)
        os.environ["WUXING_DATABASE_OWNER"] = database.with_database(self.admin_url, self.name)
        os.environ["WUXING_DATABASE"] = database.application_url(self.admin_url, self.root, self.name)
        os.environ["WUXING_POOL"] = "0"
        os.environ["DJANGO_SETTINGS_MODULE"] = "wuxing.config.settings"
        os.environ.setdefault("WUXING_SECRET_KEY", "only-for-tests")

    def start(self) -> None:
        """Make sure the server runs and holds the template."""
        if not self.is_ours:
            return
        if self.server is not None and self.server.ended():
            cached = TOP / ".pytest_cache" / f"wuxing-database-{self.template}"
            found = _copied(cached, self.root / "database")
            self.server.start()
            if not found:
                self._make_template()
                self.server.stop()
                _keep(self.root / "database", cached)
                self.server.start()
        elif self.server is None:
            self._make_template()

    def fresh(self) -> None:
        """Give this process a new database, a copy of the template."""
        name, template = sql.Identifier(self.name), sql.Identifier(self.template)
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            for attempt in range(100):
                try:
                    connection.execute(_COPY.format(name, template))
                    return
                except psycopg.errors.ObjectInUse:  # another worker copies it right now
                    if attempt == 99:
                        raise
                    time.sleep(0.1)

    def end(self) -> None:
        """Leave nothing behind."""
        if self.given:
            with psycopg.connect(self.admin_url, autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))
        if self.is_ours:
            if self.server is not None:
                self.server.stop(patience=5)
            shutil.rmtree(self.root, ignore_errors=True)

    def _make_template(self) -> None:
        database.migrate(database.prepare(self.admin_url, self.root, name=self.template))


def _new_root() -> Path:
    """Make this run's folder, in memory where there is room, and clear those of runs that were killed."""
    base = Path(tempfile.gettempdir())
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30:
        base = memory
    for old in base.glob("wuxing-test-*"):
        try:
            if time.time() - old.stat().st_mtime > LEAK_AGE:
                with (old / "run.lock").open("a") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(old, ignore_errors=True)
        except OSError:
            continue
    root = Path(tempfile.mkdtemp(prefix="wuxing-test-", dir=base))
    root.chmod(0o755)
    held = (root / "run.lock").open("a")
    fcntl.flock(held, fcntl.LOCK_EX)
    _HELD.append(held)
    return root


_HELD: list[object] = []


def _copied(source: Path, target: Path) -> bool:
    """Copy a stopped cluster with its owner and modes; say whether there was one."""
    if not (source / "PG_VERSION").exists():
        return False
    done = subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(target)], capture_output=True)
    if done.returncode:
        shutil.rmtree(target, ignore_errors=True)
    return done.returncode == 0


def _keep(source: Path, cached: Path) -> None:
    """Put a stopped cluster into the cache for later runs, and drop all but the newest three."""
    try:
        cached.parent.mkdir(exist_ok=True)
        fresh = cached.with_name(f"{cached.name}.{os.getpid()}")
        if _copied(source, fresh):
            fresh.rename(cached)
    except OSError:
        return  # another run was faster, or the checkout is read-only
    finally:
        shutil.rmtree(cached.with_name(f"{cached.name}.{os.getpid()}"), ignore_errors=True)
    kept = sorted(cached.parent.glob("wuxing-database-*"), key=lambda path: path.stat().st_ctime)
    for old in kept[:-3]:
        shutil.rmtree(old, ignore_errors=True)


test_server = SuiteDatabase()
test_server.announce()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name long texts and bytes by their argument: what holds a fresh key would differ between two test processes."""
    return argname if isinstance(val, str | bytes) and len(val) > 40 else None


def pytest_configure(config: pytest.Config) -> None:
    """With xdist the server belongs to the controller, for its workers come and go."""
    gc.disable()  # until everything is collected, see below
    if test_server.is_ours and getattr(config.option, "numprocesses", None):
        test_server.start()


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    test_server.end()


@pytest.fixture(scope="session")
def running_database() -> SuiteDatabase:
    """The server with this process's own database; processes that a test spawns find it by the environment."""
    test_server.start()
    test_server.fresh()
    return test_server


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if os.environ.get("WUXING_NO_BROWSER") == "1":
        terminalreporter.write_line(
            "WUXING_NO_BROWSER=1: the browser journeys were left out, by your wish", yellow=True
        )
