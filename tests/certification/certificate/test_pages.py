"""Pages of certificates: what everybody sees, what is done through them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify, Grant
from wuxing.certification.cases import actions as cases
from wuxing.certification.certificate import actions, lists, queries
from wuxing.certification.certificate.actions import happening
from wuxing.certification.certificate.models import Certificate, CertificateEvent, Measure, NoticeReport
from wuxing.certification.certificate.states import State
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


@pytest.mark.parametrize("written", [State.VALID, State.SUSPENDED])
@pytest.mark.parametrize("extended", [0, 30, 90])
def test_the_list_finds_by_the_state_of_today(body: Body, certify: Certify, written: State, extended: int) -> None:
    for days in (0, 300, 366, 380, 460, 1100):
        certify(clock.today() - timedelta(days=days))
    today = clock.today()
    for held in Certificate.objects.all():
        if extended:
            until = held.surveillance_due_on + timedelta(days=extended)
            happening.happen(held, "extend", by=body.decider, reason="延期", extended_until=until)
        if written is State.SUSPENDED:
            happening.happen(
                held, "suspend", by=body.decider, reason="误用", after=written, until=today + timedelta(days=5)
            )
    for state in State:
        expected = {one.pk for one in Certificate.objects.all() if queries.state_on(one, today) == state}
        assert set(Certificate.objects.filter(queries.in_state(state, today)).values_list("pk", flat=True)) == expected
        listed, _more = lists.certificates(lists.Wanted(state=state.value), today)
        assert {one.pk for one in listed} == expected


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
    assert numbers("level=star4&state=valid") == [True, False]
    assert numbers("level=star4&state=suspended") == [False, True]  # though no job has run
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
