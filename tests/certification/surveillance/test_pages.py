"""Pages of the surveillance calendar."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate.rules import months_after
from wuxing.certification.surveillance import lists
from wuxing.certification.surveillance.lists import Wanted
from wuxing.certification.surveillance.models import EarlySurveillance, ForeignCertificate, Occasion
from wuxing.certification.surveillance.views.files import folded
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.escaping import cell
from wuxing.core.models import User

TODAY = clock.today()
CALENDAR = "/certification/surveillance/"


def as_(actor: Actor) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    assert actor.user_id is not None
    browser.force_login(User.objects.get(pk=actor.user_id))
    return browser


@pytest.mark.parametrize(
    ("months", "group"), [(-1, ""), (-11, "due"), (-13, "overdue"), (-35, "renewal")]
)  # fmt: skip
def test_a_certificate_stands_in_its_group(body: Body, certify: Certify, months: int, group: str) -> None:
    held = certify(evaluated=months_after(TODAY, months))
    counts = lists.counts(TODAY, 60)
    assert counts["all"] == 1
    assert {name for name in ("due", "overdue", "renewal") if counts[name]} == {
        -1: set(), -11: {"due"}, -13: {"overdue"}, -35: {"overdue", "renewal"},
    }[months]  # fmt: skip
    rows, following = lists.page(Wanted(group=group), TODAY, lists.terms())
    assert ([row.certificate.pk for row in rows], following) == ([held.pk], None)


def test_the_calendar_says_what_a_certificate_is_worth_today(body: Body, certify: Certify) -> None:
    late = certify(evaluated=months_after(TODAY, -13))
    ended = certify(evaluated=months_after(TODAY, -37))  # no job has run: both are written down as in force
    counts = lists.counts(TODAY, 60)
    assert (counts["all"], counts["suspended"], counts["due"], sum(n for _month, n in lists.months(TODAY))) == (
        1,
        1,
        0,
        1,
    )

    web = as_(body.officer)
    seen = web.get(CALENDAR, {"group": "suspended"}).content.decode()
    assert (late.number in seen, ended.number in seen, ">Suspended<" in seen) == (True, False, True)
    assert "Suspended" in web.get("/certification/surveillance.csv").content.decode()
    assert web.get(f"{CALENDAR}{late.pk}/").context["word"] == "Suspended"
    assert [one["word"] for one in web.get(f"/certification/clients/{ended.client_id}/").context["certificates"]] == [
        "Expired"
    ]


def test_months_count_what_is_due(body: Body, certify: Certify) -> None:
    certify(evaluated=months_after(TODAY, -14))
    certify(evaluated=months_after(TODAY, -10))
    found = lists.months(TODAY)
    assert len(found) == 13
    assert [count for _month, count in found] == [1, 0, 1, *[0] * 10]
    month = months_after(TODAY.replace(day=1), 2)
    assert len(lists.page(Wanted(month=month), TODAY, lists.terms())[0]) == 1
    assert len(lists.page(Wanted(month=TODAY.replace(day=1)), TODAY, lists.terms())[0]) == 1


def test_the_calendar_goes_on_where_the_page_before_ended(
    body: Body, certify: Certify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    held = [certify(evaluated=TODAY - timedelta(days=30)) for _ in range(3)]
    first, key = lists.page(Wanted(), TODAY, lists.terms())
    second, end = lists.page(Wanted(after=key), TODAY, lists.terms())
    assert [row.certificate.pk for row in (*first, *second)] == [one.pk for one in held]
    assert end is None


def test_one_row_and_three_take_the_same_queries(body: Body, certify: Certify) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            lists.page(Wanted(), TODAY, lists.terms())
        return len(found)

    certify(evaluated=months_after(TODAY, -11))
    one = queries()
    for _ in range(2):
        certify(evaluated=months_after(TODAY, -11))
    assert queries() == one


def test_the_calendar_offers_the_one_next_step(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -11))
    page = as_(body.officer).get(CALENDAR).content.decode()
    assert f"{CALENDAR}{held.pk}/survey/" in page
    assert f"{CALENDAR}{held.pk}/survey/" not in as_(body.lead).get(CALENDAR).content.decode()


def test_an_officer_opens_a_surveillance_from_the_calendar(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -11))
    answer = as_(body.officer).post(f"{CALENDAR}{held.pk}/survey/")
    made = Case.objects.get(kind=Kind.SURVEILLANCE)
    assert (answer.status_code, answer.headers["location"]) == (302, f"/certification/cases/{made.pk}/")
    again = as_(body.officer).post(f"{CALENDAR}{held.pk}/survey/", follow=True)
    assert made.number in again.content.decode()
    assert Case.objects.filter(kind=Kind.SURVEILLANCE).count() == 1


def test_a_decision_maker_extends_and_an_officer_does_not(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -11))
    asked = {"until": (held.surveillance_due_on + timedelta(days=40)).isoformat(), "reason": "台风停运"}
    assert as_(body.officer).post(f"{CALENDAR}{held.pk}/extend/", asked).status_code == 403
    assert as_(body.decider).post(f"{CALENDAR}{held.pk}/extend/", asked | {"reason": ""}).status_code == 422
    assert as_(body.decider).post(f"{CALENDAR}{held.pk}/extend/", asked).status_code == 302
    held.refresh_from_db()
    assert held.extended_until == held.surveillance_due_on + timedelta(days=40)


def test_a_change_is_asked_for_by_questions(body: Body, certify: Certify) -> None:
    held = certify()
    officer, url = as_(body.officer), f"{CALENDAR}{held.pk}/change/"
    assert "?what=sites" in officer.get(url).content.decode()
    for what in ("scope", "sites", "name", "level_up", "level_down"):
        assert officer.get(f"{url}?what={what}").status_code == 200
    assert officer.post(f"{url}?what=sites", {"reason": "搬迁"}).status_code == 422
    added = {"added": "7 号网点，福州市，12\n8 号网点", "dropped": ["1 号网点"], "reason": "搬迁"}
    assert officer.post(f"{url}?what=sites", added).status_code == 302
    made = Occasion.objects.get(what="sites")
    assert made.facts == {"added": ["7 号网点", "8 号网点"], "dropped": ["1 号网点"]}
    assert made.case.sites.get(name="7 号网点").headcount == 12
    assert as_(body.lead).get(url).status_code == 403


def test_a_transfer_is_asked_for(body: Body) -> None:
    client = body.client()
    officer, url = as_(body.officer), "/certification/surveillance/transfer/"
    assert officer.get(f"{url}?client={client.pk}").status_code == 200
    asked = {
        "client": client.name, "pack": body.pack.identity, "body": "某认证", "number": "X-1", "level": "star3",
        "valid_until": "2028-01-01", "last_evaluated_on": (TODAY - timedelta(days=30)).isoformat(), "in_force": "on",
        "not_suspended": "on", "complaints_asked": "on", "complaints": "没有", "report_read": "on", "reason": "更换机构",
    }  # fmt: skip
    assert officer.post(url, asked | {"client": "无此客户"}).status_code == 422
    assert officer.post(url, asked | {"report_read": ""}).status_code == 422
    assert officer.post(url, asked).status_code == 302
    assert ForeignCertificate.objects.get().number == "X-1"


def test_a_proposal_shows_its_scores_and_is_set_aside(body: Body, certify: Certify) -> None:
    held = certify()
    inputs = {
        "level": "star4", "minimum": "90", "days": 7, "permission": "engagement:1",
        "scores": [{"day": TODAY.isoformat(), "likely": "88.31", "pack": held.pack}],
    }  # fmt: skip
    row = EarlySurveillance.objects.create(
        tenant=body.tenant, certificate=held, since=TODAY - timedelta(days=7), proposed_on=TODAY, inputs=inputs
    )
    officer, url = as_(body.officer), f"{CALENDAR}early/{row.pk}/"
    assert url in officer.get(CALENDAR).content.decode()
    assert "88.31" in officer.get(url).content.decode()
    assert officer.post(url, {"do": "set_aside", "reason": " "}).status_code == 422
    assert officer.post(url, {"do": "set_aside", "reason": "季节性波动"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reason) == ("set_aside", "季节性波动")
    assert officer.get(url).status_code == 200


def test_another_way_of_evaluation_is_settled_on_its_page(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -11))
    officer = as_(body.officer)
    officer.post(f"{CALENDAR}{held.pk}/survey/")
    made = Case.objects.get(kind=Kind.SURVEILLANCE)
    url = f"/certification/cases/{made.pk}/method/"
    assert officer.get(url).status_code == 200
    assert officer.post(url, {"method": "remote", "reason": "台风停运"}).status_code == 302
    assert "台风停运" in officer.get(url).content.decode()
    assert officer.get(f"{CALENDAR}{held.pk}/").status_code == 200
    Case.objects.filter(pk=made.pk).update(stage=Stage.ON_SITE.value)
    assert officer.post(url, {"method": "documents", "reason": "太远"}).status_code == 422


def test_the_calendar_as_files(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -11))
    browser = as_(body.lead)
    lines = browser.get("/certification/surveillance.csv").content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[1].split(",")[0]) == (2, held.number)
    text = browser.get("/certification/surveillance.ics").content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.count("BEGIN:VEVENT") == 2
    assert f"DTSTART;VALUE=DATE:{held.surveillance_due_on:%Y%m%d}\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_no_cell_is_a_formula_and_no_line_cuts_a_sign() -> None:
    assert [cell(one) for one in ("=1+1", "+86", "-1", "@a", "青禾")] == ["'=1+1", "'+86", "'-1", "'@a", "青禾"]
    line = "SUMMARY:" + "售后服务" * 20
    assert all(len(piece.encode()) <= 75 for piece in folded(line).split("\r\n"))
    assert folded(line).replace("\r\n ", "") == line


def test_what_makes_no_sense_in_the_address_is_left_out(body: Body, certify: Certify) -> None:
    certify()
    browser = as_(body.lead)
    for query in ("?group=nothing", "?month=2026-13", "?after=2026-02-30|7", "?after=2026-01-01|x", "?q=%00"):
        assert browser.get(f"{CALENDAR}{query}").status_code in {200, 400}
    assert browser.get(f"{CALENDAR}{10**7}/").status_code == 404
    assert as_(body.officer).post(f"{CALENDAR}{10**7}/survey/").status_code == 404
