"""The demo stands in the database as the single actions would have left it; made once."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from wuxing.core.ledger.models import Entry, Pending
from wuxing.core.models import Membership, Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import CalendarVersion, Promise
from wuxing.resources.models import Outlet, Person, Skill
from wuxing.service.bench_repair.models import BenchItem, Loan, Loaner
from wuxing.service.charges.models import Quote
from wuxing.service.repair.models import Appointment, ServiceRequest, WorkOrder
from wuxing.web.demo import writing
from wuxing.web.demo.logins import LOGINS

NOW = datetime(2026, 11, 18, 2, 24, tzinfo=UTC)


@pytest.fixture
def demo(db: None) -> Tenant:
    """A small demo."""
    writing.write(scale=0.02, now=NOW)
    return Tenant.objects.get(slug="yunling")


def test_the_company_stands_with_people_rules_and_records(demo: Tenant) -> None:
    with in_tenant(demo.pk):
        assert (demo.name, demo.kind, demo.demo) == ("云岭电器（示范）", "company", True)
        assert (Outlet.objects.count(), Person.objects.filter(user=None).count(), Person.objects.count()) == (3, 0, 24)
        assert Skill.objects.filter(valid_until__lt=NOW).exists()
        assert (Promise.objects.count(), CalendarVersion.objects.count()) == (6, 2)
        assert WorkOrder.objects.count() == pytest.approx(240, abs=3)
        assert ServiceRequest.objects.exclude(source="").count() == 0
        assert ServiceRequest.objects.filter(entitlement=None, product__isnull=False).count() == 0
        assert Entry.objects.count() == Pending.objects.count() > 3000
        merged = ServiceRequest.objects.filter(state="merged")
        assert all(request.merged_into for request in merged)
        numbers = sorted(ServiceRequest.objects.filter(number__startswith="SR-2026").values_list("number", flat=True))
        assert numbers == [f"SR-2026-{n:06d}" for n in range(1, len(numbers) + 1)]


def test_no_technician_is_booked_twice(demo: Tenant) -> None:
    with in_tenant(demo.pk), connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM service_appointment a JOIN service_appointment b
               ON a.technician_id = b.technician_id AND a.slot && b.slot AND a.id < b.id
               WHERE a.state NOT IN ('rescheduled', 'cancelled') AND b.state NOT IN ('rescheduled', 'cancelled')"""
        )
        assert cursor.fetchone() == (0,)
        assert Appointment.objects.count() > 200


def test_the_workshop_stands_with_items_on_every_way(demo: Tenant) -> None:
    with in_tenant(demo.pk):
        assert sorted(BenchItem.objects.values_list("state", flat=True)) == [
            *("repairing", *["returned"] * 4),
            "waiting_parts",
        ]
        quote = Quote.objects.get(item_id=BenchItem.objects.get(state="repairing").pk)
        assert (quote.state, quote.customer_total > 0) == ("accepted", True)
        waiting = BenchItem.objects.get(state="waiting_parts")
        assert ((NOW - waiting.received_at).days > 20, waiting.alarm) == (True, "alarm")
        returned = BenchItem.objects.filter(state="returned", tested_at__isnull=False).exclude(signed_by="")
        assert (returned.count(), set(returned.values_list("order__state", flat=True))) == (4, {"closed"})
        loans = [(one.state, one.overdue_told_at is not None) for one in Loan.objects.order_by("due_on")]
        assert (Loaner.objects.count(), loans) == (4, [("lent", True), ("lent", False)])


def test_each_role_can_sign_in_with_the_one_password(demo: Tenant) -> None:
    for login in LOGINS:
        user = User.objects.get(username=login.username)
        tenant = Tenant.objects.get(slug=login.tenant)
        assert user.check_password(writing.password())
        with in_tenant(tenant.pk):
            assert Membership.objects.get(user=user, tenant=tenant).roles == [login.role.value]
    with in_tenant(demo.pk):
        assert Person.objects.get(user__username="technician").name == "陈伟"
    assert not User.objects.get(username="yunling-t09").has_usable_password()


def test_the_command_does_nothing_when_the_demo_is_there(demo: Tenant) -> None:
    out = StringIO()

    call_command("demo", stdout=out)

    assert out.getvalue().strip() == "the demo is there already"
    assert Tenant.objects.filter(demo=True).count() == 3


def test_the_logins_are_printed_and_empty_without_a_demo(db: None) -> None:
    before, after = StringIO(), StringIO()
    call_command("demo", "--logins", stdout=before)
    writing.write(scale=0.005, now=NOW)
    call_command("demo", "--logins", stdout=after)

    assert before.getvalue().strip() == ""
    lines = after.getvalue().splitlines()
    assert len(lines) == 1 + len(LOGINS)
    assert writing.password() in lines[0]
    assert lines[1].split() == ["agent", "客服", "赵宁", "·", "云岭电器（示范）"]
