"""On the bench: diagnosed, approved, repaired, tested, ready; the days of the law; what a quote does to its item."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.service.bench_repair.bench import ALL_MET, DRAWING, Bench
from tests.service.repair.checking import leaves_nothing, leaves_one
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.models import Notice
from wuxing.customers.models import EntitlementDecision
from wuxing.service.bench_repair import actions, queries
from wuxing.service.bench_repair.models import BenchItem
from wuxing.service.charges import actions as charges
from wuxing.service.charges.actions import Offer


def costly(item: BenchItem) -> None:
    """Let the repair cost the customer money."""
    EntitlementDecision.objects.filter(pk=item.order.request.entitlement_id).update(
        outcome="out_of_warranty", covered_parts=0, covered_labour=0, covered_travel=0
    )


def test_an_item_is_worked_on_on_a_bench_only(bench: Bench) -> None:
    item = bench.taken()
    actions.hand_over(item_id=item.pk, to="shelf", place="A-1", by=bench.shop.visitor)
    actions.confirm_receipt(item_id=item.pk, by=bench.keeper)
    with leaves_nothing(RuleBroken, "take the item onto a bench first"):
        actions.diagnose_item(item_id=item.pk, cause="board", finding="x", by=bench.worker)
    actions.hand_over(item_id=item.pk, to="bench", person_id=bench.smith.pk, by=bench.worker)
    with leaves_nothing(NotAllowed):
        actions.diagnose_item(item_id=item.pk, cause="board", finding="x", by=bench.shop.visitor)
    with leaves_nothing(BadInput):
        actions.diagnose_item(item_id=item.pk, cause=" ", finding="x", by=bench.worker)
    with leaves_one(
        "bench.diagnose", case=item.order.request_id, item_id=item.pk, item=item.number, cause="board", finding="电容",
        before=None,
    ):  # fmt: skip
        made = actions.diagnose_item(item_id=item.pk, cause="board", finding="电容", by=bench.worker)
    assert (made.state, made.technician_id) == ("diagnosed", bench.smith.pk)


def test_a_repair_that_costs_money_waits_for_the_accepted_quote(bench: Bench) -> None:
    item = bench.diagnosed()
    costly(item)
    with leaves_nothing(RuleBroken, "this repair costs the customer money; send a quote first"):
        actions.approve_item(item_id=item.pk, by=bench.worker)

    lines = [Offer(kind="labour", text="维修工时", unit_price=Decimal("80"), payer="customer", price_reason="现场定价")]
    quote = charges.draft_quote(item_id=item.pk, lines=lines, by=bench.worker)
    charges.send(quote_id=quote.pk, by=bench.worker)
    item.refresh_from_db()
    assert item.state == "quoted"
    charges.accept(quote_id=quote.pk, how="signature", name="王丽华", by=bench.worker)
    item.refresh_from_db()
    assert (item.state, item.approved_at is not None) == ("approved", True)
    assert actions.start_repair(item_id=item.pk, by=bench.worker).state == "repairing"


def test_a_declined_quote_sends_the_item_home_unrepaired(bench: Bench) -> None:
    item = bench.diagnosed()
    costly(item)
    lines = [Offer(kind="labour", text="维修工时", unit_price=Decimal("80"), payer="customer", price_reason="现场定价")]
    quote = charges.draft_quote(item_id=item.pk, lines=lines, by=bench.worker)
    charges.send(quote_id=quote.pk, by=bench.worker)
    open_offer = "the customer has a quote; note on it first that it is declined"
    with leaves_nothing(RuleBroken, open_offer):  # else the customer accepts what nobody repairs any more
        actions.decline_item(item_id=item.pk, reason="电话说不修", by=bench.worker)
    with leaves_nothing(RuleBroken, open_offer):
        actions.scrap_item(item_id=item.pk, signed=DRAWING, by=bench.worker)
    charges.decline(quote_id=quote.pk, name="王丽华", reason="太贵", by=bench.worker)
    item.refresh_from_db()
    assert item.state == "declined"
    assert actions.make_ready(item_id=item.pk, shelf="A-9", by=bench.worker).state == "ready"


def test_a_failed_test_keeps_the_item_in_repair(bench: Bench) -> None:
    item = bench.repairing()
    with leaves_nothing(RuleBroken, "test it first: the checklist, by a person"):
        actions.make_ready(item_id=item.pk, shelf="A-1", by=bench.worker)
    with leaves_nothing(BadInput):
        actions.check_item(item_id=item.pk, checks={"unknown": True}, by=bench.worker)
    failed = actions.check_item(
        item_id=item.pk, checks={**ALL_MET, "run": False}, note="运行 2 小时停机", by=bench.worker
    )
    assert (failed.state, failed.tested_at) == ("repairing", None)
    passed = actions.check_item(item_id=item.pk, checks=ALL_MET, by=bench.worker)
    assert (passed.state, passed.tested_by_id) == ("tested", bench.worker.user_id)
    assert [step.kind for step in item.steps.order_by("pk")][-2:] == ["test_failed", "test"]


def test_a_ready_item_is_told_to_the_customer(bench: Bench) -> None:
    item = bench.ready()
    told = Notice.objects.filter(event="bench.ready", target_type="bench_item", target_id=item.pk)
    assert [one.facts["number"] for one in told] == [item.number]


@pytest.mark.parametrize(
    ("days", "raised"), [(19, []), (20, ["alarm"]), (30, ["alarm", "breach"]), (31, ["alarm", "breach"])]
)
def test_alarms_are_raised_once_each(bench: Bench, days: int, raised: list[str]) -> None:
    item, begun, levels = bench.repairing(), clock.now(), []
    for day in sorted({1, 20, days}):
        if day > days:
            continue
        with clock.telling(begun + timedelta(days=day)):
            for _twice in (1, 2):
                if actions.raise_alarms(by=bench.worker):
                    item.refresh_from_db()
                    levels.append(item.alarm)
    assert levels == raised
    today = (begun + timedelta(days=days)).date()
    spell = queries.spell_of(item.order.request_id, today, bench.worker.zone)
    assert spell is not None
    assert spell[1] is None


def test_the_days_in_the_workshop_feed_the_warranty_decision(bench: Bench) -> None:
    from wuxing.service.repair.models import ServiceRequest
    from wuxing.service.repair.queries import repairs_of

    item = bench.repairing()
    asset = item.order.asset
    later = clock.now() + timedelta(days=45)
    again = ServiceRequest(tenant=bench.shop.tenant, asset=asset, symptom="no_cooling", received_at=later)
    found = repairs_of(again, later.date(), bench.worker.zone)
    assert [(one.own_fault, one.waited_for_parts) for one in found] == [(True, 0)]

    with clock.telling(clock.now() + timedelta(days=2)):
        actions.wait_for_parts(item_id=item.pk, part="压缩机", by=bench.worker)
    found = repairs_of(again, later.date(), bench.worker.zone)
    assert [(one.own_fault, one.waited_for_parts > 40) for one in found] == [(False, True)]


def test_replacing_is_advised_with_its_numbers_and_the_customer_decides(bench: Bench) -> None:
    item = bench.diagnosed()
    with leaves_nothing(BadInput):
        actions.advise(item_id=item.pk, new_price=Decimal("3000"), by=bench.worker)  # what it costs is not known
    made = actions.advise(
        item_id=item.pk, new_price=Decimal("3000"), quote=Decimal("900"), age_months=72, by=bench.worker
    )
    assert (made.residual, made.most, made.replace, made.share_percent) == (
        Decimal("750.00"),
        Decimal("450.00"),
        True,
        60,
    )
    decided = actions.decide_advice(advice_id=made.pk, decision="take_home", how="phone", by=bench.shop.agent)
    item.refresh_from_db()
    assert (decided.decision, item.state) == ("take_home", "declined")
    with leaves_nothing(RuleBroken, "the customer has decided already"):
        actions.decide_advice(advice_id=made.pk, decision="repair", how="phone", by=bench.shop.agent)


def test_the_rule_of_worth_is_versioned_by_category(bench: Bench) -> None:
    assert queries.worth_rule("冰箱") == (60, 96)
    with leaves_nothing(NotAllowed):
        actions.set_worth_rule(share_percent=50, life_months=120, by=bench.worker)
    actions.set_worth_rule(share_percent=50, life_months=120, by=bench.shop.manager)
    actions.set_worth_rule(share_percent=40, life_months=60, category="冰箱", by=bench.shop.manager)
    assert (queries.worth_rule("冰箱"), queries.worth_rule("空调")) == ((40, 60), (50, 120))
