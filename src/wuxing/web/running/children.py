"""Children forked from a parent that has imported everything once, so that they share its memory and start at once.

A child that ends is forked again, at increasing distances when it ends soon. When the parent is killed the kernel sends
each child its death signal.
"""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
LONGEST_PAUSE = 10.0
STEADY = 30.0  # seconds after which a child's earlier ends are forgotten


@dataclass(slots=True)
class Child:
    """One process to be kept alive."""

    name: str
    run: Callable[[], None]
    death_signal: signal.Signals
    pid: int = 0
    started: float = 0.0
    pause: float = 0.0
    due: float = 0.0


@dataclass(slots=True)
class Children:
    """The children of this process, their output in `logs`."""

    logs: Path
    members: list[Child] = field(default_factory=list)

    def add(self, name: str, run: Callable[[], None], death_signal: signal.Signals) -> None:
        """Fork a child that runs `run`."""
        child = Child(name, run, death_signal)
        self.members.append(child)
        self._fork(child)

    def watch(self) -> list[str]:
        """Collect children that ended and fork those whose time has come; return the names of those that failed."""
        failed: list[str] = []
        now = time.monotonic()
        for child in self.members:
            pid, status = os.waitpid(child.pid, os.WNOHANG) if child.pid else (0, 0)
            if pid:
                failed += [child.name] if status else []
                child.pid = 0
                child.pause = 0.0 if now - child.started > STEADY else min(child.pause * 2 + 0.25, LONGEST_PAUSE)
                child.due = now + child.pause
            if not child.pid and now >= child.due:
                self._fork(child)
        return failed

    def stop(self, patience: float) -> None:
        """Ask all to end, and kill what still lives after `patience` seconds."""
        for child in self.members:
            if child.pid:
                os.kill(child.pid, signal.SIGTERM)
        until = time.monotonic() + patience
        while any(child.pid for child in self.members):
            for child in self.members:
                if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                    child.pid = 0
                elif child.pid and time.monotonic() > until:
                    os.kill(child.pid, signal.SIGKILL)
            time.sleep(0.01)

    def _fork(self, child: Child) -> None:
        parent = os.getpid()
        child.started = time.monotonic()
        child.pid = os.fork()
        if child.pid == 0:
            try:
                become(child.name, child.death_signal, parent, self.logs / f"{child.name.split('-')[0]}.log")
                child.run()
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)


def once(name: str, run: Callable[[], None], log: Path) -> int:
    """Run `run` in a child of its own, so that its memory goes with it; return its exit code."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            become(name, signal.SIGKILL, parent, log)
            run()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def become(name: str, death_signal: signal.Signals, parent: int, log: Path) -> None:
    """Make a freshly forked process a child of ours: own session, death signal, plain signals, output into `log`."""
    os.setsid()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        libc.prctl(PR_SET_NAME, f"wuxing {name}"[:15].encode())
    if os.getppid() != parent:
        os._exit(1)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.close(output)
