"""The embedded PostgreSQL: started, watched and ended by us, so that `wuxing up` needs no database administrator.

It listens on a socket in a folder of mode 0700 only, so "trust" means "this user". It dies, orderly, with its starter
(the kernel's death signal), and a lock held for life keeps a second supervisor off the same data.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

from wuxing.config import serverprocess, serveruser
from wuxing.config.refusals import CannotStart

SUPERUSER = "postgres"
LONGEST_SOCKET_FOLDER = 80  # bytes; the kernel takes 107 for folder, slash and file name
MAX_CONNECTIONS = 60
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": str(MAX_CONNECTIONS),
    "shared_buffers": "64MB",
    "wal_compression": "pglz",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",  # the wheel has none
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
PR_SET_PDEATHSIG = 1


class Locked(CannotStart):
    """Another process of ours supervises the server of this data folder."""


class Server:
    """The server of one data folder: DATA/database, log in DATA/logs/database.log."""

    def __init__(
        self, home: Path, settings: Mapping[str, str] | None = None, *, version: str = serveruser.NEWEST
    ) -> None:
        if sys.platform != "linux":
            raise CannotStart(
                "the embedded PostgreSQL runs on Linux only; elsewhere set DATABASE_URL (PostgreSQL 16 or later)"
            )
        self.home = home.resolve()
        self.cluster = self.home / "database"
        self.settings = {**SETTINGS, **(settings or {})}
        self.version = version  # of a cluster that is made; one that is there keeps its own
        self.user = serveruser.account()
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._programs = Path()

    def start(self) -> None:
        """Take the lock, make the cluster if there is none, start, and return when connections are taken.

        Raises:
            Locked: another supervisor holds this data folder.
            CannotStart: the server ended instead; its last words are in the message.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "logs").mkdir(exist_ok=True)
        self._take_lock()
        try:
            serverprocess.await_the_end(self.cluster)
            version_file = self.cluster / "PG_VERSION"
            version = version_file.read_text().strip() if version_file.exists() else self.version
            self._programs = serveruser.programs(self.user, version, self.home)
            if not version_file.exists():
                self._make_cluster()
            self._launch()
        except BaseException:
            self.stop()
            raise

    def stop(self, patience: float = 30.0) -> None:
        """End the server orderly (a checkpoint is written); after `patience` seconds at once, to recover on start."""
        if self.process is not None:
            for sign, wait in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0), (signal.SIGKILL, None)):
                if self.process.poll() is None:
                    self.process.send_signal(sign)
                    try:
                        self.process.wait(wait)
                    except subprocess.TimeoutExpired:
                        continue
            self.process = None
            if self.home not in self.socket_folder.parents:
                shutil.rmtree(self.socket_folder, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def ended(self) -> bool:
        """Say whether the server that was started is gone."""
        return self.process is None or self.process.poll() is not None

    def restart(self) -> None:
        """Start again after the server died under us; the lock was kept."""
        serverprocess.await_the_end(self.cluster)
        self._launch()

    def url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """Return the libpq URL of `database` on this server."""
        return socket_url(self.socket_folder, database, user)

    def _take_lock(self) -> None:
        self._lock = (self.home / "database.lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            raise Locked(f"the database in {self.home} is already running") from None

    def _make_cluster(self) -> None:
        """Run initdb beside the final place and rename, so that a half-made cluster is never taken for one."""
        fresh = self.cluster.with_name("database.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.user:
            os.chown(fresh, self.user.uid, self.user.gid)
        arguments = ["-U", SUPERUSER, "-E", "UTF8", "-k", "-A", "trust", "--locale=C", "--no-instructions"]
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self._newer_than_16() else []
        with self._entered(fresh) as (path, keep):
            done = subprocess.run(
                [self._programs / "initdb", "-D", path, *arguments],
                check=False,
                capture_output=True,
                text=True,
                cwd="/",
                pass_fds=keep,
                env=_environment(),
                **self._as_user(),  # type: ignore[call-overload]
            )
        if done.returncode:
            raise CannotStart(
                f"the database could not be made in {self.home}: {done.stderr.strip() or done.stdout.strip()}"
            )
        fresh.rename(self.cluster)
        folder = os.open(self.home, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def _newer_than_16(self) -> bool:
        return self._programs.parent.name == serveruser.TREES["18"]

    def _launch(self) -> None:
        sockets = self._make_socket_folder()
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        parent = os.getpid()
        libc = ctypes.CDLL(None, use_errno=True)

        def die_with_us() -> None:  # runs in the child, after the change of user
            os.setsid()
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
            if os.getppid() != parent:
                os._exit(1)

        log = (self.home / "logs" / "database.log").open("ab")
        with log, self._entered(self.cluster) as (path, keep):
            begin = log.tell()
            self.process = subprocess.Popen(
                [self._programs / "postgres", "-D", path, "-k", sockets, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                pass_fds=keep,
                env=_environment(),
                preexec_fn=die_with_us,  # noqa: PLW1509  # nothing but system calls in it
                **self._as_user(),  # type: ignore[call-overload]
            )
        while not serverprocess.is_ready(self.cluster, self.process.pid):
            if self.process.poll() is not None:
                words = (self.home / "logs" / "database.log").read_bytes()[begin:].decode(errors="replace")
                raise CannotStart(f"the database in {self.home} does not start:\n{words.strip()[-2000:]}")
            time.sleep(0.01)

    def _as_user(self) -> dict[str, object]:
        if self.user is None:
            return {}
        return {"user": self.user.uid, "group": self.user.gid, "extra_groups": []}

    @contextmanager
    def _entered(self, folder: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Give a path of `folder` that the server's user can use: its own, or that of a descriptor handed over."""
        if serveruser.reaches(self.user, folder):
            yield str(folder), ()
            return
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{opened}", (opened,)
        finally:
            os.close(opened)

    @property
    def socket_folder(self) -> Path:
        """The folder of mode 0700 with the server's socket."""
        near = self.home / "sockets"
        if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER and serveruser.reaches(self.user, self.home):
            return near
        mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return _runtime_folder() / f"wuxing-{os.geteuid()}-{mark}"

    def _make_socket_folder(self) -> Path:
        folder = self.socket_folder
        owner = self.user.uid if self.user else os.geteuid()
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.user and folder.stat().st_uid == 0:
            os.chown(folder, self.user.uid, self.user.gid)
        found = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or found.st_uid != owner:
            raise CannotStart(f"the folder {folder} belongs to somebody else; remove it")
        folder.chmod(0o700)
        return folder


def socket_url(folder: Path, database: str, user: str) -> str:
    """Return the libpq URL of a server that listens in `folder`."""
    return f"postgresql://{user}@/{database}?host={quote(str(folder), safe='')}"


@contextmanager
def running(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Give the server of `home`: the one that runs already, or one started for the duration of the block."""
    server = Server(home, settings)
    while True:
        try:
            server.start()
        except Locked:
            if serverprocess.is_ready(server.cluster, None):
                yield server
                return
            time.sleep(0.05)  # its supervisor is starting or ending it
            continue
        try:
            yield server
        finally:
            server.stop()
        return


def _runtime_folder() -> Path:
    folder = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    if os.geteuid() != 0 and folder.is_dir() and len(os.fsencode(folder)) < LONGEST_SOCKET_FOLDER - 30:
        return folder
    return Path(tempfile.gettempdir())


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
