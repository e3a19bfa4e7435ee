"""The pages, as people open them: every number leads to its records, every record to its facts."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock, ledger
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.metrics.models import Judgment, Rulebook
from wuxing.evidence.metrics.rules import window_start
from wuxing.evidence.readiness import tasks
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.service.repair.models import WorkOrder

pytestmark = pytest.mark.django_db
Actors = Callable[..., Actor]


@pytest.fixture(autouse=True)
def edition(db: None) -> None:
    editions.keep_edition(gbt(), catalogue.declared())


@pytest.fixture
def manager(company: Tenant, actor: Actors, client: Client) -> Actor:
    """A service manager, signed in, with a year of orders."""
    by = actor(Role.SERVICE_MANAGER)
    client.force_login(User.objects.get(pk=by.user_id))
    with in_tenant(company.pk):
        orders(company, 300, until=clock.now())
    return by


def page(client: Client, name: str, *args: object, query: str = "", language: str = "en") -> str:
    client.cookies["wx_language"] = language
    response = client.get(reverse(f"evidence:{name}", args=args) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_readiness_shows_the_whole_tree_and_the_stamp(manager: Actor, client: Client) -> None:
    html = page(client, "readiness", query="?open=all")
    assert len(re.findall(r'<tr class="wx-l3"', html)) == 43
    assert len(re.findall(r'<tr class="wx-l2"', html)) == 15
    assert len(re.findall(r'<tr class="wx-l1"', html)) == 3
    assert "Placeholder points" in html


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_no_page_in_chinese_speaks_english(manager: Actor, client: Client, language: str) -> None:
    page(client, "readiness", language=language)
    with in_tenant(manager.tenant_id):
        record = WorkOrder.objects.order_by("pk").first()
    assert record
    for name, args in [
        ("readiness", ()),
        ("plan", ()),
        ("how", ()),
        ("indicator", ("5.2.4-b",)),
        ("indicator", ("5.1.1.1",)),
        ("metrics", ()),
        ("metric", ("resolved_in_time",)),
        ("record", ("resolved_in_time", record.pk)),
    ]:
        main = page(client, name, *args, language=language).partition('id="main"')[2]
        text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", main, flags=re.DOTALL)
        words = re.findall(r"[a-z]{3,} [a-z]{2,}", re.sub(r"\br\.\w+[^\n]*", "", text))
        assert (name, words) == (name, [])


def test_each_metric_leads_to_the_records_that_cost_points(manager: Actor, client: Client) -> None:
    page(client, "readiness")
    with in_tenant(manager.tenant_id):
        book = Rulebook.objects.get(population="repair_order")
        bit = 1 << book.metrics.index("resolved_in_time")
        of_orders = Judgment.objects.filter(rulebook=book)
        missed = {j.record_id for j in of_orders if j.member & bit and not j.ok & bit}
    seen: set[int] = set()
    query = "?tab=missed"
    while query:
        html = page(client, "metric", "resolved_in_time", query=query)
        seen |= {int(found) for found in re.findall(r"/metrics/resolved_in_time/records/(\d+)/", html)}
        following = re.search(r'rel="next" href="([^"]+)"', html)
        query = following[1].replace("&amp;", "&") if following else ""
    starts = window_start(clock.today(), "P12M")
    with in_tenant(manager.tenant_id):
        inside = set(of_orders.filter(day__gte=starts).values_list("record_id", flat=True))
    assert seen == missed & inside
    assert len(seen) > 0


def test_paging_back_gives_the_page_before(manager: Actor, client: Client) -> None:
    first = page(client, "metric", "resolved_in_time", query="?tab=all")
    records = re.compile(r"/records/(\d+)/")
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    second = page(client, "metric", "resolved_in_time", query=onward[1].replace("&amp;", "&"))
    back = re.search(r'rel="prev" href="([^"]+)"', second)
    assert back
    again = page(client, "metric", "resolved_in_time", query=back[1].replace("&amp;", "&"))
    assert records.findall(again) == records.findall(first)
    assert set(records.findall(second)).isdisjoint(records.findall(first))


def test_a_record_shows_each_part_of_the_rule_and_its_proof(manager: Actor, client: Client) -> None:
    with in_tenant(manager.tenant_id):
        order = WorkOrder.objects.exclude(state="cancelled").order_by("pk").first()
        assert order
        entry = ledger.record("repair.test", by=manager, target=order, case=("service_request", order.request_id))
    html = page(client, "record", "resolved_in_time", order.pk)
    assert "resolved not later than resolution due" in html
    assert f"#{entry}" in html
    assert 'id="proof"' in html


def test_the_report_is_the_same_as_data_and_as_pdf(manager: Actor, client: Client) -> None:
    page(client, "readiness")
    data = json.loads(page(client, "report_json"))
    assert len(data["metrics"]) == 44
    assert [sum(1 for i in data["indicators"] if i["level"] == level) for level in (1, 2, 3)] == [3, 15, 43]
    assert data["placeholder"].startswith("Placeholder points")
    assert {"low", "likely", "high", "level"} <= data["readiness"].keys()
    response = client.get(reverse("evidence:report_pdf"))
    assert response.content[:5] == b"%PDF-"


def test_a_day_to_come_or_no_day_shows_today_and_says_why(manager: Actor, client: Client) -> None:
    today = clock.today()
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert f"nothing is known of {tomorrow} yet" in page(client, "readiness", query=f"?as_of={tomorrow}")
    assert "write the day as" in page(client, "metrics", query="?as_of=gestern")


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER, Role.TECHNICIAN])
def test_who_may_not_read_evidence_is_refused(role: Role, actor: Actors, client: Client) -> None:
    client.force_login(User.objects.get(pk=actor(role).user_id))
    names = [("readiness", ()), ("metrics", ()), ("metric", ("resolved_in_time",)), ("report_pdf", ()),
             ("report_json", ()), ("indicator", ("5.2.4-b",)), ("plan", ()), ("record", ("resolved_in_time", 1))]  # fmt: skip
    assert {client.get(reverse(f"evidence:{name}", args=args)).status_code for name, args in names} == {403}


def test_a_record_of_another_organisation_is_not_there(
    manager: Actor, actor: Actors, other_company: Tenant, client: Client
) -> None:
    with in_tenant(manager.tenant_id):
        record = WorkOrder.objects.values_list("pk", flat=True)[0]
    client.force_login(User.objects.get(pk=actor(Role.SERVICE_MANAGER, tenant=other_company).user_id))
    assert client.get(reverse("evidence:record", args=["resolved_in_time", record])).status_code == 404


def test_the_pulse_judges_what_waits(company: Tenant, manager: Actor) -> None:
    tasks.judge()
    with in_tenant(company.pk):
        of_orders = Judgment.objects.filter(rulebook__population="repair_order")
        assert of_orders.count() == 300
        orders(company, 5, until=clock.now(), prefix="more-")
    tasks.judge()
    with in_tenant(company.pk):
        assert of_orders.count() == 305


def test_three_hundred_orders_and_four_hundred_use_equal_queries(
    company: Tenant, manager: Actor, client: Client
) -> None:
    counts = []
    for _round in range(2):
        page(client, "metric", "resolved_in_time")
        with CaptureQueriesContext(connection) as found:
            page(client, "metric", "resolved_in_time")
        counts.append(len(found))
        with in_tenant(company.pk):
            orders(company, 100, until=clock.now(), prefix=f"again{_round}-")
    assert counts[0] == counts[1]


def test_a_record_of_a_past_day_opens_as_it_was(company: Tenant, manager: Actor, client: Client) -> None:
    """By what was true then, the signature of a later day is not there yet."""
    with in_tenant(company.pk):
        order = WorkOrder.objects.exclude(closed_at=None).filter(cancelled_at=None).order_by("pk")[0]
        day = order.closed_at.date() + timedelta(days=2)
        WorkOrder.objects.filter(pk=order.pk).update(signed_at=order.closed_at + timedelta(days=5))
    asked, link = f"?as_of={day}&basis=true", reverse("evidence:record", args=["sheet_signed", order.pk])
    assert f"{link}?as_of={day}&amp;basis=true" in page(client, "metric", "sheet_signed", query=f"{asked}&tab=missed")
    assert "it counts, and does not conform" in page(client, "record", "sheet_signed", order.pk, query=asked)
    assert "it counts in full" in page(client, "record", "sheet_signed", order.pk)
