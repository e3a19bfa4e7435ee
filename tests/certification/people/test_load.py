"""Person-days of people: by the plan, else by the agreement; the same on the page of the office and on their own."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.certification.body import Body
from tests.certification.onsite_audit import site
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit.models import PlanLine
from wuxing.certification.onsite_audit.queries import as_line
from wuxing.certification.onsite_audit.rules import planning
from wuxing.certification.people import load
from wuxing.core import clock
from wuxing.core.models import User

TODAY = clock.today()
WEEK = timedelta(days=7)


def loads(body: Body, **asked: Any) -> dict[str, dict[str, Decimal]]:
    found = load.loads(TODAY.replace(day=1), TODAY + 30 * WEEK, TODAY, **asked)
    names = {one.pk: user for user, one in body.people.items()}
    called = {body.lead.user_id: "lead", body.evaluator.user_id: "evaluator"}
    return {called[names[who]]: dict(one.days) for who, one in found.items()}


def test_a_plan_counts_by_its_hours(body: Body) -> None:
    case = site.planned(body, body.case(Stage.DOCUMENT_REVIEW, outlets=0))
    lines = PlanLine.objects.filter(plan__case=case)
    mine = planning.by_month(map(as_line, lines.filter(certifier=body.certifier(body.lead))))
    assert loads(body, only=[body.certifier(body.lead).pk]) == {"lead": mine}
    total = sum((sum(one.values()) for one in loads(body).values()), Decimal(0))
    assert (total, loads(body, but=case.pk)) == (planning.person_days(map(as_line, lines)), {})
    Case.objects.filter(pk=case.pk).update(stage=Stage.WITHDRAWN.value)
    assert loads(body) == {}


def test_without_a_plan_the_agreed_days_count_evenly(body: Body) -> None:
    first = date(2026, 12, 7)
    body.case(Stage.ON_SITE, outlets=0, evaluated_from=first, evaluated_until=first + timedelta(days=1))
    agreed = load.agreed_days(Case.objects.values_list("pk", flat=True)).popitem()[1]
    assert loads(body) == {"lead": {"2026-12": agreed / 2}, "evaluator": {"2026-12": agreed / 2}}


def test_what_is_agreed_and_waits_for_its_plan_counts_from_today(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=0)
    body.case(Stage.ACCEPTED)  # nothing is agreed yet
    agreed = load.agreed_days([case.pk])[case.pk]
    assert sum(loads(body)["lead"].values()) == agreed / 2


def test_both_pages_show_the_same(body: Body) -> None:
    site.planned(body)
    body.case(Stage.DOCUMENT_REVIEW)
    client = Client()
    client.force_login(User.objects.get(pk=body.manager.user_id or 0))
    client.cookies["wx_language"] = "en"
    who = body.certifier(body.lead)
    own = client.get(reverse("certification:certifier", args=[who.pk])).context["load"]
    listed = client.get(reverse("certification:certifiers")).context["rows"]
    (office,) = [one for one in client.get(reverse("certification:office")).context["loads"] if one.certifier == who]

    def plain(days: Decimal) -> str:
        return f"{days.normalize():f}" if days else ""

    shown = {each["month"]: each["days"] for each in own if each["month"].startswith(str(TODAY.year))}
    assert shown == {
        month: plain(office.months[int(month[5:]) - 1]) for month in shown
    }  # fmt: skip
    now = plain(office.months[TODAY.month - 1]) or "0"
    assert [each["load"] for each in listed if each["row"] == who] == [f"{now} / 15"]
    assert office.total > 0


def test_more_cases_cost_no_more_queries(body: Body) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            loads(body)
        return len(caught)

    site.planned(body)
    body.case(Stage.DOCUMENT_REVIEW)
    once = count()
    for _more in range(2):
        site.planned(body)
        body.case(Stage.DOCUMENT_REVIEW)
    assert count() == once
