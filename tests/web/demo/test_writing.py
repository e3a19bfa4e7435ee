"""The demo stands in the database as the single actions would have left it; made once, for it costs seconds."""

from datetime import UTC, datetime
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, Q

from wuxing.core.ledger.models import Entry, Pending
from wuxing.core.models import Membership, Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import RightsRequest
from wuxing.governance.models import CalendarVersion, ClockEvent, Goal, Promise, Target
from wuxing.resources.models import Outlet, PartRequest, Person, Skill
from wuxing.service.bench_repair.models import BenchItem, Custody, ItemStep, Loan, Loaner
from wuxing.service.charges.models import Quote, Settlement
from wuxing.service.follow_up.models import FollowUpCall, Problem, SurveyInvitation
from wuxing.service.repair.models import Appointment, ServiceRequest, WorkOrder
from wuxing.web.demo import writing
from wuxing.web.demo.logins import LOGINS

NOW = datetime(2026, 11, 18, 2, 24, tzinfo=UTC)


def test_the_demo_stands_as_the_single_actions_would_have_left_it(db: None) -> None:
    before = _said("demo", "--logins")

    writing.write(scale=0.02, now=NOW)

    demo = Tenant.objects.get(slug="yunling")
    assert (demo.name, demo.kind, demo.demo) == ("云岭电器（示范）", "company", True)
    with in_tenant(demo.pk):
        _the_company_stands_with_people_rules_and_records()
        _no_technician_is_booked_twice()
        _the_workshop_stands_with_items_on_every_way()
        _what_was_taken_back_has_its_receipt_and_its_chain()
        _nothing_happens_before_what_it_follows_from()
        _the_metrics_find_what_earns_and_what_costs()
        _the_clocks_say_what_happened_to_them()
        assert Person.objects.get(user__username="technician").name == "陈伟"
    _each_role_can_sign_in_with_the_one_password()
    assert not User.objects.get(username="yunling-t09").has_usable_password()
    _the_command_speaks(before)


def _the_company_stands_with_people_rules_and_records() -> None:
    assert (Outlet.objects.count(), Person.objects.filter(user=None).count(), Person.objects.count()) == (3, 0, 25)
    assert Skill.objects.filter(valid_until__lt=NOW).exists()
    assert (Promise.objects.count(), CalendarVersion.objects.count()) == (6, 2)
    assert abs(WorkOrder.objects.count() - 240) <= 3
    assert ServiceRequest.objects.exclude(source="").count() == 0
    assert ServiceRequest.objects.filter(entitlement=None, product__isnull=False).count() == 0
    assert Entry.objects.count() == Pending.objects.count() > 3000
    merged = ServiceRequest.objects.filter(state="merged")
    assert all(request.merged_into for request in merged)
    numbers = sorted(ServiceRequest.objects.filter(number__startswith="SR-2026").values_list("number", flat=True))
    assert numbers == [f"SR-2026-{n:06d}" for n in range(1, len(numbers) + 1)]
    assert sorted(Goal.objects.values_list("kind", "holder_type")) == [
        ("arrive", "company"), ("arrive", "outlet"), ("arrive", "outlet"), ("arrive", "outlet"), ("contact", "company"),
        ("resolve", "company"),
    ]  # fmt: skip
    living = (SurveyInvitation, FollowUpCall, Problem, BenchItem, Settlement, PartRequest, RightsRequest, Quote)
    assert [model.__name__ for model in living if not model.objects.exists()] == []


