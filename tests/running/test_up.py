"""`wuxing up` as a person at a terminal meets it: one line, one place, one port; and every part killed in turn."""

import os
import signal
import socket
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from tests.running.house import House, eventually, free_port, lives
from wuxing.config import database, embedded

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="Linux only"), pytest.mark.slow]
SIGN_IN = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from wuxing.core import clock
from wuxing.core.models import Membership, Tenant, User
from wuxing.core.tenants import in_tenant
for slug in ("one", "two"):
    tenant = Tenant.objects.create(slug=slug, name=slug, kind="company", created_at=clock.now())
    user = User.objects.create(username=slug, name=slug)
    with in_tenant(tenant.pk):
        Membership.objects.create(tenant=tenant, user=user, roles=["agent"])
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print("signed in", tenant.pk, session.session_key)
"""


def urls(house: House) -> database.Urls:
    return database.prepare(embedded.Server(house.home).url(), house.home)


def is_well(house: House) -> bool:
    return house.health().get("status") == "ok"


def test_it_says_where_it_is_and_that_all_is_well(house: House) -> None:
    assert house.ready.startswith("Ready: http://127.0.0.1:")
    eventually(lambda: is_well(house))
    assert set(house.pids()) == {"web-1", "web-2", "live", "worker", "postgres"}
    assert house.get("/accounts/login/")[0] == 200


def test_a_second_one_on_the_same_data_says_where_the_first_is(house: House) -> None:
    code, out, err = house.run("up", "--no-demo")
    url = house.ready.removeprefix("Ready: ")
    assert (code, out, err) == (1, "", f"wuxing: wuxing already runs on {house.home}: {url}\n")


def test_a_port_that_was_asked_for_must_be_free(house: House) -> None:
    other = House(house.home / "other")
    code, out, err = other.run("up", "--no-demo", "--port", str(house.port))
    assert (code, out) == (1, "")
    assert err == f"wuxing: port {house.port} cannot be used (Address already in use); choose another by --port\n"


def test_a_web_worker_that_is_killed_comes_back(house: House) -> None:
    before = house.pids()
    os.kill(before["web-1"], signal.SIGKILL)
    assert [house.get("/accounts/login/")[0] for _ in range(5)] == [200] * 5  # the other one answers
    eventually(lambda: house.pids().get("web-1", before["web-1"]) != before["web-1"])


def test_the_worker_that_is_killed_comes_back_and_its_heart_beats(house: House) -> None:
    before = house.pids()["worker"]
    os.kill(before, signal.SIGKILL)
    eventually(lambda: house.pids().get("worker", before) != before)
    eventually(lambda: is_well(house))


def test_the_database_killed_while_writing_loses_nothing_acknowledged(house: House) -> None:
    owner = urls(house).owner
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS written")
        connection.execute("CREATE TABLE written (n int)")
    acknowledged = _write_until_cut(owner, lambda: os.kill(house.pids()["postgres"], signal.SIGKILL))
    eventually(lambda: is_well(house))
    with psycopg.connect(owner) as connection:
        found = {row[0] for row in connection.execute("SELECT n FROM written")}
    assert acknowledged - found == set()
    assert [house.get("/accounts/login/")[0] for _ in range(8)] == [200] * 8


def test_a_stream_tells_its_own_tenant_only_and_comes_back_after_a_kill(house: House) -> None:
    code, out, err = house.run("manage", "shell", "-v", "0", "-c", SIGN_IN)
    assert code == 0, err
    [(one, key_one), (two, key_two)] = [line.split()[2:] for line in out.splitlines() if line.startswith("signed in")]
    port = _live_port(house)
    assert _stream(port, "").recv(100).startswith(b"HTTP/1.1 401")
    assert _stream(port, key_one, origin="http://127.0.0.1:1").recv(100).startswith(b"HTTP/1.1 403")
    origin = f"http://127.0.0.1:{house.port}"
    with _stream(port, key_one, origin=origin) as mine, _stream(port, key_two, origin=origin) as theirs:
        assert f"Access-Control-Allow-Origin: {origin}" in _until(mine, "retry: 2000\n\n")
        _until(theirs, "retry: 2000\n\n")
        _announce(house, one, "order", 7)
        assert _until(mine, "\n\n") == 'event: order\ndata: {"id":7}\n\n'
        _announce(house, two, "order", 8)
        assert _until(theirs, "\n\n") == 'event: order\ndata: {"id":8}\n\n'
    before = house.pids()["live"]
    os.kill(before, signal.SIGKILL)
    eventually(lambda: house.pids().get("live", before) != before)
    with _stream(port, key_one, origin=origin) as again:
        assert _until(again, "retry: 2000\n\n").startswith("HTTP/1.1 200")


def test_the_parent_killed_while_writing_leaves_nothing_behind_and_loses_nothing(house: House) -> None:
    owner = urls(house).owner
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS written")
        connection.execute("CREATE TABLE written (n int)")
    members = house.members()
    assert house.process is not None
    acknowledged = _write_until_cut(owner, house.process.kill)
    house.process.communicate()
    eventually(lambda: not any(lives(pid) for pid in members))
    house.start()
    eventually(lambda: is_well(house))
    with psycopg.connect(owner) as connection:
        found = {row[0] for row in connection.execute("SELECT n FROM written")}
    assert acknowledged - found == set()


def test_it_ends_with_everything_when_asked_also_with_open_streams(house: House) -> None:
    members = house.members()
    with _stream(_live_port(house), ""), socket.create_connection(("127.0.0.1", house.port)):
        house.stop()
    assert [pid for pid in members if lives(pid)] == []
    assert house.process is not None
    assert house.process.returncode == 0


def test_a_command_starts_the_database_for_its_own_duration(house: House) -> None:
    if house.process is not None and house.process.returncode is None:
        house.stop()
    code, out, err = house.run(
        "manage",
        "shell",
        "-v",
        "0",
        "-c",
        "from wuxing.core.models import Tenant; print(Tenant.objects.filter(slug='nobody').count())",
    )
    assert (code, out) == (0, "0\n"), err
    assert house.members() & set(filter(lives, house.members())) == set()


def test_a_taken_first_port_leads_to_the_next(home: Path, house: House) -> None:
    if house.process is not None and house.process.returncode is None:
        house.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8000))
            taken.listen()
        except OSError:
            pass  # somebody else has it: all the same
        house.start()
        assert 8000 < house.port < 8100
        house.stop()


def test_a_given_database_is_used_as_it_is(home: Path, running_database: object) -> None:
    from tests.plugin import SuiteDatabase

    assert isinstance(running_database, SuiteDatabase)
    name = "wuxing_given"
    given = database.with_database(running_database.admin_url, name)
    env = {"DATABASE_URL": given, "WUXING_PORT": str(free_port())}
    house = House(home / "given", env=env).start()
    try:
        assert house.ready == f"Ready: http://127.0.0.1:{env['WUXING_PORT']}"
        assert set(house.pids()) == {"web-1", "web-2", "live", "worker"}
        eventually(lambda: is_well(house))
    finally:
        house.stop()
        with psycopg.connect(running_database.admin_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _write_until_cut(owner: str, kill: object) -> set[int]:
    """Commit numbers one by one; kill after the hundredth; return those that were acknowledged."""
    assert callable(kill)
    acknowledged: set[int] = set()
    killer = None
    try:
        with psycopg.connect(owner, autocommit=True) as connection:
            for number in range(1_000_000):
                connection.execute("INSERT INTO written VALUES (%s)", [number])
                acknowledged.add(number)
                if number == 100:
                    killer = threading.Thread(target=kill)
                    killer.start()
    except psycopg.OperationalError:
        pass
    assert killer is not None
    killer.join()
    return acknowledged


def _announce(house: House, tenant: str, topic: str, about: int) -> None:
    with psycopg.connect(urls(house).app, autocommit=True) as connection:
        payload = f'{{"tenant":{tenant},"topic":"{topic}","id":{about}}}'
        connection.execute("SELECT pg_notify('wuxing_live', %s)", [payload])


def _live_port(house: House) -> int:
    return house.port + 10000


def _stream(port: int, key: str, origin: str = "") -> socket.socket:
    stream = socket.create_connection(("127.0.0.1", port))
    lines = ["GET /live/ HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: sessionid={key}"]
    lines += [f"Origin: {origin}"] if origin else []
    stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    return stream


def _until(stream: socket.socket, end: str) -> str:
    heard = b""
    while not heard.endswith(end.encode()):
        part = stream.recv(1)
        assert part, f"the stream ended after {heard!r}"
        heard += part
    return heard.decode()
