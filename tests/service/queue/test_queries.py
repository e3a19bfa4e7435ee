"""The database counts and sorts as the rules say; pages follow one another without a gap."""

from collections import Counter
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from tests.shop import Shop
from wuxing.core import clock
from wuxing.resources.models import Outlet, Person
from wuxing.service.bench_repair.models import BenchItem, Custody, TakeBack
from wuxing.service.queue import queries, rules
from wuxing.service.queue.queries import NEVER, Asked
from wuxing.service.queue.views import _after, cursor_of
from wuxing.service.repair import states
from wuxing.service.repair.models import Appointment, WorkOrder

OPEN = sorted(states.OPEN_ORDERS)
LIVE = sorted(states.LIVE_VISITS)


def written(shop: Shop, count: int, now: datetime) -> list[WorkOrder]:
    """Orders in every kind of trouble, always the same ones."""
    chance, first = Random(6), shop.order()
    minutes = (-4000, -200, -61, -31, -29, -11, -9, -1, 0, 1, 59, 61, 119, 121, 3000)

    def some(odds: float = 0.5) -> datetime | None:
        return now + timedelta(minutes=chance.choice(minutes)) if chance.random() < odds else None

    orders = []
    for n in range(count):
        state = chance.choice(OPEN)
        hold = chance.choice(sorted(states.HoldReason)) if state == "on_hold" else ""
        orders.append(
            WorkOrder(
                tenant=shop.tenant, number=f"Q{n}", request=first.request, state=state, work_type="onsite", title="冰箱",
                trade=chance.choice(["refrigeration", "gas"]), technician=shop.technician, hold_reason=hold,
                held_at=some() if hold else None, written_at=now - timedelta(hours=9), recorded_at=now, updated_at=now,
                dispatched_at=some(), accepted_at=some(), next_due_at=some(), next_due_kind=chance.choice(["contact", "arrive"]),
                outlet_id=shop.technician.outlet_id if chance.random() < 0.5 else None,
            )
        )  # fmt: skip
    WorkOrder.objects.bulk_create(orders)
    people = Person.objects.bulk_create(
        Person(tenant=shop.tenant, number=f"Q{n}", name="陈伟", outlet_id=shop.technician.outlet_id)
        for n in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(
            tenant=shop.tenant, order=order, sequence=1, technician=person,
            state=chance.choice([*LIVE, "completed", "rescheduled"]),
            slot=DateTimeTZRange(start := now + timedelta(minutes=chance.choice(minutes)), start + timedelta(hours=1)),
        )
        for order, person in zip(orders, people, strict=True)
        if chance.random() < 0.7
    )  # fmt: skip
    return [*orders, first]


def carried_in(shop: Shop, order: WorkOrder) -> None:
    """Something of the order lies on a shelf of the workshop."""
    tenant, now = shop.tenant, clock.now()
    receipt = TakeBack.objects.create(
        tenant=tenant, number=f"TB{order.pk}", order=order, channel="counter", taken_at=now, taken_by_name="陈伟",
        signed_by="王丽华", method="typed",
    )  # fmt: skip
    item = BenchItem.objects.create(
        tenant=tenant, number=f"TB{order.pk}-1", take_back=receipt, order=order, state="received", name="主板", look="",
        received_at=now, updated_at=now,
    )  # fmt: skip
    Custody.objects.create(
        tenant=tenant, item=item, sequence=1, from_kind="customer", to_kind="shelf", to_name="A1", handed_at=now
    )


def midnight(now: datetime) -> datetime:
    here = ZoneInfo("Asia/Shanghai")
    return datetime.combine(now.astimezone(here).date(), time.min, here)


def every_page(asked: Asked, now: datetime) -> list[dict[str, object]]:
    """All rows, read page by page as the links do."""
    rows: list[dict[str, object]] = []
    while True:
        found = queries.page(asked, now, midnight(now))
        rows += found[: queries.SIZE]
        if len(found) <= queries.SIZE:
            return rows
        asked = Asked(outlet=asked.outlet, trade=asked.trade, cause=asked.cause, after=_after(cursor_of(rows[-1])))


