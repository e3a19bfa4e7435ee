"""What the network adds, asked of a server that runs here: keys of the body's own server, lists, pages of a register."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.web.verify.test_command import CREDENTIAL, told
from tools.vectors import world
from wuxing.proof import codes, credentials, didweb, statuslists
from wuxing.proof.statuslists import Bits
from wuxing.web.verify import command

NOW, SPRING = datetime.now(UTC), datetime(2026, 2, 1, 3, 0, tzinfo=UTC)


class Server:
    """A body's server: a dictionary of answers."""

    def __init__(self) -> None:
        answers: dict[str, bytes | int] = {}
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                answer = answers.get(self.path, 404)
                self.send_response(answer if isinstance(answer, int) else 200)
                if isinstance(answer, int) and answer == 302:
                    self.send_header("Location", "http://169.254.169.254/")
                self.end_headers()
                if isinstance(answer, bytes):
                    self.wfile.write(answer)

            def log_message(self, *_said: object) -> None:
                pass

        self.answers, self.asked = answers, asked
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.base = f"http://{self.host}"
        self.did = didweb.did_of(self.host, "huaxin")
        self.content = world.content(
            body__did=self.did,
            status__list=f"{self.base}/status/huaxin/r1",
            issued_on="2026-01-01",
            surveillance_due_on="",
            url=f"{self.base}/register/huaxin/2026HUAXIN00042/",
        )

    def fill(self, *suspended: int) -> None:
        trust = world.trust()
        trust["bodies"][0]["did"] = self.did
        trust["bodies"][0]["keys"][0]["from"] = "2026-01-01T00:00:00Z"
        self.answers["/bodies/huaxin/trust.json"] = json.dumps(trust).encode()
        for purpose, indexes in (("revocation", ()), ("suspension", suspended)):
            bits = Bits()
            for index in indexes:
                bits.set(index)
            url = f"{self.base}/status/huaxin/r1/{purpose}"
            text = statuslists.issue(bits, url=url, purpose=purpose, key=world.CURRENT, did=self.did, signed_at=NOW)
            self.answers[f"/status/huaxin/r1/{purpose}"] = text.encode()
        self.answers["/register/huaxin/2026HUAXIN00042.jwt"] = self.credential().encode()
        self.answers["/register/huaxin/2026HUAXIN00042/"] = b"<!doctype html><title>certificate</title>"

    def credential(self) -> str:
        return credentials.issue(self.content, key=world.CURRENT, did=self.did, base=self.base, signed_at=SPRING)

    def code(self) -> str:
        return codes.code(self.content, key=world.CURRENT, base=self.base, signed_at=SPRING)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def test_a_code_is_judged_by_what_its_body_says_now(server, capsys):
    server.fill()
    code, verdict = told(capsys, server.code(), "--online", "--private")
    assert (code, verdict["code"]) == (0, "in_force"), verdict
    assert f"(keys as {server.host} gives them now)" in verdict["sentence"]
    assert [line.rpartition(": ")[2] for line in verdict["facts"]["asked"]] == ["200"] * 3


def test_a_suspension_is_seen(server, capsys):
    server.fill(world.INDEX)
    assert told(capsys, server.code(), "--online", "--private")[1]["code"] == "not_valid:suspended"


@pytest.mark.parametrize("address", ["/register/huaxin/2026HUAXIN00042.jwt", "/register/huaxin/2026HUAXIN00042/"])
def test_an_address_is_asked(server, address, capsys):
    server.fill()
    code, verdict = told(capsys, f"{server.base}{address}", "--private")
    assert (code, verdict["code"]) == (0, "in_force"), verdict


def test_without_online_nothing_is_asked(server, capsys):
    server.fill()
    assert told(capsys, server.code())[1]["code"] == "cannot_say:unknown_issuer"
    assert server.asked == []


def test_private_addresses_are_not_asked(server, capsys):
    server.fill()
    code, verdict = told(capsys, server.code(), "--online")
    assert (code, verdict["code"], server.asked) == (3, "cannot_say:unknown_issuer", [])
    assert command.main([f"{server.base}/x"]) == 2
    assert "the address is private" in capsys.readouterr().err


def test_redirects_are_not_followed(server, capsys):
    server.answers["/away"] = 302
    assert command.main([f"{server.base}/away", "--private"]) == 2
    assert "answers 302" in capsys.readouterr().err


def test_a_server_is_not_believed_about_bodies_of_others(server, capsys):
    """Whoever prints a code chooses the host of its address, not whose body it is."""
    server.answers["/bodies/huaxin/trust.json"] = json.dumps(world.trust()).encode()
    text = codes.code(world.content(), key=world.CURRENT, base=server.base, signed_at=world.SIGNED)
    assert told(capsys, text, "--online", "--private")[1]["code"] == "cannot_say:unknown_issuer"


def test_keys_given_come_first(server, capsys, tmp_path):
    server.fill()
    trust = world.trust()
    trust["bodies"][0]["did"] = server.did
    trust["bodies"][0]["keys"] = trust["bodies"][0]["keys"][1:]
    path = tmp_path / "trust.json"
    path.write_text(json.dumps(trust))
    code, verdict = told(capsys, server.code(), "--online", "--private", "--trust", str(path))
    assert (code, verdict["code"]) == (1, "not_valid:wrong_key")


@pytest.mark.parametrize("answer", [b"{}", b"x" * (5 << 20), b"", 500])
def test_a_bad_answer_is_no_answer(server, answer, capsys):
    server.fill()
    server.answers["/bodies/huaxin/trust.json"] = answer
    assert told(capsys, server.code(), "--online", "--private")[1]["code"] == "cannot_say:unknown_issuer"


def test_a_server_that_is_not_there_leaves_doubt(capsys):
    code, verdict = told(capsys, CREDENTIAL, "--online")
    assert (code, verdict["code"]) == (3, "cannot_say:unknown_issuer")
    assert len(verdict["facts"]["asked"]) == 1
