"""What if: the supposed score, and nothing written."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.readiness import outlets, queries, whatif
from wuxing.evidence.readiness.whatif import Supposed
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.service.repair.models import WorkOrder

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def manager(company: Tenant, actor: Callable[..., Actor], client: Client) -> Actor:
    editions.keep_edition(gbt(), catalogue.declared())
    by = actor(Role.QUALITY_MANAGER)
    client.force_login(User.objects.get(pk=by.user_id))
    with in_tenant(company.pk):
        orders(company, 200, until=clock.now())
    return by


def test_a_share_that_is_supposed_moves_the_leaf_it_feeds(manager: Actor) -> None:
    with in_tenant(manager.tenant_id):
        report = queries.report_for(manager)
        inputs = whatif.supposed_inputs(report, Supposed(shares={"sheet_signed": D("0.5")}), {})
        then = queries.scored(report.pack, inputs)
        entries = Entry.objects.count()

    value = inputs.metrics["sheet_signed"]
    assert (D(value.ok) / value.n, value.known) == (D("0.5"), True)
    others = {name: found for name, found in inputs.metrics.items() if name != "sheet_signed"}
    assert others == {name: found for name, found in report.values.items() if name != "sheet_signed"}
    assert then.score != report.readiness.score
    assert entries == 0


def test_a_time_is_tried_on_the_records(manager: Actor) -> None:
    with in_tenant(manager.tenant_id):
        report = queries.report_for(manager)
        metric = report.pack.metrics["contacted_in_time"]
        every, none, some = (whatif.within(manager, report, metric, D(hours)) for hours in ("8000", "0", "2"))
        members = report.tallies["contacted_in_time"].n
        done = 0
        for order in WorkOrder.objects.select_related("request").filter(contacted_at__isnull=False):
            done += order.contacted_at - order.request.received_at <= timedelta(hours=2)

    assert whatif.timed(metric) == "contacted_at"
    assert whatif.timed(report.pack.metrics["sheet_signed"]) is None
    assert every.n == none.n == some.n == members > 0
    assert none.ok <= some.ok <= every.ok
    assert none.ok == 0
    assert some.ok <= done


def test_rulings_and_deductions_are_supposed_too(manager: Actor) -> None:
    with in_tenant(manager.tenant_id):
        report = queries.report_for(manager)
        inputs = whatif.supposed_inputs(report, Supposed(rulings={"5.1.1.1": D(1)}, deductions=2), {})
        then = queries.scored(report.pack, inputs)
    assert then.indicators["5.1.1.1"].points.low == report.pack.by_id["5.1.1.1"].placeholder_points
    assert then.special_deductions == 2


def test_the_page_says_what_is_no_number(manager: Actor, client: Client) -> None:
    url = reverse("evidence:simulate")
    client.cookies["wx_language"] = "en"
    bad = client.get(url, {"m.sheet_signed": "viel", "h.contacted_in_time": "-1", "d": "99"})
    assert bad.status_code == 422
    assert bad.content.decode().count("write a number from 0 to") == 3
    good = client.get(url, {"m.sheet_signed": "50%", "h.contacted_in_time": "24"})
    assert good.status_code == 200
    assert "of the newest" in good.content.decode()


def test_outlets_are_compared_by_their_own_records(manager: Actor) -> None:
    with in_tenant(manager.tenant_id):
        report = queries.report_for(manager)
        found = outlets.compare(manager, report)
        since = clock.now() - timedelta(days=364)
        of_outlet = {
            each.outlet.pk: WorkOrder.objects.filter(outlet=each.outlet, request__received_at__gt=since).count()
            for each in found
        }
        total = report.tallies["sheet_signed"].n
    assert sum(each.values["sheet_signed"].n for each in found) <= total
    assert {each.outlet.pk for each in found} == {pk for pk, count in of_outlet.items() if count}
    assert [each.likely for each in found] == sorted((each.likely for each in found), reverse=True)