@pytest.fixture
def facts(shop: Shop) -> dict[int, tuple[rules.Open, list[str]]]:
    """What the rules are told of each order, read by a way of its own, and the causes that they give."""
    now = clock.now().replace(hour=7, minute=0, second=0, microsecond=0)
    written(shop, 160, now)
    for order in WorkOrder.objects.filter(state="work_done").order_by("pk")[:4]:
        carried_in(shop, order)
    told = {}
    for order in WorkOrder.objects.select_related("request"):
        live = order.appointments.filter(state__in=LIVE).first()
        visit = rules.Visit(state=live.state, begins=live.slot.lower, ends=live.slot.upper) if live else None
        names = ("state", "written_at", "next_due_at", "next_due_kind", "hold_reason", "held_at", "dispatched_at",
                 "accepted_at", "resolved_at", "reopened_at")  # fmt: skip
        away = BenchItem.objects.filter(order=order, ended_at=None).exists()
        known = rules.Open(
            complete=order.request.complete,
            visit=visit,
            in_workshop=away,
            **{name: getattr(order, name) for name in names},
        )
        told[order.pk] = (known, [cause.kind for cause in rules.causes(known, now, midnight(now))])
    return told


def expected(facts, chosen) -> list[int]:
    weighed = {
        pk: (min((rules.WEIGHTS[kind] for kind in kinds), default=rules.NOTHING), known.next_due_at or NEVER, pk)
        for pk, (known, kinds) in facts.items()
        if chosen(known, kinds)
    }
    return sorted(weighed, key=weighed.__getitem__)


def test_counts_and_pages_are_those_of_the_rules(shop: Shop, facts) -> None:
    now = clock.now().replace(hour=7, minute=0, second=0, microsecond=0)
    counted = Counter(kind for _known, kinds in facts.values() for kind in kinds)
    assert set(counted) == set(rules.WEIGHTS) - {"incomplete", "to_close"} | {"to_close"}
    assert queries.counts(Asked(), now, midnight(now)) == {
        "open": len(facts), **{kind: counted[kind] for kind in rules.WEIGHTS}
    }  # fmt: skip
    rows = every_page(Asked(), now)
    assert [row["pk"] for row in rows] == expected(facts, lambda _known, kinds: kinds)
    assert {row["pk"]: queries.order_of(row) for row in rows} == {
        pk: known for pk, (known, kinds) in facts.items() if kinds
    }
    for cause in rules.WEIGHTS:
        assert [row["pk"] for row in every_page(Asked(cause=cause), now)] == expected(
            facts, lambda _known, kinds, cause=cause: cause in kinds
        )


def test_an_outlet_sees_its_own_orders_and_those_of_its_districts(shop: Shop, facts) -> None:
    now = clock.now().replace(hour=7, minute=0, second=0, microsecond=0)
    far = Outlet.objects.create(tenant=shop.tenant, code="QZ", name="泉州网点", city="泉州市", districts=["丰泽区"])
    with_it = WorkOrder.objects.filter(outlet=None).count()
    here = queries.counts(Asked(outlet=shop.technician.outlet_id), now, midnight(now))
    assert here["open"] == len(facts)
    assert queries.counts(Asked(outlet=far.pk), now, midnight(now))["open"] == 0
    far.districts = ["鼓楼区"]
    far.save()
    assert queries.counts(Asked(outlet=far.pk), now, midnight(now))["open"] == with_it


def test_a_trade_narrows(shop: Shop, facts) -> None:
    now = clock.now().replace(hour=7, minute=0, second=0, microsecond=0)
    gas = WorkOrder.objects.filter(trade="gas").count()
    assert queries.counts(Asked(trade="gas"), now, midnight(now))["open"] == gas
    assert {row["trade"] for row in every_page(Asked(trade="gas"), now)} == {"gas"}


def test_the_highest_valid_level_of_each_trade(shop: Shop) -> None:
    assert queries.skilled(clock.today()) == {"refrigeration": 2}
    assert queries.skilled(clock.today().replace(year=2031)) == {"refrigeration": 1}
    Person.objects.update(active=False)
    assert queries.skilled(clock.today()) == {}
