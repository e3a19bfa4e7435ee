"""Two hands at once, on connections of their own: one wins, the other is told why in words; nothing waits for ever."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from tests.customers.people import person
from tests.resources.spare_parts.conftest import Parts, parts_of
from tests.service.bench_repair.bench import SIGNED, bench_of
from tests.service.charges.example import LINES, customer, sent
from tests.service.repair.actions.conftest import shop_at_large
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.tenants import in_tenant
from wuxing.customers.entitlement import actions as entitlement
from wuxing.customers.installed_base import actions as base
from wuxing.customers.models import Customer
from wuxing.resources.models import PartSerial, StockBalance
from wuxing.resources.spare_parts import actions as stock
from wuxing.resources.spare_parts.actions import OrderLine
from wuxing.service.bench_repair import actions as bench
from wuxing.service.bench_repair.models import BenchItem, Custody, Loan
from wuxing.service.charges import actions as charges
from wuxing.service.charges.models import Quote
from wuxing.service.doors import actions as doors
from wuxing.service.doors import queries as door_queries
from wuxing.service.doors import windows as door_windows
from wuxing.service.follow_up import actions as follow_up
from wuxing.service.follow_up.models import SurveyAnswer
from wuxing.service.repair import actions as repair
from wuxing.service.repair import queries as repairs
from wuxing.service.repair.models import WorkOrder

__all__ = ["shop_at_large"]
pytestmark = pytest.mark.django_db(transaction=True)
_TAKEN = "a unit with this serial number is on record already"
GOOD = {"skill": 5, "attitude": 5, "punctuality": 4, "price": 5, "result": 5}
ActorFactory = Callable[..., Actor]


def at_once(shop: Shop, *works: Callable[[], object]) -> list[str]:
    """Do things at the same instant, each on its own connection; return "done" or the refusal of each, in order."""
    meet, answers = threading.Barrier(len(works)), dict.fromkeys(range(len(works)), "nothing")

    def run(place: int) -> None:
        try:
            with in_tenant(shop.tenant.pk):
                meet.wait(timeout=60)
                works[place]()
            answers[place] = "done"
        except RuleBroken as refusal:
            answers[place] = str(refusal.reason)
        except BadInput as refusal:
            answers[place] = str(next(iter(refusal.fields.values())))
        except Exception as error:
            answers[place] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return [answers[place] for place in range(len(works))]


def _stocked(shop: Shop, actor: ActorFactory) -> Parts:
    parts = parts_of(shop, actor(Role.STOREKEEPER, name="仓管"))
    parts.mode("full")
    return parts


def _held(parts: Parts) -> dict[str, Decimal]:
    rows = StockBalance.objects.filter(part=parts.fan, condition="good").values_list("place__name", "quantity")
    return dict(rows)


def test_stock_that_two_take_at_once(shop_at_large: Shop, actor: ActorFactory) -> None:
    shop = shop_at_large
    with in_tenant(shop.tenant.pk):
        parts = _stocked(shop, actor)
        other, keeper, fan = stock.save_store(name="马尾仓", by=parts.keeper), parts.keeper, parts.fan.pk
        for place in (parts.store, other):
            stock.receive(place_id=place.pk, part_id=fan, quantity=Decimal(3), by=keeper)
        way = {"part_id": fan, "by": keeper}
        there, back = {"source_id": parts.store.pk, "target_id": other.pk}, {"source_id": other.pk}
        back |= {"target_id": parts.store.pk}
    too_many = at_once(shop, *[lambda: stock.transfer(**there, **way, quantity=Decimal(2))] * 2)
    assert sorted(too_many) == ["done", "福州仓 has only 1 of 风机 FAN-01; count the stock if that is wrong"]

    def crossing(way_of_it: dict[str, Any]) -> Callable[[], object]:
        return lambda: [stock.transfer(**way_of_it, **way, quantity=Decimal(1)) for _twice in range(2)]

    with in_tenant(shop.tenant.pk):
        stock.receive(place_id=parts.store.pk, part_id=fan, quantity=Decimal(3), by=keeper)
    assert at_once(shop, crossing(there), crossing(back)) == ["done", "done"]
    with in_tenant(shop.tenant.pk):
        assert _held(parts) == {"福州仓": 4, "马尾仓": 5}

    board = {"part_id": parts.board.pk, "quantity": Decimal(1), "serials": ["N-1"], "by": keeper}
    twice = at_once(
        shop,
        lambda: stock.receive(place_id=parts.store.pk, **board),
        lambda: stock.receive(place_id=other.pk, **board),
    )
    with in_tenant(shop.tenant.pk):
        row = PartSerial.objects.select_related("place").get()
        stock.open_van(person_id=shop.technician.pk, by=keeper)
        stock.set_mode(mode="personal", by=keeper)
        stock.receive(place_id=parts.van.pk, part_id=parts.board.pk, quantity=Decimal(1), serials=["N-2"], by=keeper)
    where = row.place.name if row.place else ""
    assert sorted(twice) == [f"by the records N-1 lies at {where}; count there first", "done"]

    def use(line: int) -> Callable[[], object]:
        given = {"person": shop.technician, "part": parts.board, "quantity": Decimal(1), "serial": "N-2"}
        return lambda: stock.use(**given, order_line=OrderLine(1, line), by=shop.visitor)

    used = at_once(shop, use(1), use(2))
    assert sorted(used) == ["done", "陈伟 has no 主板 PCB-7; ask for it, or count the stock"]


def test_what_only_one_can_have(shop_at_large: Shop, actor: ActorFactory) -> None:
    shop = shop_at_large
    with in_tenant(shop.tenant.pk):
        workshop = bench_of(shop, actor)
        item = workshop.on_bench()
        loaner = bench.add_loaner(code="BY-12", name="小冰箱", by=workshop.keeper)
        orders = [item.order_id, shop.order(phone="139 0000 1111", serial="518A-26-1").pk]
        quote, done = sent(shop), shop.closed()
        invited = follow_up.invite(order_id=done.pk, by=shop.manager)
        assert invited is not None
    by, guest = workshop.worker, customer(shop)
    lend = {"loaner_id": loaner.pk, "due_on": clock.today(), "signed": SIGNED, "by": by}
    given = {"quote_id": quote.pk, "how": "link", "by": guest}

    hands = at_once(
        shop,
        lambda: bench.hand_over(item_id=item.pk, to="technician", person_id=shop.technician.pk, by=by),
        lambda: bench.hand_over(item_id=item.pk, to="courier", person_id=shop.novice.pk, waybill="SF1", by=by),
    )
    lent = at_once(shop, *[lambda number=number: bench.lend(order_id=number, **lend) for number in orders])
    accepted = at_once(shop, *[lambda name=name: charges.accept(name=name, **given) for name in ("王丽华", "李四")])
    answer = {"invitation_id": invited.pk, "scores": GOOD, "by": guest}
    answered = at_once(shop, *[lambda: follow_up.answer(**answer)] * 2)

    losers = [next((said for said in told if said != "done"), "") for told in (hands, lent, accepted, answered)]
    assert [told.count("done") for told in (hands, lent, accepted, answered)] == [1, 1, 1, 1], losers
    assert losers[1:] == [
        "this device is not on its shelf",
        "this quote is accepted by the customer",
        "this survey was answered already; thank you",
    ]
    assert "Error" not in losers[0]
    with in_tenant(shop.tenant.pk):
        assert Custody.objects.filter(item=item, ended_at=None).count() == 1
        assert (Loan.objects.count(), SurveyAnswer.objects.count()) == (1, 1)
        assert Quote.objects.get().state == "accepted"


def test_one_window_taken_by_two_customers(shop_at_large: Shop) -> None:
    shop, guest = shop_at_large, customer(shop_at_large)
    with in_tenant(shop.tenant.pk):
        both = [shop.dispatched().pk, shop.dispatched().pk]
        for days, order_id in enumerate(both, 5):
            late = clock.now() + timedelta(days=days)
            slot = (late, late + timedelta(hours=1))
            repair.agree_appointment(order_id=order_id, slot=slot, warranty_explained=True, by=shop.visitor)
        orders = WorkOrder.objects.select_related("outlet")
        offered = [
            {one[0] for one in door_windows.offered_windows(orders.get(pk=pk), door_queries.visit_of(pk), clock.now(), guest.zone)}
            for pk in both
        ]  # fmt: skip
        begins = max(offered[0] & offered[1])
    moved = at_once(shop, *[lambda pk=pk: doors.move_visit(order_id=pk, begins=begins, by=guest) for pk in both])
    assert sorted(moved) == ["done", "this time is not free any more; choose another"]


def test_who_waits_for_an_order_holds_nothing_that_others_need(shop_at_large: Shop, actor: ActorFactory) -> None:
    shop = shop_at_large
    with in_tenant(shop.tenant.pk):
        workshop = bench_of(shop, actor)
        item, quote = workshop.diagnosed(), sent(shop)
        newer = charges.change(quote_id=quote.pk, lines=LINES, reason="再加检修", by=shop.agent)
    held = [
        _held_by_a_waiter(
            shop, item.order_id, BenchItem, item.pk, lambda: bench.approve_item(item_id=item.pk, by=workshop.worker)
        ),
        _held_by_a_waiter(
            shop, quote.order_id, Quote, newer.pk, lambda: charges.send(quote_id=newer.pk, by=shop.agent)
        ),
        _held_by_a_waiter(
            shop,
            quote.order_id,
            Quote,
            newer.pk,
            lambda: charges.accept(quote_id=newer.pk, how="link", name="王丽华", by=customer(shop)),
        ),
    ]
    assert held == [["done"]] * 3


def _held_by_a_waiter(shop: Shop, order_id: int, model: Any, key: int, work: Callable[[], object]) -> list[str]:
    """Hold an order while another hand wants it: a row it would need with it is free. Return what the hand was told."""
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.extend(at_once(shop, work)))
    with in_tenant(shop.tenant.pk):
        repairs.lock_order(order_id)
        waiting.start()
        _until_somebody_waits()
        assert model.objects.select_for_update(nowait=True).filter(pk=key).exists()
    waiting.join(timeout=60)
    return answers


def _until_somebody_waits() -> None:
    for _attempt in range(600):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for the order")


def test_a_serial_that_two_enter_at_once(shop_at_large: Shop) -> None:
    shop = shop_at_large
    with in_tenant(shop.tenant.pk):
        owners = [person(shop), person(shop, name="李健国", phone="13911113333")]

    def enter(owner: Customer) -> Callable[[], object]:
        unit = {"product_id": shop.product.pk, "serial": "A-9"}
        return lambda: base.add_unit(customer_id=owner.pk, by=shop.agent, **unit)

    answers = at_once(shop, *[enter(owner) for owner in owners])
    assert sorted(answers) == [_TAKEN, "done"]

    with in_tenant(shop.tenant.pk):
        given = {"product_id": shop.product.pk, "customer_id": owners[0].pk, "by": shop.agent}
        faulty = [base.add_unit(serial=serial, **given) for serial in ("F-1", "F-2")]

    def exchange(asset_id: int) -> Callable[[], object]:
        new = {"serial": "N-7", "exchanged_on": clock.today(), "reason": "两次修理", "by": shop.agent}
        return lambda: entitlement.exchange_unit(asset_id=asset_id, **new)

    exchanged = at_once(shop, *[exchange(unit.pk) for unit in faulty])
    assert sorted(exchanged) == [_TAKEN, "done"]
