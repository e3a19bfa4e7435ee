"""The public form, the client's pages by link, the body's pages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from tests.certification.application.papers import (
    CODE,
    PNG,
    hand_in_all,
    received,
    submitted,
    under_review,
    visitor,
    yes,
)
from tests.certification.body import Body
from wuxing.certification.application import actions, queries, todo
from wuxing.certification.application.models import Application, Paper
from wuxing.certification.application.states import Outcome, Point
from wuxing.certification.application.views import shown
from wuxing.certification.cases.models import Case, Client, ClientDoor
from wuxing.certification.cases.states import Stage
from wuxing.core.actors import Actor
from wuxing.core.models import User

FORM: dict[str, Any] = {
    "name": "青禾电器有限公司", "credit_code": "9135 0100 M000100Y43", "city": "福州", "address": "福飞路 1 号",
    "contact_name": "叶青", "phone": "0591-1234567", "email": "", "scheme": "cn.gbt.27922", "target_level": "star5",
    "products": "家用电器", "regions": "福建", "headcount": "120", "running_since": "2024-01-01",
    "outlets": "一店, 福州, 8, 自建", "lawful": "on", "no_incident": "on", "consent": "on", "once": "a1", "website": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Nobody has sent a form from this connection yet."""
    cache.clear()
    yield
    cache.clear()


def signed_in(by: Actor) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.get(pk=by.user_id or 0))
    return browser


def link(body: Body, case: Case) -> str:
    """Return the address of a case through a new link of its client."""
    from wuxing.certification.cases import actions as cases

    _door, word = cases.open_door(client_id=case.client_id, name="叶青", by=body.officer)
    return f"/client/huaping/{word}/cases/{case.pk}/"


