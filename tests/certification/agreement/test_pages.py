"""The agreement as the body and the client see it; invoices."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from tests.certification.agreement.test_actions import PIXEL, issue, sign
from tests.certification.body import Body
from tests.certification.cases.test_views import signed_in
from tests.web.reading import read
from wuxing.certification.agreement import queries
from wuxing.certification.agreement.models import Agreement, Invoice
from wuxing.certification.agreement.states import Side
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.core import clock


def act(case: Case, name: str) -> str:
    return reverse("certification:case_agreement_act", args=[case.pk, name])


def test_the_office_works_out_a_quote_looks_at_it_and_sends_it(body: Body) -> None:
    case, office = body.case(Stage.ACCEPTED), signed_in(body.officer)
    today = clock.today()
    data = {
        "access_from": today.isoformat(), "access_until": (today + timedelta(days=30)).isoformat(), "areas": ["repair"],
        "days_complexity": "1", "why_complexity": "燃气",
    }  # fmt: skip
    seen = office.post(act(case, "quote"), data | {"preview": "1"})
    assert (seen.status_code, Agreement.objects.count(), "燃气" in seen.content.decode()) == (200, 0, True)
    assert office.post(act(case, "quote"), data | {"days_complexity": "9"}).status_code == 422
    assert office.post(act(case, "quote"), data | {"fee_evaluation": "5"}).status_code == 422  # no reason given
    assert office.post(act(case, "quote"), data).status_code == 302
    made = Agreement.objects.get()
    assert (made.areas, str(made.days)) == (["repair"], "5.00")


def test_pages_open_and_are_well_made_at_every_step(body: Body) -> None:
    accepted, issued, signed = (body.case(Stage.ACCEPTED) for _ in range(3))
    issue(body, issued)
    both = issue(body, signed)
    sign(body, both, Side.CLIENT, drawing=PIXEL)
    sign(body, both, Side.BODY)
    earlier = body.case(Stage.CERTIFIED)
    covered = body.case(Stage.ACCEPTED, client=earlier.client, kind="surveillance")
    invoice = Invoice.objects.filter(case=signed).earliest("pk")
    paths = [
        *(reverse("certification:case_agreement", args=[one.pk]) for one in (accepted, issued, signed, covered)),
        reverse("certification:invoices"), reverse("certification:invoices") + "?state=overdue",
        reverse("certification:invoice", args=[invoice.pk]),
    ]  # fmt: skip
    for language, by in (("en", body.officer), ("zh-hant", body.lead)):
        browser = signed_in(by, language)
        for path in paths:
            page = browser.get(path)
            assert page.status_code == 200, path
            assert read(page.content.decode()).faults() == [], path


def test_the_agreement_is_printed_with_its_signatures(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    made = issue(body, case)
    sign(body, made, Side.CLIENT, drawing=PIXEL)
    answer = signed_in(body.officer).get(reverse("certification:agreement_pdf", args=[case.pk, 1]))
    assert (answer.status_code, answer.content[:5], answer["Content-Disposition"]) == (
        200, b"%PDF-", f'attachment; filename="{made.number}-1.pdf"',
    )  # fmt: skip
    missing = signed_in(body.officer).get(reverse("certification:agreement_pdf", args=[case.pk, 9]))
    assert missing.status_code == 404


def test_the_client_asks_for_a_change_and_signs_by_link(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    _door, word = cases.open_door(client_id=case.client_id, name="叶青", by=body.officer)
    first = issue(body, case)
    path = reverse("certification:portal_agreement", kwargs={"body": "huaping", "word": word, "case_id": case.pk})
    browser = Client()
    assert read(browser.get(path).content.decode()).faults() == []
    assert browser.post(path, {"do": "ask", "text": ""}).status_code == 422
    assert browser.post(path, {"do": "ask", "text": "少一天"}).status_code == 302
    second = issue(body, case)
    given = {"do": "sign", "signed_by": "叶青", "post": "总经理", "signature": PIXEL}
    assert browser.post(path, given | {"sha256": first.sha256}).status_code == 422  # the older text
    assert browser.post(path, given | {"sha256": second.sha256}).status_code == 302
    found = queries.standing(case)
    assert found is not None
    assert [(step.event, step.channel, step.door_id is not None) for step in found.steps] == [
        ("issued", "web", False), ("signed_client", "portal", True),
    ]  # fmt: skip
    assert browser.get(path[: -len("agreement/")] + "agreement/2.pdf").content[:5] == b"%PDF-"
    assert Client().get(path.replace(word, "x" * 32)).status_code == 404


def test_another_clients_agreement_is_not_found(body: Body) -> None:
    mine, other = body.case(Stage.ACCEPTED), body.case(Stage.ACCEPTED)
    issue(body, other)
    _door, word = cases.open_door(client_id=mine.client_id, name="叶青", by=body.officer)
    path = reverse("certification:portal_agreement", kwargs={"body": "huaping", "word": word, "case_id": other.pk})
    assert [Client().get(path).status_code, Client().get(f"{path}1.pdf").status_code] == [404, 404]


def test_the_body_signs_and_the_case_is_contracted(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    made = issue(body, case)
    sign(body, made, Side.CLIENT)
    given = {"signed_by": "officer 华", "post": "项目主管", "signature": "", "sha256": made.sha256}
    assert signed_in(body.lead).post(act(case, "sign"), given).status_code == 403
    assert signed_in(body.officer).post(act(case, "sign"), given).status_code == 302
    assert Case.objects.get(pk=case.pk).stage == "contracted"


def test_invoices_are_paid_cancelled_and_handed_out(body: Body) -> None:
    case = body.case(Stage.UNDER_REVIEW, client=body.client("=HYPERLINK(1)"))
    office, today = signed_in(body.officer), clock.today().isoformat()
    data = {"kind": "yearly", "amount": "2000", "due_on": today}
    for _ in range(2):
        assert office.post(act(case, "charge"), data).status_code == 302
    one, two = Invoice.objects.filter(kind="yearly").order_by("pk")
    assert (
        office.post(reverse("certification:invoice", args=[one.pk]), {"do": "pay", "paid_on": today}).status_code == 302
    )
    assert (
        office.post(reverse("certification:invoice", args=[two.pk]), {"do": "cancel", "reason": ""}).status_code == 422
    )
    assert (
        office.post(reverse("certification:invoice", args=[two.pk]), {"do": "cancel", "reason": "重复"}).status_code
        == 302
    )
    lines = office.get(reverse("certification:invoices_csv")).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines[1:3]] == ["'=HYPERLINK(1)"] * 2
    assert [line.rsplit(",", 1)[1] for line in lines[1:3]] == ["cancelled", "paid"]
