"""Pages of competence and impartiality, as people of the body open and use them."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.certification.body import Body
from tests.web.reading import read
from wuxing.certification.cases.models import CaseRole
from wuxing.certification.cases.states import Stage
from wuxing.certification.people.impartiality import actions as impartiality
from wuxing.certification.people.impartiality.actions import Attendee
from wuxing.certification.people.models import Absence, Certifier, Competence, Declaration, Relation, Tie
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import User

TODAY = clock.today()


def signed_in(by: Actor, language: str = "en") -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id or 0))
    client.cookies["wx_language"] = language
    return client


def url(name: str, *parts: int) -> str:
    return reverse(f"certification:{name}", args=parts)


def tie(body: Body, certifier: Certifier, **facts: Any) -> Tie:
    told = {"kind": "consultancy", "since": date(2020, 1, 1), "declared_at": clock.now()} | facts
    return Tie.objects.create(tenant=body.tenant, certifier=certifier, **told)


def test_pages_open_full_and_are_well_made(body: Body) -> None:
    case = body.case(Stage.DECISION)
    who = body.certifier(body.reviewer)
    tie(body, who, client=case.client)
    tie(body, who, party="旧公司", until=date(2021, 1, 1))
    Absence.objects.create(tenant=body.tenant, certifier=who, starts_on=TODAY, ends_on=TODAY, why="年假")
    Relation.objects.create(
        tenant=body.tenant, client=case.client, party="集团", kind="owns", since=TODAY, declared_at=clock.now()
    )
    risk = impartiality.raise_risk(
        title="单一委托人", source="clients", likelihood=2, effect=3, measures="限额",
        owner_id=body.manager.user_id or 0, by=body.manager,
    )  # fmt: skip
    minutes = impartiality.keep_minutes(
        held_on=TODAY, attendance=[Attendee(f"委员 {n}", f"第 {n} 方") for n in range(3)], text="议题", advice="意见",
        risks=[risk.pk], by=body.manager,
    )  # fmt: skip
    pages = [
        (body.manager, url("certifiers")),
        (body.manager, url("certifier", who.pk)),
        (body.manager, url("certifier_new")),
        (body.manager, url("impartiality")),
        (body.manager, url("impartiality_risk", risk.pk)),
        (body.manager, url("minutes_new")),
        (body.manager, url("minutes", minutes.pk)),
        (body.officer, url("relations")),
        (body.officer, url("case_people", case.pk) + "?part=decider"),
        (body.reviewer, url("my_declarations")),
        (body.reviewer, url("certifier", who.pk)),
    ]
    for language in ("en", "zh-hant"):
        for by, path in pages:
            response = signed_in(by, language).get(path)
            assert response.status_code == 200, path
            assert read(response.content.decode()).faults() == [], path


def test_empty_pages_say_what_would_be_there(body: Body) -> None:
    CaseRole.objects.update(ended_at=clock.now())
    Certifier.objects.update(active=False)
    pages = [
        (body.manager, url("certifiers"), "Nobody works for the body yet"),
        (body.manager, url("certifiers") + "?q=zzz", "Nobody fits these filters"),
        (body.manager, url("impartiality"), "No risk is written down"),
        (body.officer, url("relations"), "No relation is written down"),
        (body.officer, url("case_people", body.case(Stage.DRAFT).pk), "Nobody works for the body yet"),
        (body.admin, url("certifiers"), None),
    ]
    for by, path, words in pages:
        response = signed_in(by).get(path)
        if words is None:
            assert response.status_code == 403
        else:
            assert words in response.content.decode(), path


def test_the_list_asks_equally_often_for_one_and_many(body: Body) -> None:
    counts = []
    tie(body, body.certifier(body.lead), party="甲公司")
    client = signed_in(body.manager)
    client.get(url("certifiers"))
    for _round in range(2):
        with CaptureQueriesContext(connection) as made:
            client.get(url("certifiers"))
        counts.append(len(made))
        for number in range(5):
            other = Certifier.objects.create(
                tenant=body.tenant, name=f"合同 {number}", employment="contract", contract_from=TODAY,
                created_at=clock.now(),
            )  # fmt: skip
            tie(body, other, party="甲公司")
    assert counts[0] == counts[1]


def test_the_list_is_turned_page_by_page(body: Body) -> None:
    Certifier.objects.bulk_create(
        Certifier(
            tenant=body.tenant, name=f"乙 {number:03}", employment="contract", contract_from=TODAY,
            created_at=clock.now(),
        )
        for number in range(60)
    )  # fmt: skip
    client = signed_in(body.manager)
    seen, path = [], url("certifiers") + "?q=乙"
    while path:
        context = client.get(path).context
        seen += [each["row"].name for each in context["rows"]]
        path = context["next"]
    assert seen == [f"乙 {number:03}" for number in range(60)]


def test_somebody_is_taken_in_and_judged_competent(body: Body) -> None:
    client = signed_in(body.manager)
    facts = {
        "name": "钱工", "employment": "contract", "contract_from": "2026-01-01", "registration": "ccaa-9",
        "level": "trainee", "registered_until": "2030-01-01", "days_a_month": "8",
    }  # fmt: skip
    wrong = client.post(url("certifier_new"), facts | {"level": ""})
    assert (wrong.status_code, "write both or neither" in wrong.content.decode()) == (422, True)
    client.post(url("certifier_new"), facts)
    made = Certifier.objects.get(name="钱工")
    grant = {"do": "grant", "scheme": body.pack.id, "parts": ["evaluator"], "basis": "见证", "until": "2030-01-01"}
    answer = client.post(url("certifier", made.pk), grant)
    assert (answer.status_code, Competence.objects.filter(certifier=made).count()) == (302, 1)
    assert signed_in(body.lead).post(url("certifier", made.pk), grant).status_code == 403


def test_one_declares_and_ends_what_is_ones_own(body: Body) -> None:
    client = signed_in(body.lead)
    page = url("my_declarations")
    client.post(page, {"do": "declare", "text": "无利益关系"})
    client.post(page, {"do": "tie", "kind": "family", "party": "丙公司", "since": "2024-01-01"})
    made = Tie.objects.get()
    refused = client.post(page, {"do": "end_tie", "tie_id": made.pk, "until": "2024-02-01"})
    assert (refused.status_code, "by somebody else" in refused.content.decode()) == (422, True)
    client.post(page, {"do": "end_tie", "tie_id": made.pk, "until": TODAY.isoformat()})
    client.post(page, {"do": "absence", "starts_on": TODAY.isoformat(), "ends_on": TODAY.isoformat()})
    client.post(page, {"do": "remove", "absence_id": Absence.objects.get().pk})
    made.refresh_from_db()
    assert (made.until, Declaration.objects.count() - len(body.people), Absence.objects.count()) == (TODAY, 1, 0)


def test_the_office_staffs_a_case_and_is_told_why_not(body: Body) -> None:
    case = body.case(Stage.REPORT)
    client, page = signed_in(body.officer), url("case_people", case.pk)
    tied = body.certifier(body.decider)
    tie(body, tied, client=case.client, until=TODAY - timedelta(days=10))
    shown = client.get(page + "?part=reviewer").content.decode()
    assert "evaluated this case, so neither reviews nor decides it" in shown
    assert f"consultancy for {case.client.name} until" in shown
    wanted = {"do": "assign", "part": "reviewer", "override": "没有别人"}
    refused = client.post(page, wanted | {"certifier_id": tied.pk})
    assert (refused.status_code, "cannot be assigned" in refused.content.decode()) == (422, True)
    client.post(page, wanted | {"certifier_id": body.certifier(body.reviewer).pk})
    role = case.roles.get(part="reviewer")
    reviewer = signed_in(body.reviewer)
    assert reviewer.post(page, wanted | {"certifier_id": body.certifier(body.decider2).pk}).status_code == 403
    reviewer.post(page, {"do": "declare", "text": "无利益关系"})
    client.post(page, {"do": "release", "part": "reviewer", "role_id": role.pk, "reason": "病假"})
    role.refresh_from_db()
    assert (role.end_reason, Declaration.objects.filter(case=case).count()) == ("病假", 1)


def test_a_second_leader_waits_for_the_first_to_leave(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    shown = signed_in(body.officer).get(url("case_people", case.pk) + "?part=lead").content.decode()
    assert "a team has one leader" in shown
