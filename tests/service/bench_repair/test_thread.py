"""The whole way of an item: from the customer's hand, through the workshop, and back into it."""

import pytest

from tests.service.bench_repair.bench import Bench
from wuxing.core.errors import RuleBroken
from wuxing.service.bench_repair import queries
from wuxing.service.bench_repair.models import Custody
from wuxing.service.repair import actions as repairs
from wuxing.service.repair.models import WorkOrder


def test_an_item_goes_from_the_customer_through_the_workshop_and_home(bench: Bench) -> None:
    item = bench.returned()

    assert item.state == "returned"
    chain = Custody.objects.filter(item=item).order_by("sequence")
    assert list(chain.values_list("from_kind", "from_name", "to_kind", "to_name")) == [
        ("customer", "", "technician", "陈伟"),
        ("technician", "陈伟", "bench", "何平"),
        ("bench", "何平", "shelf", "A-3"),
        ("shelf", "A-3", "customer", ""),
    ]
    assert [row.ended_at for row in chain][:-1] == [row.handed_at for row in chain][1:]
    assert [step.kind for step in item.steps.order_by("pk")] == [
        "receive", "diagnose", "approve", "repair", "test", "ready", "return",
    ]  # fmt: skip
    order = WorkOrder.objects.get(pk=item.order_id)
    assert (order.outcome, order.resolved_at is not None) == ("taken_back", True)


def test_an_order_closes_only_when_its_items_are_home(bench: Bench) -> None:
    item = bench.ready()
    order = item.order
    repairs.finish_work(order_id=order.pk, by=bench.shop.visitor)
    repairs.review_order(order_id=order.pk, by=bench.shop.dispatcher)

    with pytest.raises(RuleBroken) as refusal:
        repairs.close_order(order_id=order.pk, by=bench.shop.dispatcher)
    assert refusal.value.reason == f"procedure 5: return, replace or scrap {item.number} first"
    assert queries.open_items(order.pk) == (item.number,)

    from wuxing.service.bench_repair import actions

    actions.return_item(
        item_id=item.pk, signed=actions.Signed(name="王丽华"), accessories=item.accessories, by=bench.keeper
    )
    assert repairs.close_order(order_id=order.pk, by=bench.shop.dispatcher).state == "closed"
