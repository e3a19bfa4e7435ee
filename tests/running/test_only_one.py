"""One `wuxing up` for each data folder: whom a second one meets, and when it waits."""

import fcntl
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from wuxing.config.refusals import CannotStart
from wuxing.web.running import up


def ended() -> int:
    """Return the process number of somebody who is gone."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_last_parts_of_a_killed_parent_are_waited_for(tmp_path: Path) -> None:
    lock = tmp_path / "up.lock"
    lock.write_text(json.dumps({"url": "http://127.0.0.1:8000", "pid": ended()}))
    kept_by_a_child = lock.open("a")
    fcntl.flock(kept_by_a_child, fcntl.LOCK_EX)
    threading.Timer(0.3, kept_by_a_child.close).start()
    with up.only_one(tmp_path) as held:
        assert kept_by_a_child.closed
        assert held == lock
    assert lock.read_text() == ""


@pytest.mark.parametrize(
    "written", [{"url": "http://127.0.0.1:8000", "pid": os.getpid()}, None], ids=["lives", "starting"]
)
def test_a_parent_that_lives_or_is_starting_is_not_waited_for(
    tmp_path: Path, written: dict[str, object] | None
) -> None:
    lock = tmp_path / "up.lock"
    lock.write_text(json.dumps(written) if written else "")
    with lock.open("a") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        with pytest.raises(CannotStart) as refused, up.only_one(tmp_path):
            raise AssertionError("two at once")
    where = ": http://127.0.0.1:8000" if written else ""
    assert str(refused.value) == f"wuxing already runs on {tmp_path}{where}"
