"""The figures of a year: counted from what was decided, issued and planned."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from tests.certification.body import Body
from tests.certification.test_thread import APPLIED, FINDINGS, staff
from tests.web.reading import read
from wuxing.certification.office import figures
from wuxing.core import clock
from wuxing.core.escaping import cell
from wuxing.core.models import User
from wuxing.web.demo.certifying.casework import Casework


def certified(body: Body) -> Casework:
    work = Casework.applied(staff(body), APPLIED, seen=FINDINGS, level="star4", reasons="达到四星级。")
    for step in (
        work.submit, work.take_up, work.judge_application, work.quote, work.sign, work.form_team, work.pay,
        work.review_documents, lambda: work.plan(clock.today() + timedelta(days=1)), work.arrive, work.look, work.leave,
        work.correct, work.finish, work.hand_over, work.review, work.decide, work.certify,
    ):  # fmt: skip
        step()
    return work


def test_a_year_is_counted_and_shown(body: Body) -> None:
    work = certified(body)
    year, zone = clock.today().year, body.officer.zone
    found = figures.figures(year, zone)
    assert (found.applications, found.accepted, found.refused, found.evaluations, found.findings) == (1, 1, 0, 1, 3)
    assert (found.granted, found.not_granted, found.certificates) == ({"star4": 1}, 0, {"star4": 1})
    assert (found.suspended, found.resumed, len(found.ended), str(found.days_to_decision)) == (0, 0, 0, "0.0")
    assert figures.figures(year - 1, zone).certificates == {}

    planned = {load.certifier.name: load.total for load in figures.loads(year, clock.today()) if load.total}
    if clock.today().month < 12 or clock.today().day < 28:  # the plan lies in this year
        assert set(planned) <= {"lead 华", "evaluator 华"}
        assert sum(planned.values()) > 0

    client = Client()
    client.force_login(User.objects.get(pk=body.manager.user_id or 0))
    client.cookies["wx_language"] = "en"
    answer = client.get(reverse("certification:office"))
    text = answer.content.decode()
    assert (answer.status_code, read(text).faults(), work.case.number in text) == (200, [], True)
    table = client.get(reverse("certification:office_csv")).content.decode("utf-8-sig").splitlines()
    assert f"Applications,{found.applications}" in table


def test_a_cell_is_no_formula() -> None:
    assert [cell(text) for text in ("=1+1", "-2", "@x", "三星级", 5)] == ["'=1+1", "'-2", "'@x", "三星级", "5"]