def test_the_public_form_opens_a_case_and_tells_its_link_once(body: Body) -> None:
    browser = Browser()
    page = browser.get("/apply/huaping/")
    assert (page.status_code, "商品售后服务" in page.content.decode()) == (200, True)
    answer = browser.post("/apply/huaping/", FORM)
    assert answer.status_code == 302
    case = Case.objects.get()
    welcome = browser.get(answer["Location"])
    home = re.search(r'href="(http[^"]+/client/huaping/[^"]+/)"', welcome.content.decode())
    assert (case.number in welcome.content.decode(), home is not None) == (True, True)
    assert home is not None
    assert browser.get(home[1]).status_code == 200
    assert welcome["Referrer-Policy"] == "same-origin"  # with "no-referrer" browsers send forms as Origin: null
    assert case.client.credit_code == CODE


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"credit_code": "91350100M000100Y44"}, "apply_credit_code"),
        ({"phone": ""}, "apply_phone"),
        ({"consent": ""}, "apply_consent"),
        ({"outlets": "一店, 福州, 许多"}, "apply_outlets"),
        ({"website": "http://spam.example"}, "data-wrong"),
        ({"running_since": "2999-01-01"}, "apply_running_since"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(body: Body, change: dict[str, str], part: str) -> None:
    answer = Browser().post("/apply/huaping/", FORM | change)
    text = answer.content.decode()
    assert (answer.status_code, "家用电器" in text, "福飞路 1 号" in text, part in text) == (422, True, True, True)
    assert Case.objects.count() == 0


def test_a_table_of_outlets_stands_in_the_lines_when_something_else_is_wrong(body: Body) -> None:
    table = SimpleUploadedFile("网点.csv", "网点名称,城市,人数\n泉州店,泉州,7\n".encode("gb18030"))
    text = (
        Browser().post("/apply/huaping/", FORM | {"outlets": "", "outlets_file": table, "phone": ""}).content.decode()
    )
    assert "泉州店, 泉州, 7, 自建</textarea>" in text


def test_a_table_that_is_none_is_refused(body: Body) -> None:
    table = SimpleUploadedFile("网点.xlsx", b"PK\x03\x04broken")
    answer = Browser().post("/apply/huaping/", FORM | {"outlets_file": table})
    assert (answer.status_code, Case.objects.count()) == (422, 0)


def test_too_many_applications_wait(body: Body) -> None:
    browser = Browser()
    codes = [browser.post("/apply/huaping/", FORM | {"once": f"o{n}"}).status_code for n in range(11)]
    assert codes == [302] * 10 + [429]
    assert Case.objects.count() == 10


def test_there_is_a_form_only_at_bodies(body: Body) -> None:
    assert [Browser().get(f"/apply/{slug}/").status_code for slug in ("nobody", "huaping")] == [404, 200]


def test_a_client_completes_and_submits_by_its_link(body: Body) -> None:
    case = received(body).case
    base, browser = link(body, case), Browser()
    page = browser.get(f"{base}application/").content.decode()
    assert "营业执照" in page
    sent = SimpleUploadedFile("licence.png", PNG)
    assert browser.post(f"{base}application/act/paper", {"code": "business_licence", "file": sent}).status_code == 302
    paper = Paper.objects.get()
    given = browser.get(f"{base}papers/{paper.pk}")
    assert (given.status_code, b"".join(given)) == (200, PNG)
    assert browser.post(f"{base}application/act/submit").status_code == 422
    hand_in_all(case, visitor(body))
    assert browser.post(f"{base}application/act/submit").status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.SUBMITTED
    home = browser.get(base.split("cases/")[0]).content.decode()
    assert (case.number in home, "application_received" in home or "HJ-" in home) == (True, True)


def test_a_bad_file_is_named_at_its_paper(body: Body) -> None:
    case = received(body).case
    sent = SimpleUploadedFile("a.pdf", b"MZ")
    answer = Browser().post(f"{link(body, case)}application/act/paper", {"code": "business_licence", "file": sent})
    assert (
        answer.status_code,
        'id="paper_business_licence_file_error"' in answer.content.decode() or "PDF" in answer.content.decode(),
    ) == (422, True)


def test_a_client_corrects_its_data(body: Body) -> None:
    case = received(body).case
    base = link(body, case)
    browser = Browser()
    assert "一店, 福州, 8, 自建" in browser.get(f"{base}application/edit/").content.decode()
    said = {name: value for name, value in FORM.items() if name not in ("scheme", "once", "website")}
    answer = browser.post(f"{base}application/edit/", said | {"products": "空调", "scope": "空调的售后服务"})
    case.refresh_from_db()
    assert (answer.status_code, case.products, case.scope) == (302, "空调", "空调的售后服务")


def test_questions_are_answered_by_the_link(body: Body) -> None:
    case = under_review(body)
    actions.record_review(
        case_id=case.pk, outcome=Outcome.RETURNED, points=yes(scope="?"), reasons="请列明省份", by=body.officer
    )
    base, browser = link(body, case), Browser()
    assert "请列明省份" in browser.get(f"{base}application/").content.decode()
    assert browser.post(f"{base}application/act/answer", {"text": "福建"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.APPLICATION_REVIEW


def test_a_link_opens_its_own_client_only(body: Body) -> None:
    first, second = received(body).case, received(body, credit_code="91350100MA31YX9K1D").case
    hand_in_all(second, visitor(body))
    paper = Paper.objects.latest("pk")
    base = link(body, first)
    stranger = base.replace(f"cases/{first.pk}", f"cases/{second.pk}")
    browser = Browser()
    shut = [stranger, f"{stranger}application/", f"{stranger}application/edit/", f"{stranger}welcome/",
            f"{stranger}papers/{paper.pk}", f"{base}papers/{paper.pk}"]  # fmt: skip
    assert [browser.get(address).status_code for address in shut] == [404] * len(shut)
    assert browser.post(f"{stranger}application/act/submit").status_code == 404
    ClientDoor.objects.update(until="2020-01-01")
    assert browser.get(base).status_code == 404


def test_a_client_withdraws(body: Body) -> None:
    case = submitted(body)
    assert Browser().post(f"{link(body, case)}withdraw", {"reason": "改日再来"}).status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.end_reason) == (Stage.WITHDRAWN, "改日再来")


def test_the_office_takes_up_and_reviews(body: Body) -> None:
    case = submitted(body)
    browser, base = signed_in(body.officer), f"/certification/cases/{case.pk}/application/"
    assert browser.get(base).status_code == 200
    assert browser.post(f"{base}act/take_up").status_code == 302
    said = {point.value: "yes" for point in Point} | {"outcome": "accepted"}
    wrong = browser.post(f"{base}act/review", said | {"scope": "no"})
    assert (wrong.status_code, "checked" in wrong.content.decode()) == (422, True)
    assert browser.post(f"{base}act/review", said).status_code == 302
    case.refresh_from_db()
    assert (case.stage, browser.get(base).status_code) == (Stage.ACCEPTED, 200)


@pytest.mark.parametrize("name", ["evaluator", "manager", "admin"])
def test_others_do_not_act_for_the_office(body: Body, name: str) -> None:
    case = submitted(body)
    browser = signed_in(getattr(body, name))
    assert browser.post(f"/certification/cases/{case.pk}/application/act/submit").status_code in (403, 422)
    assert browser.get("/certification/cases/new/").status_code == 403
    case.refresh_from_db()
    assert case.stage == Stage.SUBMITTED


def test_the_office_opens_a_case(body: Body) -> None:
    browser, client = signed_in(body.officer), body.client()
    said = {
        "client_id": str(client.pk),
        "kind": "transfer",
        "scheme": "cn.gbt.27922",
        "target_level": "star4",
        "reason": "另一机构停业",
    }
    answer = browser.post("/certification/cases/new/", said)
    case = Case.objects.get()
    assert (answer.status_code, case.kind, case.client_id, case.reason) == (302, "transfer", client.pk, "另一机构停业")
    assert browser.get(f"/certification/cases/{case.pk}/application/").status_code == 200
    assert browser.get(f"/certification/cases/{case.pk}/application/edit/").status_code == 200


def test_who_applies_is_found_out(body: Body) -> None:
    known = body.client("青禾电器有限公司", credit_code=CODE, phone="1")
    case = received(body).case
    browser = signed_in(body.officer)
    base = f"/certification/cases/{case.pk}/application/"
    assert CODE in browser.get(base).content.decode()
    answer = browser.post(f"{base}act/settle")
    assert (answer.status_code, "/client/huaping/" in answer.content.decode()) == (200, True)
    case.refresh_from_db()
    assert (case.client_id, Application.objects.get().claimed_code) == (known.pk, "")


def test_a_case_that_ended_waits_for_nobody(body: Body) -> None:
    steps = {
        case.stage: (step["state"], step["word"])
        for case in (body.case(Stage.CERTIFIED), body.case(Stage.REPORT), body.case(Stage.DRAFT))
        for step in [shown.next_step(case, todo.steps([case])[case.pk])]
    }
    assert steps == {
        "certified": ("done", "已办结"), "report": ("ontime", "认证机构办理中"), "draft": ("waiting", "待您办理"),
    }  # fmt: skip


def test_a_list_of_many_cases_costs_the_client_no_more(body: Body, django_assert_num_queries: Any) -> None:
    case = received(body).case
    base, browser = link(body, case).split("cases/")[0], Browser()
    browser.get(base)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        browser.get(base)
    for _ in range(3):
        body.case(Stage.FINDINGS, client=Client.objects.get(pk=case.client_id))
        received_again = received(body, credit_code="").case
        received_again.client_id = case.client_id
        received_again.save(update_fields=["client"])
    with CaptureQueriesContext(connection) as many:
        browser.get(base)
    assert len(many) <= len(one) + 2  # open findings and questions are asked for once there may be some
    assert queries.lacks_of([case])
