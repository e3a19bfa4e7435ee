"""The command `wuxing monitor`: what it prints, keeps and returns, with a folder and with a web server."""

import json
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.proof.logs import SIGNER, entries, head, written
from wuxing.proof import fetching, monitoring
from wuxing.proof.fetching import Unreachable
from wuxing.proof.sources import Missing, Web


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def served(tmp_path):
    """A folder, behind a web server of its own."""
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def run(capsys, *arguments):
    code = monitoring.main([str(each) for each in arguments])
    lines = capsys.readouterr().out.splitlines()
    return code, [json.loads(line) for line in lines]


def test_a_log_is_followed_over_the_web(served, tmp_path, capsys):
    folder, url = served
    state = tmp_path / "state.json"
    written(folder, entries(300))
    code, (line,) = run(capsys, url, "--state", state)
    assert (code, line["state"], line["before"], line["size"], line["key_from"]) == (0, "ok", 0, 300, "the log itself")
    written(folder, entries(700))
    code, (line,) = run(capsys, url + "/", "--state", state)
    assert (code, line["state"], line["before"], line["size"], line["key_from"]) == (0, "ok", 300, 700, "before")
    assert line["origin"] == SIGNER.name


def test_a_fork_raises_the_alarm_and_stays_one(tmp_path, capsys):
    folder, state, told = tmp_path / "log", tmp_path / "state.json", tmp_path / "told.json"
    written(folder, entries(20))
    key = SIGNER.verifier().text()
    assert run(capsys, folder, "--state", state, "--key", key)[0] == 0
    written(folder, entries(30, 7))
    teller = tmp_path / "tell.py"
    teller.write_text(f"import sys; open({str(told)!r}, 'w').write(sys.stdin.read())")
    for _ in range(2):
        code, (line,) = run(capsys, folder, "--state", state, "--on-alarm", f"{sys.executable} {teller}")
        assert (code, line["state"], line["fault"], line["before"], line["size"]) == (1, "alarm", "fork", 20, 30)
    proof = [head(entries(20)), head(entries(30, 7))]
    assert json.loads(told.read_text())["evidence"] == proof
    kept = json.loads(state.read_text())
    assert [alarm["evidence"] for alarm in kept["alarms"]] == [proof, proof]
    written(folder, entries(30))
    assert run(capsys, folder, "--state", state)[0] == 0


def test_what_cannot_be_reached_is_no_alarm(tmp_path, capsys):
    code, (line,) = run(capsys, "http://127.0.0.1:9", "--state", tmp_path / "state.json")
    assert (code, line["state"]) == (3, "unreachable")
    assert run(capsys, tmp_path / "nowhere", "--state", tmp_path / "state.json")[0] == 3


def test_an_alarm_that_cannot_be_passed_on_is_said(tmp_path, capsys):
    written(tmp_path / "log", entries(3))
    (tmp_path / "log/checkpoint").unlink()
    state = tmp_path / "state.json"
    code = monitoring.main([str(tmp_path / "log"), "--state", str(state), "--on-alarm", "/nowhere/at-all"])
    assert code == 1
    assert "could not be passed on" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"monitor": 1}', '{"monitor": 1, "alarms": [], "log": {"origin": 1}}']
)
def test_a_damaged_state_stops_the_command(tmp_path, capsys, text):
    (tmp_path / "state.json").write_text(text)
    written(tmp_path / "log", entries(3))
    assert run(capsys, tmp_path / "log", "--state", tmp_path / "state.json") == (2, [])


def test_another_key_than_before_is_wrong_use(tmp_path, capsys):
    written(tmp_path / "log", entries(3))
    state = tmp_path / "state.json"
    assert run(capsys, tmp_path / "log", "--state", state)[0] == 0
    other = type(SIGNER)(SIGNER.name, bytes(32)).verifier().text()
    assert run(capsys, tmp_path / "log", "--state", state, "--key", other) == (2, [])
    assert run(capsys, tmp_path / "log", "--state", state, "--key", "nonsense+a") == (2, [])


def test_the_web_is_read_within_bounds(served):
    folder, url = served
    (folder / "file").write_bytes(bytes(1000))
    assert Web(url).read("file", 1000) == bytes(1000)
    with pytest.raises(Unreachable, match="more than 999"):
        Web(url).read("file", 999)
    with pytest.raises(Missing):
        Web(url).read("nothing", 10)
    (folder / "folder").mkdir()
    with pytest.raises(Unreachable, match="301"):
        Web(url).read("folder", 1000)
    with pytest.raises(Unreachable, match="private"):
        fetching.ask(f"{url}/file", most=1000)
    for address in ("ftp://a.example/", "http://", "nothing", "http://me:secret@127.0.0.1/", "http://127.0.0.1:99999/"):
        with pytest.raises(Unreachable):
            fetching.ask(address, most=10, private=True)


def test_a_bomb_is_not_unpacked(served, monkeypatch):
    import gzip

    class Packed(SimpleHTTPRequestHandler):
        def do_GET(self):
            body = gzip.compress(bytes(50_000_000))
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Packed) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with pytest.raises(Unreachable, match="more than 100000"):
            fetching.ask(f"http://127.0.0.1:{server.server_address[1]}/", most=100_000, private=True)
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.1.1", "0.0.0.0", "[fe80::1]"]
)
def test_private_addresses_are_not_asked(host):
    with pytest.raises(Unreachable, match="private"):
        fetching.ask(f"http://{host}:9/", most=10, seconds=1)
