"""The team's pages of documents, two versions side by side, and the client's page by link."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from tests.certification.body import Body
from tests.certification.document_review.test_actions import PICTURE
from wuxing.certification.application import actions as application
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.portal import client_actor
from wuxing.certification.cases.states import Stage
from wuxing.certification.document_review import actions, queries
from wuxing.certification.document_review.models import PaperText
from wuxing.certification.document_review.states import State, Verdict
from wuxing.certification.findings.models import Finding
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import User

CODE = "service_manual"


def signed_in(by: Actor) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.get(pk=by.user_id or 0))
    return browser


def hand_in(body: Body, case: Case) -> None:
    application.hand_in(
        case_id=case.pk, code=CODE, content=BytesIO(PICTURE), name="手册.png", by=client_actor(body.tenant, "叶青")
    )


def begun(body: Body) -> Case:
    case = body.case(Stage.CONTRACTED)
    hand_in(body, case)
    actions.begin(case_id=case.pk, by=body.lead)
    case.refresh_from_db()
    return case


def test_the_review_is_begun_and_judged_through_the_pages(body: Body) -> None:
    case = body.case(Stage.CONTRACTED)
    hand_in(body, case)
    browser, path = signed_in(body.lead), f"/certification/cases/{case.pk}/papers/"
    assert browser.get(path).status_code == 200
    assert browser.post(f"{path}begin").status_code == 302
    assert browser.get(path).status_code == 200
    paper = f"{path}{CODE}/"
    assert browser.post(f"{paper}act/find", {"text": ""}).status_code == 422
    assert browser.post(f"{paper}act/find", {"text": "缺投诉时限", "leaf": "5.1.4.1"}).status_code == 302
    assert browser.post(f"{paper}act/findings", {"text": "请补"}).status_code == 302
    found = Finding.objects.get()
    assert (found.leaf, queries.line(case, CODE).state) == ("5.1.4.1", State.FINDINGS)
    assert "缺投诉时限" in browser.get(paper).content.decode()
    assert browser.get(f"/certification/findings/{found.pk}/").status_code == 200
    assert browser.post(f"{paper}act/sing", {}).status_code == 404
    assert browser.get(f"{path}nothing/").status_code == 404
    assert signed_in(body.officer).post(f"{paper}act/accepted", {}).status_code == 403


def test_the_client_hands_in_a_better_version(body: Body) -> None:
    case = begun(body)
    signed_in(body.lead).post(f"/certification/cases/{case.pk}/papers/{CODE}/act/find", {"text": "缺投诉时限"})
    actions.judge(case_id=case.pk, code=CODE, verdict=Verdict.FINDINGS, by=body.lead)
    _door, word = cases.open_door(client_id=case.client_id, name="叶青", by=body.officer)
    browser, path = Browser(), f"/client/huaping/{word}/cases/{case.pk}/documents/"
    assert "缺投诉时限" in browser.get(path).content.decode()
    assert browser.post(f"{path}{CODE}/new", {}).status_code == 422
    bad = SimpleUploadedFile("手册.html", b"<script>")
    assert browser.post(f"{path}{CODE}/new", {"file": bad}).status_code == 422
    good = SimpleUploadedFile("手册二.png", PICTURE)
    assert browser.post(f"{path}{CODE}/new", {"file": good}).status_code == 302
    assert browser.post(f"{path}permits/new", {"file": SimpleUploadedFile("x.png", PICTURE)}).status_code == 404
    line = queries.line(case, CODE)
    assert (line.state, [one.version for one in line.versions]) == (State.WAITING, [2, 1])
    finding = Finding.objects.get()
    assert browser.get(path.replace("documents/", f"findings/{finding.pk}/")).status_code == 200


def test_versions_stand_side_by_side(body: Body) -> None:
    case = begun(body)
    hand_in(body, case)
    browser, path = signed_in(body.evaluator), f"/certification/cases/{case.pk}/papers/{CODE}/compare/"
    newest, first = queries.line(case, CODE).versions
    page = browser.get(path).content.decode()
    assert f"/papers/{newest.pk}" in page
    assert f"/papers/{first.pk}" in page
    for paper, text in ((first, "投诉处理\n七日内答复"), (newest, "投诉处理\n三日内答复")):
        PaperText.objects.create(tenant=body.tenant, paper=paper, text=text, read_at=clock.now())
    page = browser.get(path).content.decode()
    assert "<del>七</del>" in page
    assert "<ins>三</ins>" in page
