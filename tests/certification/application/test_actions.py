"""Applications from the form to the end of their review."""

from io import BytesIO

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, OperationalError
from django.test.utils import CaptureQueriesContext

from tests.certification.application.papers import (
    CODE,
    OTHER_CODE,
    PNG,
    applied,
    hand_in_all,
    received,
    submitted,
    under_review,
    visitor,
    yes,
)
from tests.certification.body import Body
from wuxing.certification.application import actions, queries
from wuxing.certification.application.actions import Data
from wuxing.certification.application.models import Application, ApplicationReview, Paper
from wuxing.certification.application.outlets import Outlet
from wuxing.certification.application.states import Outcome, Source
from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case, CaseRole, Client, ClientDoor
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.office.letters.models import Letter
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.queries.timeline import timeline


def events(body: Body, case: Case) -> list[str]:
    return [entry.event for entry in timeline(body.tenant.pk, ("case", case.pk))]


def data_of(case: Case, **changes: object) -> Data:
    client = Client.objects.get(pk=case.client_id)
    said: dict[str, object] = {
        name: getattr(case, name)
        for name in ("target_level", "products", "regions", "scope", "headcount", "running_since")
    }
    said |= {
        name: getattr(client, name)
        for name in ("name", "credit_code", "address", "city", "contact_name", "phone", "email")
    }
    said |= {"outlets": (Outlet("一店", "福州", 8),), "no_outlets": False, "lawful": True, "no_incident": True}
    return Data(**(said | {"consent": True, "remarks": ""} | changes))  # type: ignore[arg-type]


def test_the_form_opens_a_draft_with_a_link(body: Body) -> None:
    made = received(body)
    case = made.case
    assert (case.stage, case.client.name, case.client.credit_code) == ("draft", "青禾电器有限公司", CODE)
    assert [(s.kind, s.name, s.headcount, s.own) for s in case.sites.order_by("pk")] == [
        ("headquarters", "总部", 112, True),
        ("outlet", "一店", 8, True),
        ("outlet", "二店", 6, False),
    ]
    door = ClientDoor.objects.get(client=case.client)
    assert (door.name, door.made_by_id) == ("叶青", None)
    assert events(body, case) == ["case.open", "application.receive"]
    assert case.trade_code == "SC03"


