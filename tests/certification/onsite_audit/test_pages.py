"""Pages of the evaluation on site: they open, they do what they say, they refuse with a reason."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.certification.body import Body
from tests.certification.onsite_audit import site
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import actions
from wuxing.certification.onsite_audit.models import PlanAnswer, Sheet, SiteDraw
from wuxing.certification.onsite_audit.rules import drawing
from wuxing.core import tokens
from wuxing.core.actors import Actor
from wuxing.core.models import User

SignIn = Callable[[Actor], Client]


@pytest.fixture
def signed_in(db: None) -> SignIn:
    """Return a browser in which a person is signed in."""

    def sign_in(by: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=by.user_id or 0))
        return client

    return sign_in


def address(name: str, *args: object) -> str:
    return reverse(f"certification:{name}", args=args)


def paths(case: Case) -> list[str]:
    names = ("case_audit", "audit_cycle", "audit_plan", "audit_draws", "audit_tablet")
    return [
        *(address(name, case.pk) for name in names),
        address("audit_meeting", case.pk, "opening"),
        address("audit_meeting", case.pk, "closing"),
        address("audit_sheet", case.pk, "5.2.4-b"),
        address("audit_sheet", case.pk, "5.1.1.1"),
    ]


def test_the_pages_open_in_every_stage(body: Body, signed_in: SignIn) -> None:
    browser, reviewer = signed_in(body.lead), signed_in(body.reviewer)
    for case in (body.case(Stage.DOCUMENT_REVIEW), site.planned(body), site.on_site(body), site.closed(body)):
        for path in paths(case):
            assert (path, browser.get(path).status_code) == (path, 200)
        assert reviewer.get(paths(case)[0]).status_code == 200


def test_a_plan_is_drawn_up_and_released_in_the_browser(body: Body, signed_in: SignIn) -> None:
    case, browser = body.case(Stage.DOCUMENT_REVIEW, outlets=0), signed_in(body.lead)
    plan = address("audit_plan", case.pk)
    assert browser.post(plan, {"do": "release"}).status_code == 200  # there is no draft, so there is no such form
    browser.post(plan, {"do": "start"})
    refused = browser.post(plan, {"do": "release"})
    assert refused.status_code == 422
    browser.post(plan, {"do": "propose", "first_day": "2026-11-30"})
    wrong = {"do": "line", "day": "2026-11-30", "starts": "12:00", "ends": "09:00", "leaves": "5.1.1"}
    hq = {"site_id": case.sites.get().pk, "certifier_id": body.certifier(body.lead).pk, "method": "records"}
    assert browser.post(plan, wrong | hq).status_code == 422
    assert browser.post(plan, {"do": "release"}).status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.evaluated_from) == ("planned", site.MONDAY)


def test_the_client_answers_draws_and_signs_by_its_link(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW)
    _door, word = cases.open_door(client_id=case.client_id, name="叶青", by=body.officer)
    browser = Client()
    page = reverse("certification:portal_audit", kwargs={"body": "huaping", "word": word, "case_id": case.pk})
    actions.promise_sites(case_id=case.pk, by=body.lead)
    secret = SiteDraw.objects.get().secret
    assert secret not in browser.get(page).content.decode()
    file = f"{page}draws/{SiteDraw.objects.get().pk}.json"
    assert browser.get(file).status_code == 404  # before it is drawn it would tell the body's word
    assert browser.post(page, {"do": "word", "word": "abc"}).status_code == 422
    assert browser.post(page, {"do": "word", "word": "青禾的词"}).status_code == 302
    assert SiteDraw.objects.get().told_by == "叶青"
    assert [holds for _name, holds in drawing.checked(browser.get(file).json())] == [True] * 4
    actions.start_plan(case_id=case.pk, by=body.lead)
    actions.propose_lines(case_id=case.pk, first_day=site.MONDAY, by=body.lead)
    actions.release_plan(case_id=case.pk, by=body.lead)
    case.refresh_from_db()

    about = body.certifier(body.evaluator).pk
    assert browser.post(page, {"do": "answer", "answer": "objected", "text": ""}).status_code == 422
    browser.post(page, {"do": "answer", "answer": "objected", "certifier_id": about, "text": "曾在我公司任职"})
    assert PlanAnswer.objects.get().certifier_id == about
    actions.keep_meeting(case_id=case.pk, kind="opening", at=case.stage_since, place="总部", by=body.lead)
    browser.post(page, {"do": "sign-opening", "name": "叶青", "post": "售后总监"})
    assert case.meetings.get().attendances.get().side == "client"
    assert "lead 华" in browser.get(page).content.decode()


def test_an_indicator_is_seen_in_the_browser(body: Body, signed_in: SignIn) -> None:
    case, browser = site.on_site(body), signed_in(body.evaluator)
    page = address("audit_sheet", case.pk, "5.2.4-b")
    assert browser.post(page, {"do": "see", "text": "看了十单"}).status_code == 422
    assert browser.post(page, {"do": "see", "text": "看了十单", "sample_size": "10", "since": ""}).status_code == 302
    note = {"do": "note", "kind": "interview", "text": "会说明收费", "post": "工程师", "key": "k" * 32}
    assert [browser.post(page, note).status_code for _again in range(2)] == [302, 302]
    assert (Sheet.objects.get(case=case, leaf="5.2.4-b").ratio, case.audit_notes.count()) == (Decimal(1), 1)
    assert browser.get(page).content.decode().count("常缺") == 1
    outsider = signed_in(body.officer)
    assert outsider.post(page, {"do": "see", "text": "改", "sample_size": "1", "since": ""}).status_code == 403


def test_the_tablet_sends_what_it_kept(body: Body, signed_in: SignIn) -> None:
    case, browser = site.on_site(body), signed_in(body.evaluator)
    outbox = address("audit_outbox_act", case.pk)
    item = {
        "key": "sheet-5.1.1.1",
        "what": "sheet",
        "details": {"leaf": "5.1.1.1", "text": "看了任命文件", "since": ""},
    }

    told = browser.post(outbox, {"items": [item]}, content_type="application/json").json()
    assert [one["outcome"] for one in told["results"]] == ["kept"]
    assert browser.post(outbox, "no", content_type="application/json").status_code == 422
    assert signed_in(body.officer).post(outbox, {"items": [item]}, content_type="application/json").status_code == 403


def test_the_same_outbox_stands_in_the_api(body: Body) -> None:
    case = site.on_site(body)
    token = tokens.issue_token(user_id=body.evaluator.user_id or 0, name="平板", by=body.admin)
    item = {"key": "n" * 32, "what": "note", "details": {"kind": "note", "text": "门口有公示"}}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "first"}
    path = f"/api/certification/cases/{case.pk}/outbox"
    answers = [
        Client().post(path, {"items": [item]}, content_type="application/json", headers=headers) for _again in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert case.audit_notes.count() == 1


def test_the_gates_of_many_cases_take_as_many_queries_as_of_one(
    body: Body, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    several = [site.on_site(body) for _number in range(3)]
    for to in (Stage.PLANNED, Stage.ON_SITE, Stage.FINDINGS):
        with CaptureQueriesContext(connection) as one:
            gates.blocks(several[:1], to)
        with django_assert_num_queries(len(one)):
            gates.blocks(several, to)
