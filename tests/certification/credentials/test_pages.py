"""Pages and downloads of papers and proofs: the body's, the client's, anybody's."""

import json
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse

from tests.certification.body import Body
from tests.certification.credentials.conftest import Issue
from wuxing.certification.cases import actions as cases
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.credentials import actions
from wuxing.certification.credentials.models import CertificatePaper, Seal
from wuxing.certification.office.letters.models import Letter
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.models import User

Log = Callable[[], None]


def browser(by: Actor) -> Browser:
    client = Browser()
    client.force_login(User.objects.get(pk=by.user_id))
    return client


@pytest.fixture
def made(body: Body, issue: Issue, in_log: Log) -> Certificate:
    """A certificate in the log."""
    found = issue()
    in_log()
    return found


def test_the_body_takes_paper_and_proofs_away(body: Body, made: Certificate) -> None:
    seal, client = Seal.objects.get(certificate=made), browser(body.officer)
    page = client.get(reverse("certification:certificate_papers", args=[made.pk]))
    assert page.status_code == 200
    assert page.context["links"]["seal"] == seal
    pdf = client.get(reverse("certification:certificate_pdf", args=[made.pk, "en"]))
    assert (pdf["Content-Type"], pdf.content[:8]) == ("application/pdf", b"%PDF-1.7")
    paper = CertificatePaper.objects.get()
    assert client.get(reverse("certification:certificate_paper", args=[made.pk, paper.pk])).content == pdf.content
    files = {
        name: client.get(reverse("certification:certificate_file", args=[made.pk, name])).content
        for name in ("certificate.jwt", "certificate.json", "certificate.tlog-proof", "code.svg")
    }
    assert files["certificate.jwt"].decode() == seal.credential
    assert json.loads(files["certificate.json"]) == seal.content
    assert files["certificate.tlog-proof"].startswith(b"c2sp.org/tlog-proof@v1\n")
    assert files["code.svg"].startswith(b"<svg ")
    assert client.get(reverse("certification:certificate_file", args=[made.pk, "x"])).status_code == 404


def test_the_client_takes_its_certificate_away(body: Body, made: Certificate) -> None:
    _door, word = cases.open_door(client_id=made.client_id, name="叶青", by=body.officer)
    slug, outside = body.tenant.slug, Browser()
    page = outside.get(reverse("certification:portal_certificate", args=[slug, word, made.case_id]))
    url = reverse("certification:portal_certificate_pdf", args=[slug, word, made.case_id, "zh-hans"])
    assert url in page.content.decode()
    assert outside.get(url).content[:8] == b"%PDF-1.7"
    other = body.case(client=body.client("别家电器"))
    foreign = reverse("certification:portal_certificate_pdf", args=[slug, word, other.pk, "zh-hans"])
    assert outside.get(foreign).status_code == 404


def test_anybody_takes_the_paper_that_was_made(body: Body, made: Certificate) -> None:
    url = reverse("certification:register_pdf", args=[body.tenant.slug, made.number])
    outside = Browser()
    assert outside.get(url).status_code == 404
    actions.paper_in(certificate_id=made.pk, language="zh-hans", by=body.officer)
    answer = outside.get(url, {"lang": "zh-hans"})
    assert (answer.content[:8], answer["Access-Control-Allow-Origin"]) == (b"%PDF-1.7", "*")
    assert outside.get(url, {"lang": "en"}).status_code == 404
    proof = outside.get(reverse("certification:register_tlog_proof", args=[body.tenant.slug, made.number]))
    assert proof.content.startswith(b"c2sp.org/tlog-proof@v1\n")


def test_the_context_says_what_every_member_means(made: Certificate) -> None:
    answer = Browser().get("/contexts/certificate/v1")
    assert answer["Content-Type"] == "application/ld+json"
    kinds = answer.json()["@context"]
    content = Seal.objects.get(certificate=made).content
    terms = kinds["AfterSalesServiceCertificate"]["@context"]
    assert set(content) - {"type"} == set(terms) - {"@protected"}
    for party in ("body", "holder", "scheme", "level", "status"):
        assert set(content[party]) <= set(terms[party]["@context"])


def test_another_name_is_sealed_anew_under_the_same_number(body: Body, made: Certificate) -> None:
    words = {"name": "青禾智能电器有限公司", "name_en": "Qinghe Smart Appliances Ltd", "address": "福州市五四路 18 号"}
    certificates.rename(certificate_id=made.pk, reason="公司更名", evidence="新营业执照", by=body.decider, **words)
    made.refresh_from_db()
    seal = Seal.objects.filter(certificate=made).latest("revision")
    assert (seal.revision, seal.reason, seal.content["number"]) == (2, "name_change", made.number)
    assert seal.content["holder"]["name"] == made.holder == made.client.name == words["name"]
    assert seal.content["holder"]["name_en"] == words["name_en"]
    assert CertificateEvent.objects.filter(certificate=made, event="rename").count() == 1
    assert Letter.objects.filter(certificate_id=made.pk, kind="renamed").count() == 1


def test_a_name_is_refused_with_its_reason(body: Body, made: Certificate) -> None:
    same = {"name": made.holder, "address": made.address}
    for by in (body.officer, body.evaluator):
        with pytest.raises(NotAllowed):
            certificates.rename(certificate_id=made.pk, reason="x", by=by, **same)
    with pytest.raises(BadInput):
        certificates.rename(certificate_id=made.pk, name=" ", address="", reason="", by=body.decider)
    with pytest.raises(RuleBroken):
        certificates.rename(certificate_id=made.pk, reason="x", by=body.decider, **same)
    with pytest.raises(RuleBroken, match="cannot be printed"):
        certificates.rename(certificate_id=made.pk, name="𠮷禾", address="", reason="x", by=body.decider)
    assert Seal.objects.filter(certificate=made).count() == 1


def test_a_wrong_form_comes_back(body: Body, made: Certificate) -> None:
    client = browser(body.decider)
    answer = client.post(reverse("certification:certificate_renew_act", args=[made.pk]), {"reason": ""})
    assert answer.status_code == 422
    answer = client.post(reverse("certification:certificate_renew_act", args=[made.pk]), {"reason": "密钥更换"})
    assert answer.status_code == 302
    assert browser(body.evaluator).post(
        reverse("certification:certificate_duplicate_act", args=[made.pk]), {"reason": "x"}
    ).status_code in {403, 404}


def test_the_database_lets_no_name_change_without_its_event(body: Body, made: Certificate) -> None:
    with pytest.raises(IntegrityError, match="the words of a certificate stand"), transaction.atomic():
        Certificate.objects.filter(pk=made.pk).update(holder="别家电器")
    certificates.rename(certificate_id=made.pk, name="青禾智能", address="", reason="更名", by=body.decider)
    with pytest.raises(IntegrityError, match="the words of a certificate stand"), transaction.atomic():
        Certificate.objects.filter(pk=made.pk).update(scope="别的")
