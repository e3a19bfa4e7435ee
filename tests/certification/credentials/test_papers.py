"""Papers: a PDF/A that carries its proofs, signed so that tools which are not ours say so."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.certification.body import Body
from tests.certification.credentials.conftest import Issue
from tests.poppler import pdfsig
from wuxing.certification.cases.models import Site
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.credentials import actions, queries
from wuxing.certification.credentials.models import CertificatePaper, Seal
from wuxing.core import background, files
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.queries import files as logs
from wuxing.proof import content, proofs
from wuxing.proof.canonical import canonical

Log = Callable[[], None]


def text_of(pdf: bytes) -> list[str]:
    """The words of each page, without the breaks of lines."""
    document = pypdfium2.PdfDocument(pdf)
    return [re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in document]


def attached(pdf: bytes) -> dict[str, bytes]:
    document = pypdfium2.PdfDocument(pdf)
    found = (document.get_attachment(place) for place in range(document.count_attachments()))
    return {one.get_name(): bytes(one.get_data()) for one in found}


@pytest.fixture
def paper(body: Body, issue: Issue, in_log: Log) -> tuple[Certificate, CertificatePaper, bytes]:
    """A certificate and its original."""
    made = issue()
    in_log()
    found = actions.paper_in(certificate_id=made.pk, language="zh-hans", by=body.officer)
    return made, found, queries.bytes_of(found)


def test_the_original_says_what_was_sealed(paper: tuple[Certificate, CertificatePaper, bytes]) -> None:
    made, found, pdf = paper
    (page,) = text_of(pdf)
    seal = Seal.objects.get(certificate=made)
    said = ("服务认证证书", made.number, made.holder, made.client.credit_code, "GB/T27922-2011", "四星级", "93.20")
    days = (made.issued_on, made.valid_until, made.last_evaluated_on, made.surveillance_due_on)
    for words in (*said, *(day.isoformat() for day in days), bytes(seal.digest).hex()):
        assert words in page
    assert (found.kind, found.language, found.copy, found.key.purpose) == ("original", "zh-hans", 0, "document")
    assert "演练" not in page


def test_the_proofs_travel_in_the_pdf(body: Body, paper: tuple[Certificate, CertificatePaper, bytes]) -> None:
    made, _found, pdf = paper
    carried = attached(pdf)
    seal = Seal.objects.get(certificate=made)
    assert sorted(carried) == [
        "certificate.json", "certificate.jwt", "certificate.opening.json", "certificate.tlog-proof"
    ]  # fmt: skip
    assert carried["certificate.json"] == content.canonical(seal.content)
    assert carried["certificate.jwt"].decode() == seal.credential
    proof = proofs.proof_from(carried["certificate.tlog-proof"].decode())
    key = logs.verifier_of(body.tenant.slug)
    assert key is not None
    assert proofs.checked(proof, [key], seal.content["log"]).size > proof.index
    opening = json.loads(carried["certificate.opening.json"])
    commitment = sha256(bytes.fromhex(opening["salt"]) + canonical(opening["payload"])).hexdigest()
    assert json.loads(proof.envelope)["payload_commit"] == commitment
    assert opening["payload"]["digest"] == sha256(carried["certificate.json"]).hexdigest()


def test_poppler_finds_the_signature_valid(paper: tuple[Certificate, CertificatePaper, bytes], tmp_path: Path) -> None:
    _made, _found, pdf = paper
    said = pdfsig(pdf, tmp_path)
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    place = pdf.index(b"/MediaBox")
    assert "Signature is Valid." not in pdfsig(pdf[:place] + b"/MediaBoX" + pdf[place + 9 :], tmp_path)


def test_it_is_pdf_a_3(paper: tuple[Certificate, CertificatePaper, bytes]) -> None:
    pdf = paper[2]
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Version" not in pdf.partition(b"/AcroForm")[2]
    last = pdf.rpartition(b"<x:xmpmeta")[2]
    assert b'pdfaid:part="3"' in last
    assert b'pdfaid:conformance="B"' in last
    assert b"/GTS_PDFA1" in pdf
    assert b"/AFRelationship" in pdf


def test_a_paper_is_made_once_and_leaves_a_trace(
    body: Body, paper: tuple[Certificate, CertificatePaper, bytes]
) -> None:
    made, found, _pdf = paper
    assert actions.paper_in(certificate_id=made.pk, language="zh-hans", by=body.officer).pk == found.pk
    assert actions.make_original(seal_id=found.seal_id, by=body.officer) == found
    entry = Entry.objects.get(event="certificate.paper")
    assert entry.payload is not None
    assert (entry.payload["kind"], entry.payload["sha256"]) == ("original", found.attachment.sha256)
    assert files.bytes_of(body.tenant.pk, found.attachment.sha256) == _pdf


@pytest.mark.parametrize(
    ("language", "title", "level", "said"),
    [("zh-hant", "服務認證證書", "四星級", "譯本"), ("en", "ServiceCertificate", "Four-star", "Translation")],
)
def test_translations_say_that_they_are(
    body: Body, issue: Issue, in_log: Log, language: str, title: str, level: str, said: str
) -> None:
    made = issue()
    in_log()
    found = actions.paper_in(certificate_id=made.pk, language=language, by=body.officer)
    (page,) = text_of(queries.bytes_of(found))
    assert found.kind == "translation"
    for words in (title, level, said, made.holder, made.number):
        assert words in page
    with pytest.raises(NotFound):
        actions.paper_in(certificate_id=made.pk, language="de", by=body.officer)


def test_a_rehearsal_says_so_across_the_page(body: Body, issue: Issue, in_log: Log) -> None:
    made = issue(rehearsal=True)
    in_log()
    found = actions.paper_in(certificate_id=made.pk, language="zh-hans", by=body.officer)
    (page,) = text_of(queries.bytes_of(found))
    assert "演练证书：不具任何效力，不得使用" in page
    assert found.key.purpose == "rehearsal_document"


def test_the_longest_words_stand_complete(body: Body, issue: Issue, grant: Any, in_log: Log) -> None:
    name, scope = "中华人民共和国新疆维吾尔自治区" * 13 + "有限公司", "家用空调安装、维修与配件供应；" * 66
    case = grant(scope=scope).case
    case.client.name, case.client.address = name, "塔什库尔干塔吉克自治县" * 27
    case.client.save(update_fields=["name", "address"])
    Site.objects.bulk_create(
        Site(tenant=body.tenant, case=case, kind="outlet", name=f"第{place}服务网点", address="喀什地区" * 20)
        for place in range(60)
    )
    made = certificates.issue(case_id=case.pk, by=body.officer)
    in_log()
    pages = text_of(queries.bytes_of(actions.paper_in(certificate_id=made.pk, language="zh-hans", by=body.officer)))
    assert len(name) == 199
    assert name in pages[0]
    assert case.client.address in pages[0]
    assert "见附页" in pages[0]
    assert bytes(Seal.objects.get(certificate=made).digest).hex() in pages[0]
    annex = "".join(pages[1:])
    assert annex.count("服务网点") == 60
    assert scope.replace("\n", "") in annex.replace(f"{made.number}2/{len(pages)}", "")


def test_a_paper_waits_for_the_log(body: Body, issue: Issue) -> None:
    made = issue()
    with pytest.raises(RuleBroken):
        actions.paper_in(certificate_id=made.pk, language="zh-hans", by=body.officer)
    seal = Seal.objects.get(certificate=made)
    assert actions.make_original(seal_id=seal.pk, by=body.officer) is None


def test_the_job_makes_the_original(body: Body, issue: Issue, in_log: Log) -> None:
    seal = Seal.objects.get(certificate=issue())
    in_log()
    who = {
        "tenant_id": body.tenant.pk, "user_id": body.officer.user_id, "name": "x", "roles": [], "zone": "Asia/Shanghai",
        "source": "",
    }  # fmt: skip
    background.discover()
    background.perform("certificate.papers", by=who, ids={"seal_id": seal.pk})
    background.perform("certificate.papers", by=who, ids={"seal_id": seal.pk})
    assert [(one.kind, one.language) for one in CertificatePaper.objects.all()] == [("original", "zh-hans")]


def test_duplicates_are_counted(body: Body, issue: Issue, in_log: Log) -> None:
    made = issue()
    in_log()
    for count in (1, 2):
        found = actions.make_duplicate(certificate_id=made.pk, language="zh-hans", reason="遗失", by=body.officer)
        assert (found.kind, found.copy, found.reason) == ("duplicate", count, "遗失")
    assert "补发件第2号" in text_of(queries.bytes_of(found))[0]
    with pytest.raises(BadInput):
        actions.make_duplicate(certificate_id=made.pk, language="zh-hans", reason="", by=body.officer)
    with pytest.raises(NotAllowed):
        actions.make_duplicate(certificate_id=made.pk, language="zh-hans", reason="遗失", by=body.evaluator)
