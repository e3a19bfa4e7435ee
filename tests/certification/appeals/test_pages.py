"""The list, one appeal with its replay, the client's page, and the form that is open to everybody."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests.certification.appeals.test_actions import Make, decided, outsider, sent, taken
from tests.certification.body import Body
from tests.certification.report.evaluated import WHOLE
from tests.certification.report.test_pages import signed_in
from wuxing.certification.appeals.actions import Asked
from wuxing.certification.appeals.models import Appeal
from wuxing.certification.cases import actions as cases


@pytest.fixture(autouse=True)
def _nobody_sent_before() -> Any:
    cache.clear()


def test_an_appeal_goes_its_way_on_the_pages(body: Body, actor: Make) -> None:
    first, second = outsider(body, actor, "甲"), outsider(body, actor, "乙")
    case = decided(body)
    found = sent(body, case, Asked(finding_id=case.findings.get(leaf=WHOLE).pk), Asked(leaf=WHOLE))
    path = f"/certification/appeals/{found.pk}/"
    office = signed_in(body.officer)
    assert office.get("/certification/appeals/").status_code == 200
    office.post(f"{path}act/admit", {"case_number": ""})
    for one in (first, second):
        office.post(f"{path}act/assign", {"certifier_id": body.certifier(one).pk})
    page = signed_in(first).get(path).content.decode()
    assert page.count("97.") + page.count("98.") + page.count("99.") > 0
    assert signed_in(first).post(f"{path}act/handle", {"outcome": "rejected", "text": ""}).status_code == 422
    signed_in(first).post(f"{path}act/handle", {"outcome": "rejected", "text": "现场确认"})
    signed_in(first).post(f"{path}act/decide", {"accept": "1", "text": "维持"})
    assert Appeal.objects.get().state == "handled"
    signed_in(second).post(f"{path}act/decide", {"accept": "1", "text": "维持"})
    office.post(f"{path}act/tell")
    assert Appeal.objects.get().state == "told"
    for by in (body.lead, body.decider, first):
        assert signed_in(by).get(path).status_code == 200
    assert found.number in office.get("/certification/appeals/?ended=1").content.decode()
    assert signed_in(body.admin).get(path).status_code == 403


def test_the_list_asks_as_often_for_one_as_for_three(body: Body) -> None:
    office, counts = signed_in(body.officer), []
    office.get("/certification/appeals/")
    for _place in range(2):
        sent(body, decided(body))
        sent(body, decided(body))
        with CaptureQueriesContext(connection) as asked:
            office.get("/certification/appeals/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_client_appeals_by_the_link(body: Body) -> None:
    case = decided(body)
    _door, word = cases.open_door(client_id=case.client_id, name="叶青", by=body.officer)
    path = f"/client/huaping/{word}/cases/{case.pk}/appeals/"
    assert Browser().get(path).status_code == 200
    one = case.findings.get(leaf=WHOLE)
    form = {"kind": "appeal", "text": "扣分没有依据", "finding_id": str(one.pk), "leaf": "", "share": ""}
    assert Browser().post(path, form | {"text": ""}).status_code == 422
    assert Browser().post(path, form | {"finding_id": "999999"}).status_code == 422
    assert Browser().post(path, form).status_code == 302
    found = Appeal.objects.get()
    assert [row.finding_id for row in found.disputes.all()] == [one.pk]
    assert found.number in Browser().get(path).content.decode()


def test_anybody_complains_by_the_public_form(body: Body) -> None:
    path = "/register/huaping/complaint/"
    assert Browser().get(path).status_code == 200
    form = {"party": "路人甲", "contact": "a@b.cn", "certificate": "", "text": "标志用错了", "website": ""}
    assert Browser().post(path, form | {"website": "http://x"}).status_code == 422
    assert Browser().post(path, form | {"contact": ""}).status_code == 422
    sent_form = Browser().post(path, form)
    assert Appeal.objects.get().number in sent_form.content.decode()
    for _time in range(9):
        Browser().post(path, form)
    assert Browser().post(path, form).status_code == 429
    assert Appeal.objects.count() == 10
    assert Browser().get("/register/nobody/complaint/").status_code == 404


def test_what_is_taken_up_shows_who_may_handle(body: Body, actor: Make) -> None:
    first = outsider(body, actor, "甲")
    found = taken(body, sent(body, decided(body)))
    page = signed_in(body.officer).get(f"/certification/appeals/{found.pk}/").content.decode()
    assert (first.name in page, f">{body.lead.name}<" in page) == (True, False)
