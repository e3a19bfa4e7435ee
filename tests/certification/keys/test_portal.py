"""What everybody gets: did document, note keys, trust file; pages of keys."""

import json

from django.test import Client

from tests.certification.body import Body
from wuxing.certification.keys import actions, publishing
from wuxing.certification.keys.models import SigningKey
from wuxing.core import clock
from wuxing.core.ledger.actions.integrate import integrate
from wuxing.core.ledger.actions.seal import checkpoint
from wuxing.core.models import Tenant
from wuxing.proof.keys import public_key_from
from wuxing.proof.notes import opened, verifier_from
from wuxing.proof.trust import trust_from


def test_the_trust_file_is_what_a_verifier_needs(body: Body) -> None:
    key = actions.ensure(SigningKey.Purpose.CERTIFICATE, by=body.officer).row
    actions.ensure(SigningKey.Purpose.DOCUMENT, by=body.officer)
    answer = Client().get("/bodies/huaping/trust.json")
    told = json.loads(answer.content)
    assert told["bodies"][0]["did"].endswith(":bodies:huaping")
    assert [(one["alg"], one["purpose"]) for one in told["bodies"][0]["keys"]] == [
        ("Ed25519", "certificate"), ("ES256", "document"),
    ]  # fmt: skip
    assert public_key_from(told["bodies"][0]["keys"][0]["jwk"]).kid() == key.kid
    assert told["bodies"][0]["x509"] == publishing.anchors()
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = Client().get("/bodies/huaping/trust.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_nothing_private_is_told(body: Body) -> None:
    for purpose in SigningKey.Purpose:
        actions.ensure(purpose, by=body.officer)
    for name in ("did.json", "keys.txt", "trust.json"):
        text = Client().get(f"/bodies/huaping/{name}").content.decode()
        assert '"d"' not in text
        assert "PRIVATE" not in text
    assert Client().get("/bodies/nobody/did.json").status_code == 404


def test_the_did_document_names_every_key(body: Body) -> None:
    key = actions.ensure(SigningKey.Purpose.CERTIFICATE, by=body.officer).row
    answer = Client().get("/bodies/huaping/did.json")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/did+json"
    assert told["assertionMethod"] == [f"{told['id']}#{key.kid}"]


def test_the_log_is_checked_with_the_note_keys(body: Body) -> None:
    actions.ensure(SigningKey.Purpose.CERTIFICATE, by=body.officer)
    integrate(body.tenant.pk)
    assert checkpoint(body.tenant.pk) is not None
    line = Client().get("/bodies/huaping/keys.txt").content.decode().splitlines()[0]
    from wuxing.core.ledger.queries import files

    note = files.published_note("huaping")
    assert note is not None
    assert [one.text() for one in opened(note, [verifier_from(line)])[1]] == [line]


def test_one_file_for_every_body_here(body: Body) -> None:
    actions.ensure(SigningKey.Purpose.CERTIFICATE, by=body.officer)
    Tenant.objects.create(slug="other", name="另一机构", kind="certification_body", created_at=clock.now())
    Tenant.objects.create(slug="firm", name="一家企业", kind="company", created_at=clock.now())
    told = json.loads(Client().get("/bodies/trust.json").content)
    assert [(one["slug"], len(one["keys"])) for one in told["bodies"]] == [("huaping", 1), ("other", 0)]
    assert told["bodies"][0] == json.loads(Client().get("/bodies/huaping/trust.json").content)["bodies"][0]
    assert sorted(trust_from(json.dumps(told)).by_slug("huaping")[0].keys) == [told["bodies"][0]["keys"][0]["kid"]]