def _no_technician_is_booked_twice() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM service_appointment a JOIN service_appointment b
               ON a.technician_id = b.technician_id AND a.slot && b.slot AND a.id < b.id
               WHERE a.state NOT IN ('rescheduled', 'cancelled') AND b.state NOT IN ('rescheduled', 'cancelled')"""
        )
        assert cursor.fetchone() == (0,)
    assert Appointment.objects.count() > 200


def _the_workshop_stands_with_items_on_every_way() -> None:
    repairing = BenchItem.objects.get(state="repairing", order__bench_items__loans__isnull=False)
    quote = Quote.objects.get(item_id=repairing.pk)
    assert (quote.state, quote.customer_total > 0) == ("accepted", True)
    waiting = BenchItem.objects.get(alarm="alarm")
    assert (waiting.state, (NOW - waiting.received_at).days > 20) == ("waiting_parts", True)
    returned = BenchItem.objects.filter(state="returned").exclude(signed_by="")
    assert returned.filter(tested_at__isnull=False).count() > 4
    loans = [(one.state, one.overdue_told_at is not None) for one in Loan.objects.order_by("due_on")]
    assert (Loaner.objects.count(), loans) == (4, [("lent", True), ("lent", False)])
    ours = Custody.objects.filter(ended_at=None, to_kind="bench")
    assert set(ours.values_list("to_person__user__username", flat=True)) == {"workshop"}


def _what_was_taken_back_has_its_receipt_and_its_chain() -> None:
    """Also what was taken back long ago, and told at once."""
    taken = WorkOrder.objects.filter(outcome="taken_back")
    assert (taken.count() > 6, taken.filter(take_backs=None).count()) == (True, 0)
    hands = BenchItem.objects.annotate(held=Count("custody", filter=Q(custody__ended_at=None)))
    assert hands.exclude(held=1).count() == 0
    home = Custody.objects.filter(ended_at=None, item__state="returned")
    assert set(home.values_list("to_kind", flat=True)) == {"customer"}
    states = dict(ItemStep.objects.order_by("at", "pk").values_list("item_id", "to_state"))
    assert states == dict(BenchItem.objects.values_list("pk", "state"))
    ended = BenchItem.objects.exclude(ended_at=None)
    assert ended.filter(Q(order__closed_at=None) | Q(order__closed_at__lt=F("ended_at"))).count() == 0
    free = ItemStep.objects.filter(kind="approve", data__ground="free")
    assert free.exclude(item__order__request__entitlement__outcome="in_warranty").count() == 0


def _nothing_happens_before_what_it_follows_from() -> None:
    pairs = (
        (ServiceRequest, "received_at", "recorded_at"),
        (WorkOrder, "request__received_at", "written_at"),
        (WorkOrder, "written_at", "dispatched_at"),
        (WorkOrder, "dispatched_at", "contacted_at"),
        (WorkOrder, "contacted_at", "arrived_at"),
        (WorkOrder, "arrived_at", "resolved_at"),
        (WorkOrder, "resolved_at", "closed_at"),
        (WorkOrder, "closed_at", "followed_up_at"),
        (BenchItem, "order__arrived_at", "received_at"),
        (BenchItem, "received_at", "diagnosed_at"),
        (BenchItem, "diagnosed_at", "tested_at"),
        (BenchItem, "tested_at", "ended_at"),
        (Custody, "item__received_at", "handed_at"),
        (Quote, "written_at", "sent_at"),
        (Quote, "sent_at", "answered_at"),
        (Quote, "order__written_at", "written_at"),
        (PartRequest, "requested_at", "arrived_at"),
        (Settlement, "order__closed_at", "settled_at"),
        (Settlement, "settled_at", "issued_at"),
        (SurveyInvitation, "order__closed_at", "invited_at"),
        (SurveyInvitation, "invited_at", "answered_at"),
        (FollowUpCall, "order__closed_at", "planned_at"),
        (Problem, "raised_at", "contacted_at"),
        (Problem, "contacted_at", "solved_at"),
        (Problem, "solved_at", "verified_at"),
    )
    wrong = [
        (model.__name__, first, then, count)
        for model, first, then in pairs
        if (count := model.objects.filter(**{f"{then}__lt": F(first)}).count())
    ]
    assert wrong == []


def _the_metrics_find_what_earns_and_what_costs() -> None:
    """What the pack counts of them: some records meet it, some do not."""
    counted = {
        "settlement": "SELECT quotes <> '[]' FROM service_settlement WHERE issued_at IS NOT NULL AND customer_total > 0",
        "survey": "SELECT answered_at IS NOT NULL FROM service_surveyinvitation",
        "customer_problem": "SELECT solved_at <= due_at FROM service_problem WHERE kind = 'complaint'",
        "workshop_item": "SELECT ended_at - received_at <= interval '30 days' FROM service_benchitem",
        "part_request": "SELECT arrived_at - requested_at <= interval '7 days' FROM resources_partrequest",
    }
    found = {}
    for name, asked in counted.items():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FILTER (WHERE ok), count(*) FILTER (WHERE ok IS NOT TRUE) FROM ({asked}) AS one (ok)"
            )
            found[name] = cursor.fetchone()
    assert [name for name, (earns, costs) in found.items() if not (earns and costs)] == [], found


def _the_clocks_say_what_happened_to_them() -> None:
    events = ClockEvent.objects.values("target_id", "kind", "at")
    begun = {(row["target_id"], row["at"]) for row in events if row["kind"] == "start"}
    ended = {(row["target_id"], row["at"]) for row in events if row["kind"] == "stop"}
    assert begun == set(Target.objects.values_list("pk", "starts_at"))
    assert ended == set(Target.objects.exclude(stopped_at=None).values_list("pk", "stopped_at"))
    planned = Target.objects.exclude(remind_at=None)
    assert (planned.exists(), planned.exclude(stopped_at=None).count()) == (True, 0)
    assert planned.filter(remind_at__lte=NOW).count() == 0
    assert set(Target.objects.values_list("calendar_version__calendar__name", flat=True)) == {"福州网点", "泉州网点"}


def _each_role_can_sign_in_with_the_one_password() -> None:
    for login in LOGINS:
        user = User.objects.get(username=login.username)
        tenant = Tenant.objects.get(slug=login.tenant)
        assert user.check_password(writing.password())
        with in_tenant(tenant.pk):
            assert Membership.objects.get(user=user, tenant=tenant).roles == [login.role.value]


def _the_command_speaks(before: str) -> None:
    assert _said("demo") == "the demo is there already"
    assert Tenant.objects.filter(demo=True).count() == 3
    assert before == ""
    lines = _said("demo", "--logins").splitlines()
    assert len(lines) == 1 + len(LOGINS)
    assert writing.password() in lines[0]
    assert lines[1].split() == ["agent", "客服", "赵宁", "·", "云岭电器（示范）"]


def _said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue().strip()
