"""The tab of score and report, and the client's report by link."""

from decimal import Decimal

from django.test import Client as Browser

from tests.certification.body import Body
from tests.certification.report.evaluated import WHOLE, evaluated, exclude, see
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.report import actions
from wuxing.certification.report.models import CaseExclusion, CaseReport, Override, OverrideProposal
from wuxing.core.actors import Actor
from wuxing.core.models import User


def signed_in(by: Actor) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.get(pk=by.user_id or 0))
    return browser


def page(case: Case) -> str:
    return f"/certification/cases/{case.pk}/score/"


def test_the_tab_shows_every_stage(body: Body) -> None:
    before = body.case(Stage.ON_SITE)
    exclude(body, before, next(leaf.id for leaf in body.pack.leaves if leaf.excludable))
    see(body, before)
    for case in (body.case(Stage.SUBMITTED), before, evaluated(body), evaluated(body, Stage.DECISION)):
        for by in (body.lead, body.officer, body.decider):
            assert signed_in(by).get(page(case)).status_code == 200


def test_an_exclusion_by_two_on_the_page(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    leaf = next(one.id for one in body.pack.leaves if one.excludable)
    assert signed_in(body.evaluator).post(f"{page(case)}act/exclude", {"leaf": leaf, "reason": ""}).status_code == 422
    signed_in(body.evaluator).post(f"{page(case)}act/exclude", {"leaf": leaf, "reason": "不做安装"})
    made = CaseExclusion.objects.get()
    sent = {"exclusion_id": made.pk, "accept": "1"}
    signed_in(body.officer).post(f"{page(case)}act/decide", sent)
    made.refresh_from_db()
    assert (made.accepted, made.decided_by_id) == (True, body.officer.user_id)


def test_an_override_by_two_on_the_page(body: Body) -> None:
    case = evaluated(body)
    sent = {"leaf": WHOLE, "after": "50", "reason": "补看了记录"}
    signed_in(body.evaluator).post(f"{page(case)}act/override", sent)
    made = OverrideProposal.objects.get()
    assert (made.after, made.before) == (Decimal("0.5"), Decimal("0"))
    assert signed_in(body.evaluator).get(page(case)).status_code == 200
    signed_in(body.lead).post(f"{page(case)}act/answer", {"proposal_id": made.pk, "accept": "1"})
    assert Override.objects.get().after == Decimal("0.5")


def test_the_report_is_written_downloaded_and_handed_over(body: Body) -> None:
    case = evaluated(body)
    body.assign(case, body.reviewer, Part.REVIEWER)
    lead = signed_in(body.lead)
    lead.post(f"{page(case)}act/write")
    assert CaseReport.objects.get().version == 1
    found = lead.get(f"{page(case)}report-1.pdf")
    assert b"".join(found.streaming_content)[:4] == b"%PDF"  # type: ignore[attr-defined]
    assert lead.get(f"{page(case)}report-2.pdf").status_code == 404
    lead.post(f"{page(case)}act/hand_over")
    case.refresh_from_db()
    assert case.stage == Stage.UNDER_REVIEW


def test_the_client_sees_the_report_after_the_decision(body: Body) -> None:
    case = evaluated(body)
    actions.generate(case_id=case.pk, by=body.lead)
    _door, word = cases.open_door(client_id=case.client_id, name="叶青", by=body.officer)
    path = f"/client/huaping/{word}/cases/{case.pk}/report/"
    assert Browser().get(path).status_code == 200
    assert Browser().get(f"{path}report.pdf").status_code == 404
    case.stage = Stage.GRANTED.value
    case.save(update_fields=["stage"])
    assert "report.pdf" in Browser().get(path).content.decode()
    assert Browser().get(f"{path}report.pdf").content[:4] == b"%PDF"
    assert Browser().get(path.replace(word, "wrong")).status_code == 404
