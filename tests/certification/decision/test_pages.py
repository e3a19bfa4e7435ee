"""The tab of review and decision: who may not and why, and the whole way through the pages."""

from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tests.certification.body import Body
from tests.certification.decision.conftest import NOTE, HandOver, propose, recommend
from wuxing.certification.cases.gates import blocks
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.decision import rules
from wuxing.certification.decision.models import Decision, Proposal
from wuxing.core.actors import Actor
from wuxing.core.models import User


def browser(by: Actor) -> Browser:
    made = Browser()
    made.force_login(User.objects.get(pk=by.user_id or 0))
    made.cookies["wx_language"] = "en"
    return made


def points(**changes: str) -> dict[str, str]:
    found = {f"good_{code}": "yes" for code in rules.ITEMS} | {f"note_{code}": NOTE for code in rules.ITEMS}
    return found | {"outcome": "grant", "level": "star4", "reasons": "齐全"} | changes


def test_a_case_is_reviewed_voted_on_and_decided_through_the_pages(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    page = f"/certification/cases/{case.pk}/decision/"
    wrong = browser(body.reviewer).post(f"{page}review", points(note_plan=""))
    assert (wrong.status_code, "write why it is in order" in wrong.content.decode()) == (422, True)
    assert browser(body.reviewer).post(f"{page}review", points()).status_code == 302
    sent: dict[str, Any] = {"kind": "grant", "level": "star4", "text": "评分与证据一致"}
    assert browser(body.decider).post(f"{page}propose", sent | {"text": " "}).status_code == 422
    assert browser(body.decider).post(f"{page}propose", sent).status_code == 302
    asked = Proposal.objects.get()
    here = f"/certification/proposals/{asked.pk}/"
    silent = browser(body.decider).post(f"{here}vote", {"choice": "against"})
    assert (silent.status_code, "write why you dissent" in silent.content.decode()) == (422, True)
    for by, choice in ((body.decider, "for"), (body.decider2, "for"), (body.decider3, "against")):
        said = {"choice": choice, "dissent": "网点抽样偏少"}
        assert browser(by).post(f"{here}vote", said).status_code == 302
    assert "网点抽样偏少" in browser(body.officer).get(page).content.decode()
    assert browser(body.decider).post(f"{here}decide").status_code == 302
    assert (Decision.objects.get().level, Case.objects.get(pk=case.pk).stage) == ("star4", Stage.GRANTED)
    assert case.number in browser(body.manager).get("/certification/decisions/?outcome=granted").content.decode()
    assert case.number not in browser(body.manager).get("/certification/decisions/?outcome=returned").content.decode()


def test_the_page_says_who_may_not_and_why(body: Body, hand_over: HandOver) -> None:
    case = hand_over()
    page = f"/certification/cases/{case.pk}/decision/"
    assigned = "only those who are assigned to this case for it may do this"
    for by, why in ((body.lead, "your role does not allow this"), (body.officer, "your role does not allow this")):
        assert why in browser(by).get(page).content.decode()
    assert assigned not in browser(body.reviewer).get(page).content.decode()
    assert browser(body.admin).get(page).status_code == 403
    for by in (body.admin, body.lead, body.officer, body.manager):
        assert browser(by).post(f"{page}review", points()).status_code == 403
    recommend(body, case)
    propose(body, case)
    assert "0 of at least 3 have voted" in browser(body.decider2).get(page).content.decode()


def test_gates_ask_as_often_for_three_cases_as_for_one(body: Body, hand_over: HandOver) -> None:
    cases = [hand_over() for _each in range(3)]
    for case in cases:
        recommend(body, case)
        propose(body, case)
        case.refresh_from_db()

    def asked(rows: list[Case], stage: Stage) -> int:
        with CaptureQueriesContext(connection) as seen:
            blocks(rows, stage)
        return len(seen)

    for stage in (Stage.DECISION, Stage.GRANTED, Stage.NOT_GRANTED):
        asked(cases, stage)
        assert asked(cases, stage) == asked(cases[:1], stage), stage
