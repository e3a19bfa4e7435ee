"""The worker: runs deferred jobs and the pulses. It may be killed at any moment; its jobs are put back by the next."""

import logging
import os
import signal
import threading
from pathlib import Path

from django.db import connection, connections
from procrastinate import App
from procrastinate.contrib.django import procrastinate_app

from wuxing.core import background

CONCURRENCY = 2
GRACE = 1.0  # seconds that running jobs get when the worker is asked to end
KEPT = 15.0  # a pulse that beats more often than this keeps its connection
FIRST = 0.2
GROWN = 12 * 1024 * 1024  # bytes over its first size that a worker may keep when it has nothing to do
logger = logging.getLogger("wuxing.worker")
_size_at_start = 0
_at_work: set[str] = set()  # pulses that run right now


@background.pulse(seconds=30)
def put_back_stalled_jobs() -> None:
    """Give the jobs of a killed worker to the living."""
    if count := background.rescue_stalled_jobs(seconds_since_heartbeat=30):
        logger.warning("put back %s jobs of a worker that was killed", count)


@background.pulse(seconds=30)
def make_room() -> None:
    """End when large work left this process large and nothing runs now: its parent forks a small one at once."""
    if (
        memory_of(os.getpid()) - _size_at_start > GROWN
        and _at_work == {"web.running.worker.make_room"}
        and not _has_job()
    ):
        logger.warning("made room for a fresh worker")
        os.kill(os.getpid(), signal.SIGTERM)


def memory_of(pid: int) -> int:
    """Return the bytes that a process holds and no file does; 0 where the system does not say."""
    statm = Path("/proc") / str(pid) / "statm"
    if not statm.exists():
        return 0
    resident, of_files = statm.read_text().split()[1:3]
    return (int(resident) - int(of_files)) * os.sysconf("SC_PAGE_SIZE")


def _has_job() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'doing')")
        return bool(cursor.fetchone()[0])


def main() -> None:
    """Run jobs and pulses until SIGTERM or SIGINT."""
    global _size_at_start
    _size_at_start = memory_of(os.getpid())
    without_pool()
    background.discover()
    end = threading.Event()
    for pulse in background.registered_pulses():
        threading.Thread(target=_beat, args=(pulse, end), name=pulse.name, daemon=True).start()
    current: App = procrastinate_app.current_app
    app = current.with_connector(current.connector.get_worker_connector())  # type: ignore[attr-defined]
    app.run_worker(
        name="wuxing",
        concurrency=CONCURRENCY,
        shutdown_graceful_timeout=GRACE,
        update_heartbeat_interval=5,
        delete_jobs="successful",
    )
    end.set()


def without_pool() -> None:
    """Keep plain connections, one a thread; the pool is for web workers."""
    options = connections["default"].settings_dict["OPTIONS"]
    assert isinstance(options, dict)
    options.pop("pool", None)


def _beat(pulse: background.Pulse, end: threading.Event) -> None:
    pause = FIRST
    while not end.wait(pause):
        pause = pulse.seconds
        _at_work.add(pulse.name)
        try:
            _once(pulse)
        except Exception:
            logger.exception("the pulse %s failed; it goes on in %s s", pulse.name, pulse.seconds)
            connections.close_all()
        finally:
            _at_work.discard(pulse.name)
        if pulse.seconds > KEPT:
            connections.close_all()


def _once(pulse: background.Pulse) -> None:
    """Run a pulse unless another worker runs it right now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('wuxing.pulse'), hashtext(%s))", [pulse.name])
        if not cursor.fetchone()[0]:
            return
    try:
        pulse.work()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('wuxing.pulse'), hashtext(%s))", [pulse.name])
