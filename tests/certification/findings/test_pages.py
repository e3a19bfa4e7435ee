"""The team's pages of findings, the list over all cases, and the client's pages by link."""

import re
from datetime import timedelta

from django.test import Client as Browser

from tests.certification.body import Body
from tests.certification.findings.conftest import Raise, close_meeting, picture, planned
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings import actions, lists, queries
from wuxing.certification.findings.lists import Wanted
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Grade, State
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import User


def signed_in(by: Actor) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.get(pk=by.user_id or 0))
    return browser


def link(body: Body, case: Case) -> str:
    _door, word = cases.open_door(client_id=case.client_id, name="叶青", by=body.officer)
    return f"/client/huaping/{word}/cases/{case.pk}/findings/"


def test_a_finding_is_raised_through_the_form(body: Body, case: Case) -> None:
    browser, path = signed_in(body.lead), f"/certification/cases/{case.pk}/findings/new/"
    assert browser.get(f"{path}?leaf=5.2.4-b").status_code == 200
    form = {"kind": "deduction", "leaf": "5.2.4-b", "grade": "major", "text": "缺签字", "evidence": "工单 12"}
    refused = browser.post(path, form)
    assert (refused.status_code, Finding.objects.count()) == (422, 0)
    done = browser.post(path, form | {"sample_size": "10", "failures": "1", "sent": [picture()]})
    made = Finding.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/certification/findings/{made.pk}/")
    page = browser.get(done["Location"]).content.decode()
    file = re.search(rf"/certification/findings/{made.pk}/files/\d+", page)
    assert file is not None
    assert browser.get(file.group()).status_code == 200
    edited = form | {"text": "缺两份签字", "sample_size": "10", "failures": "2"}
    assert browser.post(f"/certification/findings/{made.pk}/edit/", edited).status_code == 302
    assert Finding.objects.get().failures == 2


def test_who_is_not_of_the_team_sees_why_nothing_can_be_done(body: Body, case: Case, found: Raise) -> None:
    one = found()
    for by in (body.reviewer, body.admin, body.officer):
        browser = signed_in(by)
        answers = [browser.get(path).status_code for path in (f"/certification/findings/{one.pk}/",)]
        expected = 403 if by is body.admin else 200
        assert answers == [expected]
        posted = browser.post(f"/certification/findings/{one.pk}/act/take_back", {"reason": "算了"})
        assert posted.status_code == 403


def test_the_way_through_both_pages(body: Body, case: Case, found: Raise) -> None:
    one = found(grade=Grade.MAJOR)
    path = link(body, case)
    client, team = Browser(), signed_in(body.evaluator)
    assert "缺签字" not in client.get(path).content.decode()
    assert client.get(f"{path}{one.pk}/").status_code == 404
    close_meeting(case)
    assert "缺签字" in client.get(path).content.decode()
    plan = {"correction": "补签", "cause": "疏忽", "action": "培训", "due_on": (clock.today()).isoformat()}
    assert client.post(f"{path}{one.pk}/", plan).status_code == 302
    act = f"/certification/findings/{one.pk}/act/"
    assert team.post(f"{act}accept_plan").status_code == 302
    assert client.post(f"{path}{one.pk}/", {"text": "补好了"}).status_code == 422
    assert client.post(f"{path}{one.pk}/", {"text": "补好了", "sent": [picture()]}).status_code == 302
    assert team.post(f"{act}verify", {"text": ""}).status_code == 422
    assert team.post(f"{act}verify", {"text": "属实"}).status_code == 302
    assert Finding.objects.get(pk=one.pk).state == State.CLOSED
    shown = client.get(f"{path}{one.pk}/").content.decode()
    file = re.search(rf"{path}{one.pk}/files/\d+", shown)
    assert file is not None
    assert client.get(file.group()).status_code == 200
    done = team.post(f"/certification/cases/{case.pk}/findings/finish")
    assert (done.status_code, Case.objects.get(pk=case.pk).stage) == (302, Stage.REPORT)


def test_a_link_opens_its_own_clients_findings_only(body: Body, case: Case, found: Raise) -> None:
    one = found()
    close_meeting(case)
    other = body.case(Stage.FINDINGS)
    path = link(body, other)
    assert Browser().get(f"{path}{one.pk}/").status_code == 404
    assert Browser().get(path.replace(f"/cases/{other.pk}/", f"/cases/{case.pk}/")).status_code == 404


def test_the_list_of_a_case_shows_what_each_finding_costs(body: Body, case: Case, found: Raise) -> None:
    found(failures=30)
    used = queries.points_in_use(case).of["5.2.4-b"]
    page = signed_in(body.reviewer).get(f"/certification/cases/{case.pk}/findings/?show=deductions").content.decode()
    assert f"−{used:.2f}" in page


def test_what_is_due_first_stands_first_and_pages_both_ways(body: Body, case: Case, found: Raise) -> None:
    today = clock.today()
    first = found()
    close_meeting(case)
    Finding.objects.bulk_create(
        Finding(
            tenant=body.tenant, case=case, number=number, kind="deduction", grade="minor", leaf="5.2.4-b", text="缺",
            source="on_site", raised_at=clock.now(), due_on=today + timedelta(days=number % 7 - 3),
        )
        for number in range(2, 121)
    )  # fmt: skip
    Finding.objects.filter(pk=first.pk).update(state="closed")
    wanted = [pk for (pk,) in Finding.objects.exclude(state="closed").order_by("due_on", "pk").values_list("pk")]
    seen: list[int] = []
    page = lists.findings(Wanted(), today)
    while True:
        seen += [one.pk for one in page.rows]
        if not page.next:
            break
        page = lists.findings(Wanted(cursor=page.next), today)
    assert seen == wanted
    back = lists.findings(Wanted(cursor=page.previous, back=True), today)
    assert [one.pk for one in back.rows] == wanted[50:100]
    late = lists.findings(Wanted(show="overdue"), today)
    assert all(one.due_on is not None and one.due_on < today for one in late.rows)
    browser = signed_in(body.officer)
    for query in ("", "?show=overdue", "?show=us", "?mine=1", "?cursor=x"):
        assert browser.get(f"/certification/findings/{query}").status_code == 200


def test_the_pages_ask_the_same_for_many_findings(
    body: Body, case: Case, found: Raise, django_assert_max_num_queries: object
) -> None:
    several = [found() for _one in range(12)]
    close_meeting(case)
    planned(several[0], _client(body))
    actions.accept_plan(finding_id=several[0].pk, by=body.lead)
    browser = signed_in(body.lead)
    browser.get(f"/certification/cases/{case.pk}/findings/")
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert browser.get(f"/certification/cases/{case.pk}/findings/").status_code == 200
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        assert browser.get("/certification/findings/").status_code == 200


def _client(body: Body) -> Actor:
    from wuxing.certification.cases.portal import client_actor

    return client_actor(body.tenant, "叶青")
