"""The doors of the world: files of public logs, and the door of a witness."""

import gzip
from hashlib import sha256

import pytest

from tests.core.ledger.conftest import sealed
from wuxing.core.actors import system_actor
from wuxing.core.ledger.queries import files
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing import queries
from wuxing.core.witnessing.actions import choosing
from wuxing.proof import checkpoints, merkle, tiles
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.cosignatures import cosigned
from wuxing.proof.notes import new_signer
from wuxing.proof.witnesses import Request

pytestmark = pytest.mark.django_db(transaction=True)
LOG = new_signer("log.example/1")


def test_files_of_a_public_log_are_served_with_their_time_to_keep(client, body):
    sealed(system_actor(body.pk), 300)
    found = {
        path: client.get(f"/log/zhengxin/{path}")
        for path in ("checkpoint", "vkey", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000")
    }
    assert {path: (answer.status_code, answer["Cache-Control"]) for path, answer in found.items()} == {
        "checkpoint": (200, "public, max-age=3"),
        "vkey": (200, "public, max-age=60"),
        "tile/0/000": (200, "public, max-age=31536000, immutable"),
        "tile/0/001.p/44": (200, "public, max-age=60"),
        "tile/1/000.p/1": (200, "public, max-age=60"),
        "tile/entries/000": (200, "public, max-age=31536000, immutable"),
    }
    assert found["checkpoint"]["Content-Type"] == "text/plain; charset=utf-8"
    assert found["tile/0/000"]["Content-Type"] == "application/octet-stream"
    assert {answer["Access-Control-Allow-Origin"] for answer in found.values()} == {"*"}
    assert not any("Set-Cookie" in answer or answer.cookies for answer in found.values())
    assert found["tile/0/000"].content == (files.folder_of("zhengxin") / "tile/0/000").read_bytes()


def test_an_unchanged_file_is_not_sent_again(client, body):
    sealed(system_actor(body.pk), 3)
    tag = client.get("/log/zhengxin/checkpoint")["ETag"]
    assert client.get("/log/zhengxin/checkpoint", headers={"if-none-match": tag}).status_code == 304


def test_bundles_are_packed_for_those_who_take_it(client, body):
    sealed(system_actor(body.pk), 256)
    plain = client.get("/log/zhengxin/tile/entries/000")
    packed = client.get("/log/zhengxin/tile/entries/000", headers={"accept-encoding": "gzip"})
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.content) == plain.content
    assert len(list(tiles.unbundled(plain.content))) == 256


@pytest.mark.parametrize(
    "path",
    [
        ".lock", "tile/0/1", "tile/0/../../secrets", "tile/64/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/00/000",
        "checkpoint/", "tile/entries/x000/000", "%2e%2e/zhengxin/checkpoint", "tile/0/999",
    ],
)  # fmt: skip
def test_nothing_else_is_served(client, body, path):
    sealed(system_actor(body.pk), 3)
    assert client.get(f"/log/zhengxin/{path}").status_code == 404


def test_the_log_of_a_company_is_served_when_it_chose_so(client, company):
    by = system_actor(company.pk)
    sealed(by, 3)
    assert client.get("/log/hailan/checkpoint").status_code == 404
    with in_tenant(company.pk):
        choosing.choose_log(public=True, by=by)
    assert client.get("/log/hailan/checkpoint").status_code == 200
    assert client.post("/log/hailan/checkpoint").status_code == 405


def ask(client, old, proof, head, signer=LOG):
    text = Request(old, tuple(proof), checkpoints.signed(head, signer)).text()
    return client.post("/witness/zhengxin/add-checkpoint", text, content_type="text/plain")


def grown(size):
    frontier, nodes = merkle.Frontier(), {}
    for place in range(size):
        nodes[(0, place)] = merkle.leaf_hash(bytes([place]))
        nodes.update({(level, at): node for level, at, node in frontier.append(nodes[(0, place)])})
    return Checkpoint(LOG.name, size, frontier.root()), lambda places: {place: nodes[place] for place in places}


def test_a_log_elsewhere_is_cosigned(client, body):
    with in_tenant(body.pk):
        choosing.watch_log(key=LOG.verifier().text(), by=system_actor(body.pk))
    first, _read = grown(5)
    answer = ask(client, 0, [], first)
    key = queries.cosigner("zhengxin")
    assert answer.status_code == 200
    assert len(cosigned(checkpoints.signed(first, LOG) + answer.content.decode(), [key])) == 1

    second, read = grown(9)
    proof = merkle.consistency_proof(5, 9, read)
    late = ask(client, 4, proof, second)
    assert (late.status_code, late.content, late["Content-Type"]) == (409, b"5\n", "text/x.tlog.size")
    assert ask(client, 5, proof[:-1], second).status_code == 422
    assert ask(client, 5, proof, second, signer=new_signer(LOG.name)).status_code == 403
    assert ask(client, 5, proof, second).status_code == 200
    assert ask(client, 5, proof, second).status_code == 409

    digest = sha256(LOG.name.encode()).hexdigest()
    last = client.get(f"/witness/zhengxin/{digest}/checkpoint").content.decode()
    assert checkpoints.verified(last, [LOG.verifier()], LOG.name) == second
    assert len(cosigned(last, [key])) == 1
    assert client.get("/witness/zhengxin/vkey").content.decode() == key.text() + "\n"


def test_what_a_witness_does_not_know_is_not_there(client, body):
    head, _read = grown(5)
    assert ask(client, 0, [], head).status_code == 404
    assert client.get(f"/witness/zhengxin/{'0' * 64}/checkpoint").status_code == 404
    assert client.get("/witness/zhengxin/vkey").status_code == 404
    assert client.post("/witness/nobody/add-checkpoint", "", content_type="text/plain").status_code == 404


@pytest.mark.parametrize("text", [b"", b"\xff", b"old 1\n", b"x" * 70_000])
def test_nonsense_is_refused(client, body, text):
    answer = client.post("/witness/zhengxin/add-checkpoint", text, content_type="text/plain")
    assert answer.status_code == 400


def test_who_asks_too_often_waits(client, body, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "log_read": "2/m/ip", "witness_add": "1/m/ip"}
    sealed(system_actor(body.pk), 3)
    answers = [client.get("/log/zhengxin/vkey") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    posts = [client.post("/witness/zhengxin/add-checkpoint", "", content_type="text/plain") for _ in range(2)]
    assert [answer.status_code for answer in posts] == [400, 429]
