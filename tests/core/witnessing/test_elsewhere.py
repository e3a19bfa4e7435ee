"""A witness elsewhere is asked over the web, and a monitor follows what is served: through a real server."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.core.ledger.conftest import recorded
from wuxing.core.actors import system_actor
from wuxing.core.ledger.actions import seal, sweep
from wuxing.core.ledger.queries import files
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing import queries
from wuxing.core.witnessing.actions import asking, choosing
from wuxing.core.witnessing.models import Cosignature, Witness
from wuxing.proof import monitoring
from wuxing.proof.cosignatures import cosigner_of
from wuxing.proof.notes import new_signer

pytestmark = pytest.mark.django_db(transaction=True)


def monitored(capsys, *arguments):
    code = monitoring.main([str(each) for each in arguments])
    return code, json.loads(capsys.readouterr().out)


def test_a_witness_elsewhere_cosigns_and_a_monitor_follows(live_server, company, body, settings, tmp_path, capsys):
    settings.WITNESS_PRIVATE = True
    by = system_actor(company.pk)
    log = seal.signer_of("hailan").verifier()
    with in_tenant(body.pk):
        choosing.watch_log(key=log.text(), by=system_actor(body.pk))
    with in_tenant(company.pk):
        choosing.choose_log(public=True, by=by)
        choosing.add_witness(key=queries.cosigner("zhengxin").text(), url=f"{live_server.url}/witness/zhengxin", by=by)
    arguments = (
        f"{live_server.url}/log/hailan", "--state", tmp_path / "state.json", "--key", log.text(),
        "--witness", queries.cosigner("zhengxin").text(), "--quorum", "1",
    )  # fmt: skip
    sizes = []
    for count in (3, 300):
        recorded(by, count)
        sweep.integrate_all()
        assert monitored(capsys, *arguments)[1]["fault"] == "cosignatures"
        with in_tenant(company.pk):
            Witness.objects.update(asked_at=None)
        assert asking.ask_due() == 1
        code, line = monitored(capsys, *arguments)
        assert (code, line["state"], [each["name"] for each in line["cosigned"]]) == (
            0,
            "ok",
            [queries.cosigner("zhengxin").name],
        )
        sizes.append(line["size"])
    assert sizes == [5, 305]

    with in_tenant(company.pk):  # our memory of it is gone: the witness says which size it knows
        Witness.objects.update(size=0, asked_at=None)
        before = Cosignature.objects.count()
    recorded(by, 2)
    sweep.integrate_all()
    assert asking.ask_due() == 1
    with in_tenant(company.pk):
        assert (Cosignature.objects.count(), Witness.objects.get().size) == (before + 1, 307)


def test_a_witness_that_answers_for_another_key_is_not_believed(live_server, company, body, settings):
    settings.WITNESS_PRIVATE = True
    other = Tenant.objects.get(pk=body.pk)
    by = system_actor(company.pk)
    with in_tenant(body.pk):
        choosing.watch_log(key=seal.signer_of("hailan").verifier().text(), by=system_actor(body.pk))
    expected = queries.cosigner("nobody-else").text()
    with in_tenant(company.pk):
        choosing.add_witness(key=expected, url=f"{live_server.url}/witness/{other.slug}", by=by)
    recorded(by, 3)
    sweep.integrate_all()
    assert asking.ask_due() == 0
    with in_tenant(company.pk):
        assert Witness.objects.get().trouble == "the answer holds no valid cosignature of this witness"
        assert Cosignature.objects.count() == 0
    assert (files.published_note("hailan") or "").count("—") == 1


def test_an_answer_of_any_kind_holds_up_no_other_witness(company, settings):
    class Rude(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(500)
            self.end_headers()
            self.wfile.write(b"\x00\x1b[2J no\n" * 100)

        def log_message(self, *arguments):
            pass

    settings.WITNESS_PRIVATE = True
    by = system_actor(company.pk)
    with ThreadingHTTPServer(("127.0.0.1", 0), Rude) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with in_tenant(company.pk):
            for name in ("a", "b"):
                key = cosigner_of(new_signer(f"witness.example/{name}")).text()
                choosing.add_witness(key=key, url=f"http://127.0.0.1:{server.server_address[1]}", by=by)
        recorded(by, 3)
        sweep.integrate_all()
        assert asking.ask_due() == 0
        server.shutdown()
        thread.join()
    with in_tenant(company.pk):
        rows = list(Witness.objects.all())
    assert [row.failures for row in rows] == [1, 1]
    assert all(row.trouble.startswith("500") and row.trouble.isprintable() for row in rows)