def test_no_contact_of_the_client_stands_in_the_ledger(body: Body) -> None:
    case = submitted(body, contact_name="叶清许", phone="0591-7654321", email="ye@qinghe.example")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(payload::text, ' ') FROM core_entry WHERE tenant_id = %s", [body.tenant.pk])
        told = cursor.fetchone()[0]
    assert [word for word in ("叶清许", "7654321", "ye@qinghe", "\\u53f6") if word in told] == []
    assert case.stage == Stage.SUBMITTED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"credit_code": "91350100M000100Y44"}, "credit_code"),
        ({"scheme": "cn.gbt.18884"}, "scheme"),
        ({"target_level": "star9"}, "target_level"),
        ({"phone": ""}, "phone"),
    ],
)
def test_what_cannot_be_taken_leaves_nothing(body: Body, change: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as error:
        received(body, **change)
    assert list(error.value.fields) == [field]
    assert (Case.objects.count(), Client.objects.count()) == (0, 0)


def test_the_same_form_opens_one_case(body: Body) -> None:
    received(body, once="abc")
    with pytest.raises(RuleBroken):
        received(body, once="abc", credit_code=OTHER_CODE)
    assert Case.objects.count() == 1


def test_a_known_code_opens_nothing_of_its_client(body: Body) -> None:
    known = body.client("青禾电器有限公司", credit_code=CODE, phone="1")
    case = received(body).case
    assert case.client_id != known.pk
    assert case.client.credit_code == ""
    hand_in_all(case, visitor(body))
    with pytest.raises(RuleBroken) as refused:
        actions.submit(case_id=case.pk, by=visitor(body))
    assert "the body first finds out who applies" in refused.value.reason

    settled, _word = actions.settle_claim(case_id=case.pk, by=body.officer)
    assert settled.client_id == known.pk
    assert ClientDoor.objects.filter(client_id=case.client_id, revoked_at=None).count() == 0
    assert actions.submit(case_id=case.pk, by=body.officer).stage == Stage.SUBMITTED


def test_the_office_opens_a_case_for_a_client(body: Body) -> None:
    client = body.client()
    case = actions.open_for_client(applied=applied(name="", credit_code=""), client_id=client.pk, by=body.officer)
    assert (case.client_id, case.officer_id) == (client.pk, body.officer.user_id)
    assert Application.objects.get(case=case).source == Source.OFFICE
    with pytest.raises(BadInput):
        actions.open_for_client(applied=applied(credit_code=client.credit_code), by=body.officer)
    for other in (body.admin, body.evaluator, visitor(body)):
        with pytest.raises(NotAllowed):
            actions.open_for_client(applied=applied(), by=other)


def test_the_client_corrects_until_it_submits(body: Body) -> None:
    case = received(body).case
    actions.change(case_id=case.pk, data=data_of(case, products="空调", headcount=20, city="泉州"), by=visitor(body))
    case.refresh_from_db()
    assert (case.products, case.headcount) == ("空调", 20)
    assert [(s.name, s.headcount) for s in case.sites.order_by("pk")] == [("总部", 12), ("一店", 8)]
    hand_in_all(case, visitor(body))
    actions.submit(case_id=case.pk, by=visitor(body))
    with pytest.raises(RuleBroken):
        actions.change(case_id=case.pk, data=data_of(case), by=visitor(body))
    actions.change(case_id=case.pk, data=data_of(case, scope="空调的销售与服务"), by=body.officer)


def test_a_link_does_not_rename_a_client_with_other_cases(body: Body) -> None:
    case = received(body).case
    body.case(Stage.CERTIFIED, client=case.client)
    with pytest.raises(BadInput) as error:
        actions.change(case_id=case.pk, data=data_of(case, name="别家公司"), by=visitor(body))
    assert list(error.value.fields) == ["name"]


def test_papers_keep_every_version(body: Body) -> None:
    case = received(body).case
    for by in (visitor(body), body.officer):
        actions.hand_in(case_id=case.pk, code="business_licence", content=BytesIO(PNG), name="a.png", by=by)
    other = actions.hand_in(
        case_id=case.pk, code="", title="荣誉", content=BytesIO(PNG), name="b.png", by=visitor(body)
    )
    line = queries.paper_lines(case)[0]
    assert [(row.version, row.by_client) for row in line.versions] == [(2, False), (1, True)]
    assert (line.code, line.title, other.code, other.title) == ("business_licence", "营业执照", "other-1", "荣誉")
    with pytest.raises((InternalError, OperationalError, Exception)), transaction.atomic():
        Paper.objects.filter(pk=other.pk).update(title="x")


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<html>", b"PK\x03\x04broken"])
def test_hostile_files_are_refused(body: Body, content: bytes) -> None:
    case = received(body).case
    with pytest.raises(BadInput) as error:
        actions.hand_in(
            case_id=case.pk, code="business_licence", content=BytesIO(content), name="a.pdf", by=visitor(body)
        )
    assert list(error.value.fields) == ["file"]
    assert Paper.objects.count() == 0


def test_nothing_is_submitted_before_it_is_complete(body: Body) -> None:
    case = received(body, no_incident=False).case
    with pytest.raises(RuleBroken) as refused:
        actions.submit(case_id=case.pk, by=visitor(body))
    assert refused.value.reason.startswith("the application is not complete")
    assert Case.objects.get(pk=case.pk).stage == Stage.DRAFT
    needed = sum(1 for line in queries.paper_lines(case) if line.needed)
    assert len(queries.lacks_of([case])[case.pk]) == needed + 1


def test_submitting_is_told_and_has_a_day(body: Body) -> None:
    case = submitted(body)
    assert case.stage == Stage.SUBMITTED
    assert (case.due_on is None, [row.kind for row in Letter.objects.all()]) == (False, ["application_received"])


def test_who_takes_it_up_reviews_it_by_name(body: Body) -> None:
    case = under_review(body)
    role = CaseRole.objects.get(case=case)
    assert (role.part, role.certifier_id) == (Part.APPLICATION_REVIEWER, body.certifier(body.officer).pk)
    for other in (body.admin, body.manager):
        with pytest.raises(NotAllowed):
            actions.record_review(case_id=case.pk, outcome=Outcome.ACCEPTED, points=yes(), by=other)
    with pytest.raises(NotAllowed):
        actions.record_review(case_id=case.pk, outcome=Outcome.ACCEPTED, points=yes(), by=body.evaluator)


def test_an_application_that_is_in_order_is_accepted(body: Body) -> None:
    case = under_review(body)
    actions.record_review(case_id=case.pk, outcome=Outcome.ACCEPTED, points=yes(), by=body.officer)
    case.refresh_from_db()
    assert (case.stage, case.accepted_at is None) == (Stage.ACCEPTED, False)
    assert [row.kind for row in Letter.objects.order_by("pk")] == ["application_received", "application_accepted"]
    assert events(body, case)[-3:] == ["application.review", "case.move", "letter.write"]


def test_questions_go_to_the_client_and_the_answer_comes_back(body: Body) -> None:
    case = under_review(body)
    no = yes(scope="哪些省")
    actions.record_review(case_id=case.pk, outcome=Outcome.RETURNED, points=no, reasons="请说明地区", by=body.officer)
    case.refresh_from_db()
    assert (case.stage, queries.is_open_to_client(case)) == (Stage.SUBMITTED, True)
    assert gates.blocks([case], Stage.APPLICATION_REVIEW) == {
        case.pk: ["the client has not answered the questions yet"]
    }
    actions.change(case_id=case.pk, data=data_of(case, regions="福建、浙江"), by=visitor(body))
    actions.answer(case_id=case.pk, text="福建和浙江", by=visitor(body))
    case.refresh_from_db()
    assert (case.stage, queries.is_open_to_client(case)) == (Stage.APPLICATION_REVIEW, False)
    assert queries.reviews_of(case)[0].answer.text == "福建和浙江"
    with pytest.raises(RuleBroken):
        actions.answer(case_id=case.pk, text="again", by=visitor(body))


def test_a_refusal_gives_its_reasons(body: Body) -> None:
    case = under_review(body)
    no = yes(lawful="吊销")
    actions.record_review(
        case_id=case.pk, outcome=Outcome.REFUSED, points=no, reasons="营业执照已被吊销", by=body.officer
    )
    case.refresh_from_db()
    assert (case.stage, case.end_reason) == (Stage.REFUSED, "营业执照已被吊销")
    assert Letter.objects.latest("pk").kind == "application_refused"


def test_a_system_that_is_too_young_is_not_accepted(body: Body) -> None:
    from wuxing.core import clock

    case = under_review(body, running_since=clock.today())
    with pytest.raises(BadInput) as error:
        actions.record_review(case_id=case.pk, outcome=Outcome.ACCEPTED, points=yes(), by=body.officer)
    assert list(error.value.fields) == ["running"]
    assert ApplicationReview.objects.count() == 0


def test_nobody_competent_means_no_acceptance(body: Body) -> None:
    case = under_review(body)
    for row in body.people.values():
        row.competences.filter(part="lead").update(until=row.contract_from)
    with pytest.raises(BadInput) as error:
        actions.record_review(case_id=case.pk, outcome=Outcome.ACCEPTED, points=yes(), by=body.officer)
    assert list(error.value.fields) == ["competence"]


def test_checks_cost_the_same_for_many_cases(body: Body) -> None:
    made = [received(body, credit_code="").case for _ in range(3)]

    def cost(cases: list[Case]) -> int:
        with CaptureQueriesContext(connection) as seen:
            gates.blocks(cases, Stage.SUBMITTED)
            gates.blocks(cases, Stage.APPLICATION_REVIEW)
            gates.blocks(cases, Stage.ACCEPTED)
        return len(seen)

    cost(made[:1])
    assert cost(made[:1]) == cost(made)
