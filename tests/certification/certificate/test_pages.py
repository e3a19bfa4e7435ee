"""Pages of certificates: what everybody sees, what is done through them, what the public is told."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify, Grant
from wuxing.certification.cases import actions as cases
from wuxing.certification.certificate import actions
from wuxing.certification.certificate.models import Certificate, CertificateEvent, Measure, NoticeReport
from wuxing.core import clock
from wuxing.core.actors import Actor, system_actor
from wuxing.core.models import User


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    cache.clear()


def browser(by: Actor) -> Browser:
    made = Browser()
    made.force_login(User.objects.get(pk=by.user_id or 0))
    made.cookies["wx_language"] = "en"
    return made


def test_two_persons_suspend_through_the_page(body: Body, certify: Certify) -> None:
    held = certify()
    page = f"/certification/certificates/{held.pk}/"
    sent = {"step": "suspend", "reason_code": "misuse", "reason": "误用标志", "until": ""}
    answer = browser(body.officer).post(f"{page}propose", sent)
    assert (answer.status_code, "say until when it is suspended" in answer.content.decode()) == (422, True)
    until = (clock.today() + timedelta(days=60)).isoformat()
    assert browser(body.officer).post(f"{page}propose", sent | {"until": until}).status_code == 302
    measure = Measure.objects.get()
    seen = browser(body.officer).get(page).content.decode()
    assert "this is decided by a decision maker" in seen
    assert browser(body.officer).post(f"{page}proposals/{measure.pk}/confirm").status_code == 403
    assert browser(body.decider).post(f"{page}proposals/{measure.pk}/confirm").status_code == 302
    held.refresh_from_db()
    assert held.state == "suspended"
    event = CertificateEvent.objects.latest("pk")
    sent = {"event_id": str(event.pk), "reported_on": clock.today().isoformat(), "receipt": "CNCA-2026-1"}
    assert browser(body.officer).post(f"{page}report", sent).status_code == 302
    assert NoticeReport.objects.get().event_id == event.pk


def test_the_list_finds_by_number_holder_state_and_due_day(body: Body, certify: Certify) -> None:
    first, late = certify(), certify(clock.today() - timedelta(days=380))
    web = browser(body.reviewer)

    def numbers(query: str) -> list[bool]:
        text = web.get(f"/certification/certificates/?{query}").content.decode()
        return [f">{one.number}<" in text for one in (first, late)]

    assert numbers("") == [True, True]
    assert numbers(f"q={first.number}") == [True, False]
    assert numbers(f"q={late.holder}") == [False, True]
    assert numbers("due=overdue") == [False, True]
    assert numbers("state=withdrawn") == [False, False]
    assert numbers("level=star4&state=valid") == [True, True]
    assert numbers("state=nonsense&before=x") == [True, True]


def test_issue_through_the_tab_of_the_case(body: Body, grant: Grant) -> None:
    case = grant().case
    page = f"/certification/cases/{case.pk}/certificate/"
    assert "your role does not allow this" in browser(body.decider).get(page).content.decode()
    assert browser(body.decider).post(f"{page}conclude").status_code == 403
    assert browser(body.officer).post(f"{page}conclude").status_code == 302
    made = Certificate.objects.get()
    assert made.number in browser(body.decider).get(page).content.decode()
    _door, word = cases.open_door(client_id=case.client_id, name="叶青", by=body.officer)
    seen = Browser().get(f"/client/huaping/{word}/cases/{case.pk}/certificate/")
    assert (seen.status_code, made.number in seen.content.decode()) == (200, True)


def test_anybody_asks_the_register(body: Body, certify: Certify) -> None:
    held, late = certify(), certify(clock.today() - timedelta(days=380))
    web = Browser()
    web.cookies["wx_language"] = "en"
    found = web.get("/register/huaping/", {"q": held.holder}).content.decode()
    assert (held.number in found, late.number in found) == (True, False)
    said = web.get(f"/register/huaping/{held.number}.json").json()
    assert (said["state"], said["holder"], said["level"], said["exercise"]) == ("valid", held.holder, "star4", False)
    assert "叶青" not in str(said)
    overdue = web.get(f"/register/huaping/{late.number}.json").json()  # no job has run
    assert (overdue["state"], overdue["state_since"]) == (
        "suspended", (late.surveillance_due_on + timedelta(days=1)).isoformat(),
    )  # fmt: skip
    page = web.get(f"/register/huaping/{late.number}/").content.decode()
    assert "It is suspended since" in page
    assert "叶青" not in page
    for gone in ("/register/huaping/X-1/", "/register/huaping/X-1.json", "/register/nobody/", "/register/hailan/X/"):
        assert web.get(gone).status_code == 404, gone


def test_the_register_answers_so_many_questions(body: Body, certify: Certify) -> None:
    number = certify().number
    web = Browser()
    answers = [web.get(f"/register/huaping/{number}.json").status_code for _each in range(121)]
    assert (answers[:120], answers[120]) == ([200] * 120, 429)
    assert web.get("/register/huaping/", {"q": number}).status_code == 429


def test_a_list_asks_as_often_for_three_as_for_one(body: Body, certify: Certify) -> None:
    web = browser(body.officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert web.get("/certification/certificates/").status_code == 200
        return len(seen)

    certify()
    asked()
    one = asked()
    certify()
    actions.suspend_overdue(certificate=certify(clock.today() - timedelta(days=380)), by=system_actor(body.tenant.pk))
    assert asked() == one
